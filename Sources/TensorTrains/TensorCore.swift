public import LinearAlgebra

/// One factor of a tensor train: a block of left rank × size × right rank numbers.
public struct TensorCore: Hashable, Codable, Sendable {
  /// The rank r₀ of the bond to the left.
  public let leftRank: Int
  /// The number n of values of the index.
  public let size: Int
  /// The rank r₁ of the bond to the right.
  public let rightRank: Int
  /// The numbers; (a, i, b) is at `(a * size + i) * rightRank + b`.
  public var elements: [Double]

  /// Creates a core of zeros.
  public init(leftRank: Int, size: Int, rightRank: Int) {
    precondition(leftRank > 0 && size > 0 && rightRank > 0, "a core has positive sizes")
    self.leftRank = leftRank
    self.size = size
    self.rightRank = rightRank
    elements = [Double](repeating: 0, count: leftRank * size * rightRank)
  }

  /// Creates a core from its elements.
  public init(leftRank: Int, size: Int, rightRank: Int, elements: [Double]) {
    precondition(elements.count == leftRank * size * rightRank, "one number per element")
    self.leftRank = leftRank
    self.size = size
    self.rightRank = rightRank
    self.elements = elements
  }

  /// The element (a, i, b).
  @inlinable
  public subscript(a: Int, i: Int, b: Int) -> Double {
    get { elements[(a * size + i) * rightRank + b] }
    set { elements[(a * size + i) * rightRank + b] = newValue }
  }

  /// The matrix with rows (a, i) and columns b.
  var leftUnfolding: Matrix {
    Matrix(uncheckedRowCount: leftRank * size, columnCount: rightRank, elements: elements)
  }

  /// The matrix with rows a and columns (i, b).
  var rightUnfolding: Matrix {
    Matrix(uncheckedRowCount: leftRank, columnCount: size * rightRank, elements: elements)
  }

  /// A core of the given size from a matrix with rows (a, i).
  init(leftUnfolding matrix: Matrix, size: Int) {
    self.init(
      leftRank: matrix.rowCount / size, size: size, rightRank: matrix.columnCount,
      elements: matrix.elements)
  }

  /// A core of the given size from a matrix with columns (i, b).
  init(rightUnfolding matrix: Matrix, size: Int) {
    self.init(
      leftRank: matrix.rowCount, size: size, rightRank: matrix.columnCount / size,
      elements: matrix.elements)
  }

  /// The core Σ_a′ M[a, a′] core[a′, i, b].
  func multipliedFromLeft(by matrix: Matrix) -> TensorCore {
    TensorCore(rightUnfolding: matrix * rightUnfolding, size: size)
  }

  /// The core Σ_b′ core[a, i, b′] M[b′, b].
  func multipliedFromRight(by matrix: Matrix) -> TensorCore {
    TensorCore(leftUnfolding: leftUnfolding * matrix, size: size)
  }

  /// The core Σⱼ M[i, j] core[a, j, b].
  public func transformed(by matrix: Matrix) -> TensorCore {
    precondition(matrix.columnCount == size, "one column per value of the index")
    var result = TensorCore(leftRank: leftRank, size: matrix.rowCount, rightRank: rightRank)
    let (block, newBlock) = (size * rightRank, matrix.rowCount * rightRank)
    elements.withUnsafeBufferPointer { source in
      result.elements.withUnsafeMutableBufferPointer { target in
        guard let source = source.baseAddress, let target = target.baseAddress else { return }
        for a in 0..<leftRank {
          DenseKernels.multiply(
            rows: matrix.rowCount, columns: rightRank, inner: size, matrix.elements, stride: size,
            source + a * block, stride: rightRank, into: target + a * newBlock, stride: rightRank)
        }
      }
    }
    return result
  }

  /// The matrix Σᵢ w[i] core[a, i, b].
  public func contracted(with weights: [Double]) -> Matrix {
    precondition(weights.count == size, "one weight per value of the index")
    var result = Matrix(rowCount: leftRank, columnCount: rightRank)
    for a in 0..<leftRank {
      for i in 0..<size {
        let weight = weights[i]
        for b in 0..<rightRank { result.elements[a * rightRank + b] += weight * self[a, i, b] }
      }
    }
    return result
  }

  /// The matrix core[a, i, b] of one value of the index.
  public func slice(_ i: Int) -> Matrix {
    var result = Matrix(rowCount: leftRank, columnCount: rightRank)
    for a in 0..<leftRank {
      for b in 0..<rightRank { result.elements[a * rightRank + b] = self[a, i, b] }
    }
    return result
  }
}

internal import LinearAlgebra

/// One core M[R, i, j, S] of an operator as n × n matrices between its bonds, sorted by what they
/// cost to apply.
///
/// Sums of products have mostly zeros, multiples of the identity and diagonal matrices.
struct OperatorBlock {
  let leftRank: Int
  let size: Int
  let rightRank: Int
  /// M as stored, (R, i, j, S).
  let elements: [Double]
  /// The matrices that are not zero.
  let parts: [Part]

  /// The matrix between two bonds.
  struct Part {
    var left: Int
    var right: Int
    var kind: Kind
  }

  /// What a matrix looks like.
  enum Kind {
    /// A multiple of the identity.
    case scalar(Double)
    /// A diagonal matrix by its diagonal.
    case diagonal([Double])
    /// Any matrix, row by row.
    case dense([Double])
  }

  init(_ core: TensorCore, size: Int) {
    (leftRank, self.size, rightRank) = (core.leftRank, size, core.rightRank)
    elements = core.elements
    var parts: [Part] = []
    for left in 0..<core.leftRank {
      for right in 0..<core.rightRank {
        let matrix = (0..<size * size).map { core[left, $0, right] }
        guard let kind = Kind(matrix, size: size) else { continue }
        parts.append(Part(left: left, right: right, kind: kind))
      }
    }
    self.parts = parts
  }

  /// The block of the train read from its other end.
  var mirrored: OperatorBlock {
    OperatorBlock(
      TensorCore(
        leftRank: leftRank, size: size * size, rightRank: rightRank, elements: elements
      ).mirrored, size: size)
  }

  /// Adds the action on a block (R, a, j, b) to a block (S, a, i, b).
  @inline(__always)
  func act(
    on source: UnsafePointer<Double>, rows: Int, columns: Int,
    addingTo target: UnsafeMutablePointer<Double>
  ) {
    let slab = rows * size * columns
    for part in parts {
      let (from, to) = (source + part.left * slab, target + part.right * slab)
      switch part.kind {
      case .scalar(let factor):
        DenseKernels.add(from, times: factor, to: to, count: slab)
      case .diagonal(let factors):
        for row in 0..<rows * size {
          let factor = factors[row % size]
          let (x, y) = (from + row * columns, to + row * columns)
          for b in 0..<columns { y[b] += factor * x[b] }
        }
      case .dense(let matrix):
        for row in 0..<rows {
          DenseKernels.multiply(
            rows: size, columns: columns, inner: size, matrix, stride: size,
            from + row * size * columns, stride: columns, into: to + row * size * columns,
            stride: columns, accumulating: true)
        }
      }
    }
  }
}

extension OperatorBlock.Kind {
  /// Sorts a matrix; nil when it is zero.
  init?(_ matrix: [Double], size: Int) {
    let diagonal = (0..<size).map { matrix[$0 * size + $0] }
    let isDiagonal = matrix.indices.allSatisfy { $0 / size == $0 % size || matrix[$0] == 0 }
    guard isDiagonal else {
      self = .dense(matrix)
      return
    }
    guard diagonal.contains(where: { $0 != 0 }) else { return nil }
    self = diagonal.allSatisfy { $0 == diagonal[0] } ? .scalar(diagonal[0]) : .diagonal(diagonal)
  }
}

extension TensorCore {
  /// The core of the train read from its other end: (b, i, a).
  var mirrored: TensorCore {
    var result = TensorCore(leftRank: rightRank, size: size, rightRank: leftRank)
    for a in 0..<leftRank {
      for i in 0..<size {
        for b in 0..<rightRank { result[b, i, a] = self[a, i, b] }
      }
    }
    return result
  }
}

public import LinearAlgebra

/// A linear operator on tensors of N indices as a chain of small blocks.
///
/// ```
/// A(i₁ … i_N; j₁ … j_N) = M₁(i₁, j₁) M₂(i₂, j₂) … M_N(i_N, j_N)
/// ```
///
/// It is stored as a tensor train over the pairs (iₖ, jₖ), with square blocks: a train of sizes nₖ is
/// mapped to one of the same sizes.
public struct TensorTrainOperator: Hashable, Codable, Sendable {
  /// The train over the pairs of indices, pair (i, j) being the value i n + j.
  public let train: TensorTrain
  /// The sizes nₖ.
  public let sizes: [Int]

  init(train: TensorTrain, sizes: [Int]) {
    self.train = train
    self.sizes = sizes
  }

  /// A product of matrices, each acting on one index; the identity acts on all others.
  public struct Term: Sendable {
    /// The matrix of each index that is not left alone.
    public var matrices: [Int: Matrix]

    /// Creates a term from the matrices by the index they act on.
    public init(_ matrices: [Int: Matrix]) { self.matrices = matrices }
  }

  /// Creates the sum of products of matrices, with equal parts of the products merged.
  ///
  /// - Parameters:
  ///   - terms: The products.
  ///   - sizes: The size of every index.
  /// - Throws: ``TensorTrainError/sizeMismatch(mode:expected:found:)``,
  ///   ``TensorTrainError/noCores`` without an index, and ``TensorTrainError/notFinite(mode:)``.
  public init(
    sumOf terms: [Term], sizes: [Int]
  ) throws(TensorTrainError) {
    guard !sizes.isEmpty else { throw .noCores }
    var trains: [TensorTrain] = []
    for term in terms { trains.append(try Self.train(of: term, sizes: sizes)) }
    if trains.isEmpty {
      trains = [try TensorTrain(product: sizes.map { [Double](repeating: 0, count: $0 * $0) })]
    }
    // Merging partial sums keeps all intermediate ranks small.
    while trains.count > 1 {
      var sums: [TensorTrain] = []
      for first in stride(from: 0, to: trains.count, by: 6) {
        let part = trains[first..<min(first + 6, trains.count)]
        let sum = part.dropFirst().reduce(part[first], +)
        sums.append(sum.merged)
      }
      trains = sums
    }
    self.init(train: trains[0], sizes: sizes)
  }

  private static func train(
    of term: Term, sizes: [Int]
  ) throws(TensorTrainError) -> TensorTrain {
    var factors: [[Double]] = []
    for (mode, size) in sizes.enumerated() {
      let matrix = term.matrices[mode] ?? Matrix.identity(size)
      guard matrix.rowCount == size, matrix.columnCount == size else {
        throw .sizeMismatch(mode: mode, expected: size, found: matrix.rowCount)
      }
      guard matrix.elements.allSatisfy(\.isFinite) else { throw .notFinite(mode: mode) }
      factors.append(matrix.elements)
    }
    return try TensorTrain(product: factors)
  }

  /// The operator that multiplies by a train element by element.
  public init(diagonal train: TensorTrain) {
    self.init(
      train: TensorTrain(
        unchecked: train.cores.map { core in
          var result = TensorCore(
            leftRank: core.leftRank, size: core.size * core.size, rightRank: core.rightRank)
          for a in 0..<core.leftRank {
            for i in 0..<core.size {
              for b in 0..<core.rightRank { result[a, i * core.size + i, b] = core[a, i, b] }
            }
          }
          return result
        }), sizes: train.sizes)
  }

  /// The ranks of the inner bonds.
  public var ranks: [Int] { train.ranks }

  /// The number of indices.
  public var dimension: Int { sizes.count }

  /// The sum, exact, with the sum of the ranks.
  public static func + (left: Self, right: Self) -> Self {
    Self(train: left.train + right.train, sizes: left.sizes)
  }

  /// The operator multiplied by a number.
  public static func * (factor: Double, operation: Self) -> Self {
    Self(train: factor * operation.train, sizes: operation.sizes)
  }

  /// The operator followed by a matrix on one index: M A.
  public func followed(by matrix: Matrix, on mode: Int) -> Self {
    // Acting on i alone is acting on the pair (i, j) with j as an inner block.
    let (size, core) = (sizes[mode], train.cores[mode])
    let wide = TensorCore(
      leftRank: core.leftRank, size: size, rightRank: size * core.rightRank,
      elements: core.elements
    ).transformed(by: matrix)
    var result = train
    result.cores[mode] = TensorCore(
      leftRank: core.leftRank, size: size * size, rightRank: core.rightRank,
      elements: wide.elements)
    return Self(train: result, sizes: sizes)
  }

  /// The same operator with parallel parts merged: exact, and zeros stay zeros.
  public var merged: Self { Self(train: train.merged, sizes: sizes) }

  /// The operator of smallest ranks within a relative distance in the Frobenius norm.
  ///
  /// - Throws: ``TensorTrainError/notFinite(mode:)`` and
  ///   ``TensorTrainError/numericalFailure(reason:)``.
  public func rounded(tolerance: Double) throws(TensorTrainError) -> Self {
    Self(train: try train.rounded(tolerance: tolerance).train, sizes: sizes)
  }

  /// The operator with one index more, on which a matrix acts: A ⊗ M.
  public func extended(by matrix: Matrix) -> Self {
    precondition(matrix.rowCount == matrix.columnCount, "operators have square blocks")
    let size = matrix.rowCount
    let core = TensorCore(
      leftRank: 1, size: size * size, rightRank: 1, elements: matrix.elements)
    return Self(train: TensorTrain(unchecked: train.cores + [core]), sizes: sizes + [size])
  }
}

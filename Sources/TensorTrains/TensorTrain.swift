public import LinearAlgebra

/// A tensor of N indices as a chain of small blocks.
///
/// ```
/// x(i₁, …, i_N) = G₁(i₁) G₂(i₂) … G_N(i_N)
/// ```
///
/// where Gₖ(iₖ) is an rₖ₋₁ × rₖ matrix and r₀ = r_N = 1. Storage and work grow linearly in N for
/// fixed ranks r.
///
/// ## Reference
///
/// I. V. Oseledets, "Tensor-train decomposition", *SIAM Journal on Scientific Computing* 33 (2011)
/// 2295-2317, [doi:10.1137/090752286](https://doi.org/10.1137/090752286).
public struct TensorTrain: Hashable, Codable, Sendable {
  /// The blocks Gₖ, from the first index to the last.
  public internal(set) var cores: [TensorCore]

  /// Creates a train from its cores.
  ///
  /// - Throws: ``TensorTrainError/noCores``, ``TensorTrainError/rankMismatch(bond:left:right:)``.
  public init(cores: [TensorCore]) throws(TensorTrainError) {
    guard let first = cores.first, let last = cores.last else { throw .noCores }
    guard first.leftRank == 1 else {
      throw .rankMismatch(bond: 0, left: 1, right: first.leftRank)
    }
    guard last.rightRank == 1 else {
      throw .rankMismatch(bond: cores.count, left: last.rightRank, right: 1)
    }
    for bond in 1..<cores.count where cores[bond - 1].rightRank != cores[bond].leftRank {
      throw .rankMismatch(
        bond: bond, left: cores[bond - 1].rightRank, right: cores[bond].leftRank)
    }
    self.cores = cores
  }

  init(unchecked cores: [TensorCore]) { self.cores = cores }

  /// Creates the product f₁(i₁) f₂(i₂) … of rank 1.
  ///
  /// - Throws: ``TensorTrainError/noCores`` without a factor.
  public init(product factors: [[Double]]) throws(TensorTrainError) {
    try self.init(
      cores: factors.map {
        TensorCore(leftRank: 1, size: $0.count, rightRank: 1, elements: $0)
      })
  }

  /// The number of indices.
  public var dimension: Int { cores.count }

  /// The number of values of every index.
  public var sizes: [Int] { cores.map(\.size) }

  /// The ranks of the inner bonds, one fewer than there are indices.
  public var ranks: [Int] { cores.dropLast().map(\.rightRank) }

  /// The largest rank.
  public var maximumRank: Int { ranks.max() ?? 1 }

  /// The number of numbers that are stored.
  public var elementCount: Int { cores.reduce(0) { $0 + $1.elements.count } }

  /// One element.
  public subscript(indices: [Int]) -> Double {
    precondition(indices.count == dimension, "one index per mode")
    var row = [1.0]
    for (core, i) in zip(cores, indices) {
      var next = [Double](repeating: 0, count: core.rightRank)
      for a in 0..<core.leftRank {
        let weight = row[a]
        for b in 0..<core.rightRank { next[b] += weight * core[a, i, b] }
      }
      row = next
    }
    return row[0]
  }

  /// The train with one index more, x(i₁, …) v(j).
  public func extended(by vector: [Double]) -> TensorTrain {
    let core = TensorCore(leftRank: 1, size: vector.count, rightRank: 1, elements: vector)
    return TensorTrain(unchecked: cores + [core])
  }

  /// The train whose core `mode` is transformed: Σⱼ M[i, j] x(…, j, …).
  public func transformed(_ mode: Int, by matrix: Matrix) -> TensorTrain {
    var result = self
    result.cores[mode] = cores[mode].transformed(by: matrix)
    return result
  }

  /// Checks that another train has the same index sizes.
  func requireSizes(of other: TensorTrain) {
    precondition(sizes == other.sizes, "the trains must have the same sizes")
  }
}

/// Runs a dense decomposition and translates what it throws.
func decomposed<Result>(
  _ body: () throws(LinearAlgebraError) -> Result
) throws(TensorTrainError) -> Result {
  do {
    return try body()
  } catch {
    throw .numericalFailure(reason: error.description)
  }
}

/// Solves linear systems A x = b in tensor trains with ranks that adapt to a tolerance.
///
/// The cores are solved for one after another, forth and back, each in the frame of all others
/// (a Galerkin projection). After each core its frame is enriched by the dominant part of the
/// residual, for which a train of small rank is carried along; what the tolerance does not need is
/// cut off by singular values. Local systems are solved directly when small, otherwise by GMRES with
/// the inverses of the diagonal blocks as preconditioner.
///
/// Convergence is proven for symmetric positive definite A; for other A whose symmetric part is
/// positive it is the rule, and ``TensorTrainSolution`` tells how far it went.
///
/// ## Reference
///
/// S. V. Dolgov and D. V. Savostyanov, "Alternating minimal energy methods for linear systems in
/// higher dimensions", *SIAM Journal on Scientific Computing* 36 (2014) A2248-A2271,
/// [doi:10.1137/140953289](https://doi.org/10.1137/140953289).
public struct AlternatingMinimalEnergySolver: Hashable, Codable, Sendable {
  /// The error allowed, relative to the norm of the solution.
  public var tolerance = 1e-6
  /// The largest number of sweeps over all cores, in either direction.
  public var maximumSweeps = 20
  /// The largest rank of the solution, before its frames are enriched.
  public var maximumRank = 200
  /// The rank of the approximate residual, by which the ranks of the solution may grow per sweep.
  public var enrichmentRank = 4
  /// The order up to which a local system is solved by elimination.
  public var directOrder = 100

  /// Creates a solver for a relative tolerance of 10⁻⁶.
  public init() {}

  /// Creates a solver for a relative tolerance.
  public init(tolerance: Double) { self.tolerance = tolerance }

  /// Checks the parameters.
  ///
  /// - Throws: ``TensorTrainError/invalidParameter(name:value:remedy:)``.
  public func validate() throws(TensorTrainError) {
    guard tolerance > 0, tolerance < 1 else {
      throw .invalidParameter(
        name: "tolerance", value: tolerance, remedy: "give a number between 0 and 1, as 1e-6")
    }
    let counts = [
      ("maximumSweeps", maximumSweeps), ("maximumRank", maximumRank),
      ("enrichmentRank", enrichmentRank),
    ]
    for (name, count) in counts where count < 1 {
      throw .invalidParameter(name: name, value: Double(count), remedy: "give at least 1")
    }
  }

  /// Solves A x = b.
  ///
  /// - Parameters:
  ///   - operation: A.
  ///   - rightHandSide: b.
  ///   - guess: Where to begin, of any ranks.
  /// - Returns: The solution with what is known about its error.
  /// - Throws: ``TensorTrainError/sizeMismatch(mode:expected:found:)``,
  ///   ``TensorTrainError/notFinite(mode:)``, ``TensorTrainError/cancelled``,
  ///   ``TensorTrainError/numericalFailure(reason:)``. An iteration that ends above the tolerance
  ///   does not throw: look at ``TensorTrainSolution/hasConverged``.
  public func solve(
    _ operation: TensorTrainOperator, rightHandSide: TensorTrain, guess: TensorTrain
  ) throws(TensorTrainError) -> TensorTrainSolution {
    try validate()
    for (mode, size) in operation.sizes.enumerated() {
      for train in [rightHandSide, guess]
      where train.cores.count <= mode
        || train.cores[mode].size != size
      {
        throw .sizeMismatch(
          mode: mode, expected: size,
          found: train.cores.count <= mode ? 0 : train.cores[mode].size)
      }
    }
    var sweep = try AlternatingSweep(
      operation, rightHandSide: rightHandSide, guess: guess, parameters: self)
    var record = SweepRecord()
    repeat {
      if Task.isCancelled { throw .cancelled }
      record = try sweep.run()
      sweep.turnAround()
    } while sweep.count < maximumSweeps
      && (!record.isConverged(to: tolerance) || sweep.count < 2)
    return TensorTrainSolution(
      train: sweep.train, sweeps: sweep.count, largestChange: record.largestChange,
      localResidual: record.largestResidual, products: sweep.products,
      hasConverged: record.isConverged(to: tolerance))
  }
}

/// The solution of a linear system with what is known about its error.
public struct TensorTrainSolution: Hashable, Sendable {
  /// The solution x.
  public let train: TensorTrain
  /// The number of sweeps made.
  public let sweeps: Int
  /// The largest relative change of a core in the last sweep.
  public let largestChange: Double
  /// The largest relative residual of a local system in the last sweep, before it was solved.
  public let localResidual: Double
  /// The number of products with local systems.
  public let products: Int
  /// Whether the last sweep solved the systems of all cores and changed none by more than the
  /// tolerance.
  public let hasConverged: Bool
}

/// What happened in one sweep.
struct SweepRecord {
  var largestChange = 0.0
  var largestResidual = 0.0
  /// The number of local systems whose iteration ended above its bound.
  var unsolvedCores = 0

  /// Whether nothing changed, and not because iterations got stuck.
  func isConverged(to tolerance: Double) -> Bool {
    largestChange <= tolerance && unsolvedCores == 0
  }
}

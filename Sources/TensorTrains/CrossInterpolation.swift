internal import LinearAlgebra

/// Builds a tensor train from some elements of a tensor, chosen while it is built.
///
/// At each bond the elements on all combinations of the lists to its left, two free indices and the
/// lists to its right form a matrix; elimination with complete pivoting reveals its rank and selects
/// the rows and columns that become the new lists. Sweeps go forth and back until the ranks and the
/// train no longer change. The result equals the tensor at the selected elements.
///
/// A tensor whose large elements lie in islands that no single index connects needs a starting place
/// in each of them.
///
/// ## Reference
///
/// I. Oseledets and E. Tyrtyshnikov, "TT-cross approximation for multidimensional arrays", *Linear
/// Algebra and its Applications* 432 (2010) 70-88,
/// [doi:10.1016/j.laa.2009.07.024](https://doi.org/10.1016/j.laa.2009.07.024); with two free indices
/// and pivots by elimination, as in D. V. Savostyanov, *Linear Algebra and its Applications* 458
/// (2014) 217-244, [doi:10.1016/j.laa.2014.06.006](https://doi.org/10.1016/j.laa.2014.06.006).
public struct CrossInterpolation: Hashable, Codable, Sendable {
  /// The largest error of an element allowed, relative to the largest element or to ``scale``.
  public var tolerance = 1e-8
  /// The magnitude that the tolerance refers to when it exceeds the largest element: what the
  /// interpolant will be added to, for instance.
  public var scale = 0.0
  /// The largest rank.
  public var maximumRank = 100
  /// The largest number of pairs of sweeps, one in either direction.
  public var maximumSweeps = 10

  /// Creates an interpolation with a relative tolerance of 10⁻⁸.
  public init() {}

  /// Creates an interpolation with a relative tolerance.
  public init(tolerance: Double) { self.tolerance = tolerance }

  /// Interpolates a tensor.
  ///
  /// - Parameters:
  ///   - function: The tensor.
  ///   - places: Full index lists to begin with, near large elements; at least one.
  /// - Returns: The train with what is known about its error.
  /// - Throws: ``TensorTrainError/notFinite(mode:)`` when an element is not finite,
  ///   ``TensorTrainError/onlyZeros(evaluations:)``, ``TensorTrainError/cancelled``. An iteration
  ///   that ends above the tolerance does not throw: look at ``CrossInterpolant/hasConverged``.
  public func interpolate<Function: TensorFunction>(
    _ function: Function, startingAt places: [[Int]]
  ) throws(TensorTrainError) -> CrossInterpolant {
    guard tolerance > 0, tolerance < 1 else {
      throw .invalidParameter(
        name: "tolerance", value: tolerance, remedy: "give a number between 0 and 1, as 1e-8")
    }
    var sweep = CrossSweep(function, places: places, parameters: self)
    var result = CrossInterpolant(train: try sweep.forward(), change: .infinity)
    guard function.sizes.count > 1 else {
      result.change = 0
      return result.completed(sweep, tolerance: tolerance)
    }
    while result.sweeps < maximumSweeps {
      if Task.isCancelled { throw .cancelled }
      try sweep.backward()
      let next = try sweep.forward()
      let norm = try next.norm()
      result.change = norm > 0 ? try (next - result.train).norm() / norm : 0
      let ranksChanged = next.ranks != result.train.ranks
      result.train = next
      result.sweeps += 1
      if result.change <= 10 * tolerance && !ranksChanged { break }
    }
    return result.completed(sweep, tolerance: tolerance)
  }
}

/// An interpolated tensor with what is known about its error.
public struct CrossInterpolant: Hashable, Sendable {
  /// The interpolant.
  public internal(set) var train: TensorTrain
  /// The distance to the interpolant of the sweep before, relative to the norm.
  public internal(set) var change: Double
  /// The largest element that the last sweep left out, relative to the largest element met.
  public internal(set) var pivotError = 0.0
  /// The number of elements that were computed.
  public internal(set) var evaluations = 0
  /// The number of pairs of sweeps made.
  public internal(set) var sweeps = 0
  /// Whether the last sweep met the tolerance without being bounded by the rank.
  public internal(set) var hasConverged = false

  init(train: TensorTrain, change: Double) {
    self.train = train
    self.change = change
  }

  fileprivate func completed<Function>(
    _ sweep: CrossSweep<Function>, tolerance: Double
  ) -> CrossInterpolant {
    var result = self
    result.pivotError = sweep.pivotError
    result.evaluations = sweep.evaluations
    result.hasConverged = sweep.pivotError <= tolerance && change <= 100 * tolerance
    return result
  }
}

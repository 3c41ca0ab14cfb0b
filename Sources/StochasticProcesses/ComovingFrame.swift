public import Grids
internal import RealModule

/// A coordinate ξ = (x − m(t))/σ(t) in which a drifting and spreading density stays in place.
///
/// m and σ² are the mean and the variance of the diffusion with drift α + β x and coefficient D:
///
/// ```
/// m′ = α(t) + β(t) m,   (σ²)′ = 2 β(t) σ² + 2 D(t)
/// ```
///
/// A solver that works in ξ spends its cells where the density is, and meets only the part of the
/// drift that the frame does not follow, so that none of its numerical diffusion comes from the
/// rest.
public struct ComovingFrame: Hashable, Sendable {
  private let mean: LinearFlow
  private let variance: LinearFlow
  private let diffusion: PiecewiseLinear

  /// The place, the size and the motion of the frame at one time.
  public struct State: Hashable, Sendable {
    /// The point m whose coordinate is 0.
    public var shift: Double
    /// The length σ whose coordinate is 1; positive.
    public var scale: Double
    /// m′, the velocity of coordinate 0.
    public var shiftVelocity: Double
    /// β + D/σ², the rate σ′/σ at which lengths grow.
    public var stretching: Double
    /// D/σ², the part of the stretching that comes from diffusion.
    public var spreading: Double
  }

  /// Creates the frame that starts at `startTime` with the given mean and standard deviation.
  ///
  /// - Parameters:
  ///   - intercept: α(t), the drift at x = 0.
  ///   - slope: β(t), the slope of the drift.
  ///   - diffusion: D(t) ≥ 0.
  ///   - startTime: When the frame starts.
  ///   - mean: m at the start.
  ///   - standardDeviation: σ at the start; positive.
  /// - Throws: ``GridError`` when a series cannot be doubled without overflow.
  public init(
    intercept: PiecewiseLinear, slope: PiecewiseLinear, diffusion: PiecewiseLinear,
    startTime: Double, mean: Double, standardDeviation: Double
  ) throws(GridError) {
    precondition(standardDeviation > 0, "the scale of a frame must be positive")
    self.mean = LinearFlow(source: intercept, rate: slope, startTime: startTime, value: mean)
    variance = LinearFlow(
      source: try diffusion.scaled(by: 2), rate: try slope.scaled(by: 2), startTime: startTime,
      value: standardDeviation * standardDeviation)
    self.diffusion = diffusion
  }

  /// The time at which the frame starts.
  public var startTime: Double { mean.startTime }

  /// The frame at a time not before its start.
  public func state(at time: Double) -> State {
    let (shift, scale) = (mean(time), scale(at: time))
    let (slope, spreading) = (mean.rate(time), diffusion(time) / (scale * scale))
    return State(
      shift: shift, scale: scale, shiftVelocity: mean.source(time) + slope * shift,
      stretching: slope + spreading, spreading: spreading)
  }

  /// The scale σ at a time, without the work for the rest.
  public func scale(at time: Double) -> Double { variance(time).squareRoot() }
}

public import Grids
public import RealModule
public import StochasticProcesses

/// What closures 1a and 1b leave in their co-moving frame, which follows mean and variance: the
/// Ornstein-Uhlenbeck process with drift −d(s) ξ and coefficient d(s) = D(s)/σ(s)², whose
/// stationary law is the standard normal one.
public struct AffineReduction: DiffusionProcess {
  /// The frame whose mean and variance are those of the closure.
  public let frame: ComovingFrame
  /// The diffusion coefficient D(s) of the weights.
  public let weightDiffusion: PiecewiseLinear

  /// The drift −d(s) ξ.
  public func drift(at x: Double, time t: Double) -> Double { -diffusion(at: x, time: t) * x }

  /// The coefficient d(s), the same everywhere.
  public func diffusion(at x: Double, time t: Double) -> Double {
    let scale = frame.scale(at: t)
    return weightDiffusion(t) / (scale * scale)
  }

  /// Evaluates both coefficients; the scale is computed once.
  public func evaluate(
    at points: Span<Double>, time t: Double, drift: inout MutableSpan<Double>,
    diffusion: inout MutableSpan<Double>
  ) {
    let coefficient = self.diffusion(at: 0, time: t)
    for index in points.indices { drift[index] = -coefficient * points[index] }
    diffusion.update(repeating: coefficient)
  }
}

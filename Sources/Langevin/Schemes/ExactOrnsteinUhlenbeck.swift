public import RandomStreams
public import RealModule
public import StochasticProcesses

/// The exponential scheme that is exact for an Ornstein-Uhlenbeck process of the given rate θ.
///
/// ```
/// X′ = X + a (1 − e^{−θh})/θ + √(D (1 − e^{−2θh})/θ) z
/// ```
///
/// For a = −θ (X − μ) and a constant D every step has the exact law, whatever its size; for other
/// drifts with a stiff linear part it is of weak and strong order 1 without a limit on the step from
/// that part. One evaluation per step.
public struct ExactOrnsteinUhlenbeck: LangevinScheme {
  /// The rate θ, in units of 1/time.
  public let rate: Double

  /// Means converge with the first power of the step when the drift is not linear.
  public static var weakOrder: Double { 1 }
  /// Paths converge with the first power of the step.
  public static var strongOrder: Double { 1 }
  /// The orders hold when D does not depend on the state.
  public static var needsAdditiveNoise: Bool { true }
  /// One normal number per step.
  public static var noise: StepNoise { .increment }

  /// Creates the scheme.
  ///
  /// - Parameter rate: The rate θ, in units of 1/time.
  /// - Throws: ``LangevinError/invalidParameter(_:value:remedy:)`` when it is not positive.
  public init(rate: Double) throws(LangevinError) {
    guard rate > 0, rate.isFinite else {
      throw .invalidParameter("rate", value: rate, remedy: "use a positive rate")
    }
    self.rate = rate
  }

  /// Advances the block by one step.
  @inlinable
  public func advance<Process: DiffusionProcess>(
    _ block: inout ParticleBlock<Process.Scalar>, _ process: Process, from t: Process.Scalar,
    by h: Process.Scalar
  ) where Process.Scalar: NormalScalar {
    block.evaluate(process, at: t)
    let theta = Process.Scalar(rate)
    let decay = -Process.Scalar.expMinusOne(-theta * h)
    let spread = -Process.Scalar.expMinusOne(-2 * theta * h)
    block.scaleNoise(by: spread / theta)
    let factor = decay / theta
    let (x, drift, kick) = (block.position, block.drift, block.kick)
    for path in 0..<block.count { x[path] += drift[path] * factor + kick[path] }
  }
}

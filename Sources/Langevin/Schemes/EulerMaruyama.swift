public import RandomStreams
public import StochasticProcesses

/// The scheme of Euler and Maruyama: X′ = X + a h + √(2 D h) z.
///
/// Weak order 1; strong order ½, and 1 when D is constant. One evaluation per step.
///
/// ## Reference
///
/// P. E. Kloeden and E. Platen, *Numerical Solution of Stochastic Differential Equations*
/// (Springer, 1992), section 10.2.
public struct EulerMaruyama: LangevinScheme {
  /// Means converge with the first power of the step.
  public static var weakOrder: Double { 1 }
  /// Paths converge with the square root of the step.
  public static var strongOrder: Double { 0.5 }
  /// The orders hold for any noise.
  public static var needsAdditiveNoise: Bool { false }
  /// One normal number per step.
  public static var noise: StepNoise { .increment }

  /// Creates the scheme.
  public init() {}

  /// Advances the block by one step.
  @inlinable
  @inline(__always)
  public func advance<Process: DiffusionProcess>(
    _ block: inout ParticleBlock<Process.Scalar>, _ process: Process, from t: Process.Scalar,
    by h: Process.Scalar
  ) where Process.Scalar: NormalScalar {
    block.evaluate(process, at: t)
    block.advance(by: h, noiseFactor: 2 * h)
  }
}

public import RandomStreams
public import StochasticProcesses

/// The tamed scheme of Euler: X′ = X + a h/(1 + h |a|) + √(2 D h) z.
///
/// A step of the drift never exceeds 1, so that moments stay finite for drifts like x − x³, where
/// Euler and Maruyama's scheme diverges from far away at any step. Strong order ½, and 1 when D is
/// constant; weak order 1. One evaluation per step.
///
/// ## Reference
///
/// M. Hutzenthaler, A. Jentzen and P. E. Kloeden, "Strong convergence of an explicit numerical
/// method for SDEs with nonglobally Lipschitz continuous coefficients", *Annals of Applied
/// Probability* 22 (2012) 1611-1641, [doi:10.1214/11-AAP803](https://doi.org/10.1214/11-AAP803).
public struct TamedEuler: LangevinScheme {
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
  public func advance<Process: DiffusionProcess>(
    _ block: inout ParticleBlock<Process.Scalar>, _ process: Process, from t: Process.Scalar,
    by h: Process.Scalar
  ) where Process.Scalar: NormalScalar {
    block.evaluate(process, at: t)
    block.scaleNoise(by: 2 * h)
    let (x, drift, kick) = (block.position, block.drift, block.kick)
    for path in 0..<block.count {
      let step = drift[path] * h
      x[path] += step / (1 + step.magnitude) + kick[path]
    }
  }
}

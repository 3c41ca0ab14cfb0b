public import RandomStreams
public import StochasticProcesses

/// The scheme of Leimkuhler and Matthews: X′ = X + a h + √(2 D h) (z + z₊)/2, z₊ that of the next
/// step.
///
/// For a constant D and a drift −U′ the stationary density has an error of order h², where Euler and
/// Maruyama's has one of order h, at the same cost: one evaluation per step. A stationary normal law
/// comes out exact. At finite times it has weak order 1 and converges path by path with order ½.
///
/// ## Reference
///
/// B. Leimkuhler and C. Matthews, "Rational construction of stochastic numerical methods for
/// molecular sampling", arXiv:1203.5428 (2012).
public struct LeimkuhlerMatthews: LangevinScheme {
  /// Means at finite times converge with the first power of the step, stationary ones with the
  /// second.
  public static var weakOrder: Double { 1 }
  /// Paths converge with the square root of the step.
  public static var strongOrder: Double { 0.5 }
  /// The orders hold when D does not depend on the state.
  public static var needsAdditiveNoise: Bool { true }
  /// The number of this step and of the next.
  public static var noise: StepNoise { .incrementAndNext }

  /// Creates the scheme.
  public init() {}

  /// Advances the block by one step.
  @inlinable
  public func advance<Process: DiffusionProcess>(
    _ block: inout ParticleBlock<Process.Scalar>, _ process: Process, from t: Process.Scalar,
    by h: Process.Scalar
  ) where Process.Scalar: NormalScalar {
    block.evaluate(process, at: t)
    block.scaleNoise(by: h / 2)
    block.scale(block.secondNoise, variances: block.diffusion, by: h / 2, into: block.secondKick)
    let (x, drift) = (block.position, block.drift)
    let (kick, next) = (block.kick, block.secondKick)
    for path in 0..<block.count { x[path] += drift[path] * h + (kick[path] + next[path]) }
  }
}

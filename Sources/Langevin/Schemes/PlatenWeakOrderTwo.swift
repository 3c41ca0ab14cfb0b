public import RandomStreams
public import StochasticProcesses

/// The explicit scheme of weak order 2 of Platen.
///
/// With b = √(2 D), ΔW = √h z and X± = X + a h ± b √h
///
/// ```
/// X′ = X + (a(X + a h + b ΔW) + a) h/2 + (b(X₊) + b(X₋) + 2 b) ΔW/4
///        + (b(X₊) − b(X₋)) (ΔW² − h)/(4 √h)
/// ```
///
/// Weak order 2 for any noise, strong order 1. Four evaluations per step.
///
/// ## Reference
///
/// P. E. Kloeden and E. Platen, *Numerical Solution of Stochastic Differential Equations*
/// (Springer, 1992), section 15.1.
public struct PlatenWeakOrderTwo: LangevinScheme {
  /// Means converge with the second power of the step.
  public static var weakOrder: Double { 2 }
  /// Paths converge with the first power of the step.
  public static var strongOrder: Double { 1 }
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
    let (x, stage, noise) = (block.position, block.stage, block.noise)
    let (drift, diffusion) = (block.drift, block.diffusion)
    let (stageDrift, stageDiffusion) = (block.stageDrift, block.stageDiffusion)
    let (amplitude, upper) = (block.kick, block.secondKick)
    for path in 0..<block.count {
      let root = (2 * diffusion[path] * h).squareRoot()
      amplitude[path] = root
      stage[path] = x[path] + drift[path] * h + root
    }
    block.evaluateStage(process, at: t + h)
    for path in 0..<block.count {
      upper[path] = (2 * stageDiffusion[path] * h).squareRoot()
      stage[path] = x[path] + drift[path] * h - amplitude[path]
    }
    block.evaluateStage(process, at: t + h)
    for path in 0..<block.count {
      let lower = (2 * stageDiffusion[path] * h).squareRoot()
      let (z, root) = (noise[path], amplitude[path])
      let random = (upper[path] + lower + 2 * root) * z + (upper[path] - lower) * (z * z - 1)
      stage[path] = x[path] + drift[path] * h + root * z
      x[path] += random / 4
    }
    block.evaluateStage(process, at: t + h)
    for path in 0..<block.count { x[path] += (drift[path] + stageDrift[path]) * h / 2 }
  }
}

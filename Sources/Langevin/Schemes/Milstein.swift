public import RandomStreams
public import StochasticProcesses

/// The scheme of Milstein without derivatives.
///
/// With b = √(2 D) and ΔW = √h z
///
/// ```
/// X′ = X + a h + b ΔW + (b(X + a h + b √h) − b(X)) (ΔW² − h)/(2 √h)
/// ```
///
/// Strong and weak order 1 for any noise. Two evaluations per step.
///
/// ## Reference
///
/// P. E. Kloeden and E. Platen, *Numerical Solution of Stochastic Differential Equations*
/// (Springer, 1992), section 11.1.
public struct Milstein: LangevinScheme {
  /// Means converge with the first power of the step.
  public static var weakOrder: Double { 1 }
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
    let (drift, diffusion, stageDiffusion) = (block.drift, block.diffusion, block.stageDiffusion)
    for path in 0..<block.count {
      stage[path] = x[path] + drift[path] * h + (2 * diffusion[path] * h).squareRoot()
    }
    block.evaluateStage(process, at: t)
    for path in 0..<block.count {
      // Amplitudes of the noise over the whole step.
      let amplitude = (2 * diffusion[path] * h).squareRoot()
      let change = (2 * stageDiffusion[path] * h).squareRoot() - amplitude
      let z = noise[path]
      x[path] += drift[path] * h + amplitude * z + change * (z * z - 1) / 2
    }
  }
}

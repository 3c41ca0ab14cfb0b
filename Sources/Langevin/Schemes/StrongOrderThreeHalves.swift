public import RandomStreams
public import StochasticProcesses

/// The scheme SRA1 of Rößler for additive noise.
///
/// With b(t) = √(2 D(t)) and I = ∫ W dt = ½ h (ΔW + √h y/√3) over the step
///
/// ```
/// Y = X + ¾ a h + (3/2) b(t + h) I/h
/// X′ = X + (a(X, t) + 2 a(Y, t + ¾ h)) h/3 + b(t + h) ΔW + (b(t) − b(t + h)) I/h
/// ```
///
/// Strong order 3/2 and weak order 2 when D does not depend on the state. Three evaluations per step.
///
/// ## Reference
///
/// A. Rößler, "Runge-Kutta methods for the strong approximation of solutions of stochastic
/// differential equations", *SIAM Journal on Numerical Analysis* 48 (2010) 922-952,
/// [doi:10.1137/09076636X](https://doi.org/10.1137/09076636X).
public struct StrongOrderThreeHalves: LangevinScheme {
  /// Means converge with the second power of the step.
  public static var weakOrder: Double { 2 }
  /// Paths converge with the power 3/2 of the step.
  public static var strongOrder: Double { 1.5 }
  /// The orders hold when D does not depend on the state.
  public static var needsAdditiveNoise: Bool { true }
  /// An increment and its integral.
  public static var noise: StepNoise { .incrementAndIntegral }

  /// Creates the scheme.
  public init() {}

  /// Advances the block by one step.
  @inlinable
  public func advance<Process: DiffusionProcess>(
    _ block: inout ParticleBlock<Process.Scalar>, _ process: Process, from t: Process.Scalar,
    by h: Process.Scalar
  ) where Process.Scalar: NormalScalar {
    block.evaluate(process, at: t)
    let (x, stage) = (block.position, block.stage)
    let (noise, second) = (block.noise, block.secondNoise)
    let (drift, diffusion) = (block.drift, block.diffusion)
    let (stageDrift, stageDiffusion) = (block.stageDrift, block.stageDiffusion)
    let (integral, result) = (block.kick, block.secondKick)
    let third = 1 / Process.Scalar(3).squareRoot()
    for path in 0..<block.count { stage[path] = x[path] }
    block.evaluateStage(process, at: t + h)
    for path in 0..<block.count {
      // Amplitudes of the noise over the whole step.
      let (first, last) = (
        (2 * diffusion[path] * h).squareRoot(), (2 * stageDiffusion[path] * h).squareRoot()
      )
      integral[path] = (noise[path] + second[path] * third) / 2
      result[path] = x[path] + last * noise[path] + (first - last) * integral[path]
      stage[path] = x[path] + 3 * drift[path] * h / 4 + 3 * last * integral[path] / 2
    }
    block.evaluateStage(process, at: t + 3 * h / 4)
    for path in 0..<block.count {
      x[path] = result[path] + (drift[path] + 2 * stageDrift[path]) * h / 3
    }
  }
}

public import RandomStreams
public import StochasticProcesses

/// The stochastic scheme of Heun for the Stratonovich equation dX = a dt + √(2 D) ∘ dW.
///
/// ```
/// Y = X + a h + b ΔW,   X′ = X + (a(X) + a(Y)) h/2 + (b(X) + b(Y)) ΔW/2
/// ```
///
/// It reads the process's coefficients in the sense of Stratonovich, which is Itô's with the drift
/// a + D′/2; for a D that does not depend on the state the two agree. Strong and weak order 1 (weak
/// order 2 when D is constant). Two evaluations per step.
///
/// ## Reference
///
/// W. Rümelin, "Numerical treatment of stochastic differential equations", *SIAM Journal on
/// Numerical Analysis* 19 (1982) 604-613, [doi:10.1137/0719041](https://doi.org/10.1137/0719041).
public struct StochasticHeun: LangevinScheme {
  /// Means converge with the first power of the step.
  public static var weakOrder: Double { 1 }
  /// Paths converge with the first power of the step.
  public static var strongOrder: Double { 1 }
  /// The orders hold for any noise, in the sense of Stratonovich.
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
    let (x, stage, kick) = (block.position, block.stage, block.kick)
    let (drift, stageDrift, stageKick) = (block.drift, block.stageDrift, block.secondKick)
    for path in 0..<block.count { stage[path] = x[path] + drift[path] * h + kick[path] }
    block.evaluateStage(process, at: t + h)
    block.scaleNoiseAtStage(by: 2 * h)
    for path in 0..<block.count {
      x[path] += ((drift[path] + stageDrift[path]) * h + (kick[path] + stageKick[path])) / 2
    }
  }
}

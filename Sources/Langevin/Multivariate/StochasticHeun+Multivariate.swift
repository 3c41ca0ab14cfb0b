public import RandomStreams
public import StochasticProcesses

extension StochasticHeun: MultivariateLangevinScheme {
  /// One normal number per variable and step.
  public static var multivariateNoise: StepNoise { .increment }

  /// Advances the block by one step of the Stratonovich equation dX = a dt + B ∘ dW.
  ///
  /// ```
  /// Y = X + a h + B ΔW,   X′ = X + (a(X) + a(Y)) h/2 + (B(X) + B(Y)) ΔW/2
  /// ```
  ///
  /// With several variables the Stratonovich equation depends on B and not on D alone: here B is the
  /// lower triangular factor. Strong order 1 when the noise commutes, ½ otherwise; weak order 1, and
  /// 2 when D is constant.
  @inlinable
  public func advance<Process: MultivariateDiffusionProcess>(
    _ block: inout MultivariateBlock<Process.Scalar>, _ process: Process, from t: Process.Scalar,
    by h: Process.Scalar
  ) where Process.Scalar: NormalScalar {
    block.evaluate(process, at: t)
    let root = h.squareRoot()
    block.move(block.stage, from: block.position, along: block.drift, scale: h)
    block.addNoise(block.noise, scale: root, to: block.stage)
    block.evaluateStage(process, at: t + h, factorizing: true)
    block.move(block.position, from: block.position, along: block.drift, scale: h / 2)
    block.move(block.position, from: block.position, along: block.stageDrift, scale: h / 2)
    block.addNoise(block.noise, scale: root / 2, to: block.position)
    block.addStageNoise(block.noise, scale: root / 2, to: block.position)
  }
}

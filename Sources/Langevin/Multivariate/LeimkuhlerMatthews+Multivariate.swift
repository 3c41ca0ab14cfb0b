public import RandomStreams
public import StochasticProcesses

extension LeimkuhlerMatthews: MultivariateLangevinScheme {
  /// The number of this step and of the next for each variable.
  public static var multivariateNoise: StepNoise { .incrementAndNext }

  /// Advances the block by one step: X′ = X + a h + √h B (z + z₊)/2.
  @inlinable
  public func advance<Process: MultivariateDiffusionProcess>(
    _ block: inout MultivariateBlock<Process.Scalar>, _ process: Process, from t: Process.Scalar,
    by h: Process.Scalar
  ) where Process.Scalar: NormalScalar {
    block.evaluate(process, at: t)
    block.move(block.position, from: block.position, along: block.drift, scale: h)
    let half = h.squareRoot() / 2
    block.addNoise(block.noise, scale: half, to: block.position)
    block.addNoise(block.secondNoise, scale: half, to: block.position)
  }
}

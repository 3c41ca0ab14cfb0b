public import RandomStreams
public import StochasticProcesses

extension EulerMaruyama: MultivariateLangevinScheme {
  /// One normal number per variable and step.
  public static var multivariateNoise: StepNoise { .increment }

  /// Advances the block by one step: X′ = X + a h + √h B z.
  @inlinable
  public func advance<Process: MultivariateDiffusionProcess>(
    _ block: inout MultivariateBlock<Process.Scalar>, _ process: Process, from t: Process.Scalar,
    by h: Process.Scalar
  ) where Process.Scalar: NormalScalar {
    block.evaluate(process, at: t)
    block.move(block.position, from: block.position, along: block.drift, scale: h)
    block.addNoise(block.noise, scale: h.squareRoot(), to: block.position)
  }
}

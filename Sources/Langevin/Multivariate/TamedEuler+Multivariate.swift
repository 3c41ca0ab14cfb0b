public import RandomStreams
public import StochasticProcesses

extension TamedEuler: MultivariateLangevinScheme {
  /// One normal number per variable and step.
  public static var multivariateNoise: StepNoise { .increment }

  /// Advances the block by one step: X′ = X + a h/(1 + h |a|) + √h B z with the length |a|.
  @inlinable
  public func advance<Process: MultivariateDiffusionProcess>(
    _ block: inout MultivariateBlock<Process.Scalar>, _ process: Process, from t: Process.Scalar,
    by h: Process.Scalar
  ) where Process.Scalar: NormalScalar {
    block.evaluate(process, at: t)
    let square = block.row(0, of: block.stage)
    for path in 0..<block.count { square[path] = 0 }
    for variable in 0..<block.dimension {
      let a = block.row(variable, of: block.drift)
      for path in 0..<block.count { square[path] += a[path] * a[path] }
    }
    for path in 0..<block.count { square[path] = h / (1 + h * square[path].squareRoot()) }
    for variable in 0..<block.dimension {
      let (x, a) = (block.row(variable, of: block.position), block.row(variable, of: block.drift))
      for path in 0..<block.count { x[path] += square[path] * a[path] }
    }
    block.addNoise(block.noise, scale: h.squareRoot(), to: block.position)
  }
}

public import RandomStreams
public import StochasticProcesses

extension StrongOrderThreeHalves: MultivariateLangevinScheme {
  /// An increment and its integral for each variable.
  public static var multivariateNoise: StepNoise { .incrementAndIntegral }

  /// Advances the block by one step of Rößler's SRA1 with the matrix B(t).
  @inlinable
  public func advance<Process: MultivariateDiffusionProcess>(
    _ block: inout MultivariateBlock<Process.Scalar>, _ process: Process, from t: Process.Scalar,
    by h: Process.Scalar
  ) where Process.Scalar: NormalScalar {
    block.evaluate(process, at: t)
    let x = block.position
    block.move(block.stage, from: x, along: block.drift, scale: 0)
    block.evaluateStage(process, at: t + h, factorizing: true)
    // I/h = ½ √h (z + y/√3).
    let half = h.squareRoot() / 2
    let third = half / Process.Scalar(3).squareRoot()
    block.move(block.stage, from: x, along: block.drift, scale: 3 * h / 4)
    block.addStageNoise(block.noise, scale: 3 * half / 2, to: block.stage)
    block.addStageNoise(block.secondNoise, scale: 3 * third / 2, to: block.stage)
    // b₁ ΔW + (b₀ − b₁) I/h.
    block.move(block.result, from: x, along: block.drift, scale: h / 3)
    block.addStageNoise(block.noise, scale: half, to: block.result)
    block.addStageNoise(block.secondNoise, scale: -third, to: block.result)
    block.addNoise(block.noise, scale: half, to: block.result)
    block.addNoise(block.secondNoise, scale: third, to: block.result)
    block.evaluateStage(process, at: t + 3 * h / 4)
    block.move(x, from: block.result, along: block.stageDrift, scale: 2 * h / 3)
  }
}

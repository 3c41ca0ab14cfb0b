public import RandomStreams
public import StochasticProcesses

/// The paths of one population, cut into blocks that keep their memory from step to step.
@usableFromInline
final class InteractingPopulation<Scalar: NormalScalar> {
  @usableFromInline var blocks: [PopulationBlock<Scalar>] = []

  @inlinable
  init(_ positions: [Double], firstPath: Int, noise: StepNoise, seed: UInt64, blockSize: Int) {
    let source = NormalSource(seed: seed, purpose: .brownianIncrements)
    for start in stride(from: 0, to: positions.count, by: blockSize) {
      let part = positions[start..<min(start + blockSize, positions.count)]
      blocks.append(
        PopulationBlock(part, firstPath: firstPath + start, noise: noise, source: source))
    }
  }

  /// Advances all blocks by one step.
  @inlinable
  func advance<Process: DiffusionProcess, Scheme: LangevinScheme>(
    _ process: Process, _ scheme: Scheme, from t: Double, by h: Double, step: Int
  ) throws(LangevinError) where Process.Scalar == Scalar {
    for block in blocks { try block.advance(process, scheme, from: t, by: h, step: step) }
  }

  /// Counts all positions at a requested time.
  @inlinable
  func record(into tally: inout EnsembleTally, time: Int) {
    for (number, block) in blocks.enumerated() {
      tally.record(
        block.paths.position.map { Double($0) }, isAlive: [], block: number, time: time)
    }
  }

  /// The mean and the variance of all positions, summed block by block.
  @inlinable
  func moments() -> PopulationMoments {
    var (count, sum) = (0.0, 0.0)
    for block in blocks {
      count += Double(block.paths.count)
      for x in block.paths.position { sum += Double(x) }
    }
    let mean = sum / count
    var square = 0.0
    for block in blocks {
      for x in block.paths.position { square += (Double(x) - mean) * (Double(x) - mean) }
    }
    return PopulationMoments(mean: mean, variance: square / count)
  }
}

/// A block of paths with its noise.
@usableFromInline
final class PopulationBlock<Scalar: NormalScalar> {
  @usableFromInline var paths: ParticleBlock<Scalar>
  @usableFromInline var feed: NoiseFeed<Scalar>
  @usableFromInline let firstPath: Int

  @inlinable
  init(
    _ positions: ArraySlice<Double>, firstPath: Int, noise: StepNoise, source: NormalSource
  ) {
    paths = ParticleBlock(count: positions.count)
    feed = NoiseFeed(
      source: source, firstPath: firstPath, count: positions.count, noise: noise,
      incrementsPerStep: 1)
    self.firstPath = firstPath
    for (path, position) in positions.enumerated() { paths.position[path] = Scalar(position) }
  }

  /// Advances the block by one step.
  @inlinable
  func advance<Process: DiffusionProcess, Scheme: LangevinScheme>(
    _ process: Process, _ scheme: Scheme, from t: Double, by h: Double, step: Int
  ) throws(LangevinError) where Process.Scalar == Scalar {
    feed.advance(&paths)
    scheme.advance(&paths, process, from: Scalar(t), by: Scalar(h))
    guard paths.isFinite else {
      throw .diverged(path: firstPath + paths.firstDivergedPath, step: step, time: t)
    }
  }
}

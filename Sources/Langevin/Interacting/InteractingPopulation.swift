public import RandomStreams
public import StochasticProcesses

/// The paths of one population, cut into blocks that keep their memory from step to step.
@usableFromInline
final class InteractingPopulation<Scalar: NormalScalar> {
  @usableFromInline var blocks: [PopulationBlock<Scalar>] = []
  @usableFromInline let count: Int

  @inlinable
  init(
    _ positions: [Double], firstPath: Int, in domain: ParticleDomain, noise: StepNoise,
    _ configuration: LangevinConfiguration, blockSize: Int
  ) {
    count = positions.count
    for start in stride(from: 0, to: positions.count, by: blockSize) {
      let part = positions[start..<min(start + blockSize, positions.count)]
      blocks.append(
        PopulationBlock(
          part, firstPath: firstPath + start, in: domain, noise: noise, configuration))
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
        block.paths.position.map { Double($0) }, isAlive: block.walls.isAlive, block: number,
        time: time)
    }
  }

  /// Keeps when the walls took paths out.
  @inlinable
  func recordExits(into tally: inout EnsembleTally) {
    for (number, block) in blocks.enumerated() {
      tally.record(exitTimes: block.walls.exitTimes, block: number)
    }
  }

  /// The average of a function over all paths, in which those that a wall has taken count zero.
  @inlinable
  func average(of function: StateFunction) -> Double {
    var sum = 0.0
    for block in blocks { sum += block.sum(of: function) }
    return sum / Double(count)
  }
}

/// A block of paths with its noise and its walls.
@usableFromInline
final class PopulationBlock<Scalar: NormalScalar> {
  @usableFromInline var paths: ParticleBlock<Scalar>
  @usableFromInline var feed: NoiseFeed<Scalar>
  @usableFromInline var walls: ParticleWalls<Scalar>
  @usableFromInline let firstPath: Int

  @inlinable
  init(
    _ positions: ArraySlice<Double>, firstPath: Int, in domain: ParticleDomain, noise: StepNoise,
    _ configuration: LangevinConfiguration
  ) {
    paths = ParticleBlock(count: positions.count)
    feed = NoiseFeed(
      source: NormalSource(seed: configuration.seed, purpose: .brownianIncrements),
      firstPath: firstPath, count: positions.count, noise: noise,
      incrementsPerStep: configuration.incrementsPerStep)
    walls = ParticleWalls(
      domain, seed: configuration.seed, firstPath: firstPath, count: positions.count)
    self.firstPath = firstPath
    for (path, position) in positions.enumerated() { paths.position[path] = Scalar(position) }
  }

  /// Advances the block by one step.
  @inlinable
  func advance<Process: DiffusionProcess, Scheme: LangevinScheme>(
    _ process: Process, _ scheme: Scheme, from t: Double, by h: Double, step: Int
  ) throws(LangevinError) where Process.Scalar == Scalar {
    if walls.isAbsorbing { paths.keepPositions() }
    feed.advance(&paths)
    scheme.advance(&paths, process, from: Scalar(t), by: Scalar(h))
    guard paths.isFinite else {
      throw .diverged(path: firstPath + paths.firstDivergedPath, step: step, time: t)
    }
    walls.apply(to: paths, step: step, from: t, size: Scalar(h))
  }

  /// The sum of a function over the paths that no wall has taken.
  @inlinable
  func sum(of function: StateFunction) -> Double {
    guard walls.isAbsorbing else {
      return function.sum(over: UnsafeBufferPointer(paths.position).span)
    }
    var sum = 0.0
    for path in 0..<paths.count where walls.isAlive[path] {
      sum += function(Double(paths.position[path]))
    }
    return sum
  }
}

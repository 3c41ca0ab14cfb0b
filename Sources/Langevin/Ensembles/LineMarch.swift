public import RandomStreams
public import StochasticProcesses

/// A block of paths of one variable with its process, its scheme, its noise and its walls.
@usableFromInline
struct LineMarch<Process: DiffusionProcess, Scheme: LangevinScheme>: ~Copyable, PathMarch
where Process.Scalar: NormalScalar {
  @usableFromInline let process: Process
  @usableFromInline let scheme: Scheme
  @usableFromInline let firstPath: Int
  @usableFromInline var block: ParticleBlock<Process.Scalar>
  @usableFromInline var walls: ParticleWalls<Process.Scalar>
  @usableFromInline var feed: NoiseFeed<Process.Scalar>

  /// A march of the block whose paths are those of a range of the state.
  @inlinable
  init(
    _ process: Process, _ scheme: Scheme, from state: EnsembleState, paths: Range<Int>,
    in domain: ParticleDomain, _ configuration: LangevinConfiguration
  ) {
    self.process = process
    self.scheme = scheme
    firstPath = paths.lowerBound
    block = ParticleBlock(count: paths.count)
    block.confineStages(to: domain)
    walls = ParticleWalls(
      [domain], seed: configuration.seed, firstPath: firstPath, count: paths.count,
      earlierExits: state.exitTimes.isEmpty ? [] : state.exitTimes[paths])
    feed = NoiseFeed(
      source: NormalSource(seed: configuration.seed, purpose: .brownianIncrements),
      firstPath: firstPath, count: paths.count, noise: Scheme.noise,
      incrementsPerStep: configuration.incrementsPerStep, firstStep: state.stepCount)
    for path in paths {
      block.position[path - firstPath] = Process.Scalar(state.positions[path])
    }
  }

  @inlinable
  var dimension: Int { 1 }

  @inlinable
  mutating func step(_ number: Int, from t: Double, by h: Double) throws(LangevinError) {
    if walls.isAbsorbing { block.keepPositions() }
    feed.advance(&block)
    let size = Process.Scalar(h)
    scheme.advance(&block, process, from: Process.Scalar(t), by: size)
    guard block.isFinite else {
      throw .diverged(path: firstPath + block.firstDivergedPath, step: number, time: t)
    }
    walls.apply(to: block, step: number, from: t, size: size)
  }

  @inlinable
  func coordinate(ofPath path: Int, variable: Int) -> Double { Double(block.position[path]) }

  @inlinable
  var positions: [Double] { block.position.map { Double($0) } }
}

public import RandomStreams
public import StochasticProcesses

/// A block of paths of several variables with its process, its scheme, its noise and its walls.
@usableFromInline
struct MultivariateMarch<
  Process: MultivariateDiffusionProcess, Scheme: MultivariateLangevinScheme
>: ~Copyable, PathMarch
where Process.Scalar: NormalScalar {
  @usableFromInline let process: Process
  @usableFromInline let scheme: Scheme
  @usableFromInline let firstPath: Int
  @usableFromInline var block: MultivariateBlock<Process.Scalar>
  @usableFromInline var walls: ParticleWalls<Process.Scalar>
  @usableFromInline var feed: NoiseFeed<Process.Scalar>

  /// A march of the block whose paths are those of a range of the state.
  @inlinable
  init(
    _ process: Process, _ scheme: Scheme, from state: EnsembleState, paths: Range<Int>,
    in domain: BoxDomain, _ configuration: LangevinConfiguration
  ) {
    self.process = process
    self.scheme = scheme
    firstPath = paths.lowerBound
    let dimension = process.dimension
    block = MultivariateBlock(
      dimension: dimension, count: paths.count, isHomogeneous: process.hasHomogeneousDiffusion,
      isAutonomous: process.isAutonomous)
    block.confineStages(to: domain)
    walls = ParticleWalls(
      domain.axes, seed: configuration.seed, firstPath: firstPath, count: paths.count,
      earlierExits: state.exitTimes.isEmpty ? [] : state.exitTimes[paths])
    feed = NoiseFeed(
      source: NormalSource(seed: configuration.seed, purpose: .brownianIncrements),
      firstPath: firstPath, count: paths.count, noise: Scheme.multivariateNoise,
      incrementsPerStep: configuration.incrementsPerStep, dimension: dimension,
      firstStep: state.stepCount)
    for variable in 0..<dimension {
      let row = block.row(variable, of: block.position)
      let start = variable * configuration.particleCount + firstPath
      for path in 0..<paths.count {
        row[path] = Process.Scalar(state.positions[start + path])
      }
    }
  }

  @inlinable
  var dimension: Int { block.dimension }

  @inlinable
  mutating func step(_ number: Int, from t: Double, by h: Double) throws(LangevinError) {
    if walls.isAbsorbing { block.keepPositions() }
    feed.advance()
    block.noise = feed.first
    block.secondNoise = feed.second
    let size = Process.Scalar(h)
    scheme.advance(&block, process, from: Process.Scalar(t), by: size)
    guard block.isFinite else {
      throw .diverged(path: firstPath + block.firstDivergedPath, step: number, time: t)
    }
    walls.apply(to: block.paths, step: number, from: t, size: size)
  }

  @inlinable
  func coordinate(ofPath path: Int, variable: Int) -> Double {
    Double(block.position[variable * block.count + path])
  }

  /// The coordinates, variable by variable.
  @inlinable
  var positions: [Double] { block.position.map { Double($0) } }
}

extension MultivariateBlock {
  /// What the walls work on.
  @inlinable
  var paths: PathBuffers<Scalar> {
    PathBuffers(
      dimension: dimension, count: count, position: position, previous: previous,
      diffusion: diffusion)
  }

  /// Keeps supporting positions between the walls of a domain.
  @inlinable
  mutating func confineStages(to domain: BoxDomain) {
    stageRanges = domain.axes.map { axis in
      axis.walledRange.map { Scalar($0.lowerBound)...Scalar($0.upperBound) }
    }
  }
}

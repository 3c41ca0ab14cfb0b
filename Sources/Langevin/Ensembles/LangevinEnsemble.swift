public import Grids
public import RandomStreams
public import StochasticProcesses

/// Independent paths of an Itô diffusion.
///
/// A path is a function of the seed and its index alone, whatever the number of threads: its
/// Brownian increments are the variates of the stream (seed, brownianIncrements, index).
///
/// ```swift
/// let ensemble = try LangevinEnsemble(configuration)
/// let start = try ensemble.initialPositions(from: density)
/// let evolution = try await ensemble.run(
///   process, from: start, recordingAt: [0.5, 1], on: axis, threads: 2)
/// ```
public struct LangevinEnsemble: Hashable, Sendable {
  /// The size, the step and the seed.
  public let configuration: LangevinConfiguration
  /// The number of paths that are advanced together.
  @usableFromInline static var blockSize: Int { 512 }

  /// Creates an ensemble.
  ///
  /// - Throws: ``LangevinError/invalidParameter(_:value:remedy:)``.
  public init(_ configuration: LangevinConfiguration = .init()) throws(LangevinError) {
    try configuration.validate()
    self.configuration = configuration
  }

  /// Integrates all paths with steps of at most the configured size.
  ///
  /// - Parameters:
  ///   - process: The drift and the diffusion coefficient.
  ///   - positions: The initial position of every particle.
  ///   - start: The time of the initial positions.
  ///   - times: The times to look at the ensemble, in ascending order.
  ///   - axis: The cells of the histograms.
  ///   - domain: Where particles may be.
  ///   - scheme: The scheme of one step.
  ///   - threads: How many tasks share the work; the result does not depend on it.
  /// - Returns: Histograms and moments with standard errors at each time.
  /// - Throws: ``LangevinError/diverged(path:step:time:)``, ``LangevinError/cancelled`` and the
  ///   errors of bad input.
  @inlinable
  public func run<Process: DiffusionProcess, Scheme: LangevinScheme>(
    _ process: Process, from positions: [Double], startingAt start: Double = 0,
    recordingAt times: [Double], on axis: Axis, in domain: ParticleDomain = .unbounded,
    scheme: Scheme = EulerMaruyama(), threads: Int = 1
  ) async throws(LangevinError) -> EnsembleEvolution where Process.Scalar: NormalScalar {
    let schedule = try TimeSchedule(
      from: start, recordingAt: times, maximumStep: configuration.stepSize)
    return try await run(
      process, from: positions, schedule: schedule, on: axis, in: domain, scheme: scheme,
      threads: threads)
  }

  /// Integrates all paths along a schedule of steps.
  ///
  /// - Parameters:
  ///   - process: The drift and the diffusion coefficient.
  ///   - positions: The initial position of every particle.
  ///   - schedule: The steps and the times to look at the ensemble.
  ///   - axis: The cells of the histograms.
  ///   - domain: Where particles may be.
  ///   - scheme: The scheme of one step.
  ///   - threads: How many tasks share the work; the result does not depend on it.
  /// - Returns: Histograms and moments with standard errors at each time.
  /// - Throws: ``LangevinError/diverged(path:step:time:)``, ``LangevinError/cancelled`` and the
  ///   errors of bad input.
  @inlinable
  public func run<Process: DiffusionProcess, Scheme: LangevinScheme>(
    _ process: Process, from positions: [Double], schedule: TimeSchedule, on axis: Axis,
    in domain: ParticleDomain = .unbounded, scheme: Scheme = EulerMaruyama(), threads: Int = 1
  ) async throws(LangevinError) -> EnsembleEvolution where Process.Scalar: NormalScalar {
    try check(positions, in: domain)
    let blockCount = (positions.count + Self.blockSize - 1) / Self.blockSize
    let workers = max(1, min(threads, blockCount))
    let tallies = await withTaskGroup { group in
      for worker in 0..<workers {
        group.addTask {
          Result { () throws(LangevinError) in
            try self.tally(
              of: stride(from: worker, to: blockCount, by: workers), process, from: positions,
              schedule: schedule, on: axis, in: domain, scheme: scheme)
          }
        }
      }
      var tallies: [Result<EnsembleTally, LangevinError>] = []
      for await tally in group { tallies.append(tally) }
      return tallies
    }
    return try evolution(of: tallies, schedule: schedule)
  }

  /// Advances some of the blocks through the whole schedule.
  @inlinable
  func tally<Process: DiffusionProcess, Scheme: LangevinScheme>(
    of blocks: StrideTo<Int>, _ process: Process, from positions: [Double],
    schedule: TimeSchedule, on axis: Axis, in domain: ParticleDomain, scheme: Scheme
  ) throws(LangevinError) -> EnsembleTally where Process.Scalar: NormalScalar {
    var tally = EnsembleTally(
      axis: axis, timeCount: schedule.times.count, keepsPositions: configuration.keepsPositions)
    for number in blocks {
      let first = number * Self.blockSize
      let count = min(Self.blockSize, positions.count - first)
      try advance(
        process, from: positions[first..<first + count], block: number, schedule: schedule,
        in: domain, scheme: scheme, into: &tally)
    }
    return tally
  }

  /// Advances one block through the whole schedule.
  @inlinable
  func advance<Process: DiffusionProcess, Scheme: LangevinScheme>(
    _ process: Process, from positions: ArraySlice<Double>, block number: Int,
    schedule: TimeSchedule, in domain: ParticleDomain, scheme: Scheme,
    into tally: inout EnsembleTally
  ) throws(LangevinError) where Process.Scalar: NormalScalar {
    typealias Scalar = Process.Scalar
    let first = positions.startIndex
    var block = ParticleBlock<Scalar>(count: positions.count)
    var walls = ParticleWalls<Scalar>(
      domain, seed: configuration.seed, firstPath: first, count: positions.count)
    var feed = NoiseFeed<Scalar>(
      source: NormalSource(seed: configuration.seed, purpose: .brownianIncrements),
      firstPath: first, count: positions.count, noise: Scheme.noise,
      incrementsPerStep: configuration.incrementsPerStep)
    for path in 0..<positions.count { block.position[path] = Scalar(positions[first + path]) }
    var step = 0
    for time in schedule.times.indices {
      for run in schedule.runs[time] {
        guard !Task.isCancelled else { throw .cancelled }
        let size = Scalar(run.size)
        for index in 0..<run.count {
          if walls.isAbsorbing { block.keepPositions() }
          feed.advance(&block)
          let t = run.start + Double(index) * run.size
          scheme.advance(&block, process, from: Scalar(t), by: size)
          guard block.isFinite else {
            throw .diverged(path: first + block.firstDivergedPath, step: step, time: t)
          }
          walls.apply(to: block, step: step, from: t, size: size)
          step += 1
        }
      }
      tally.record(
        block.position.map { Double($0) }, isAlive: walls.isAlive, block: number, time: time)
    }
    tally.record(exitTimes: walls.exitTimes, block: number)
  }
}

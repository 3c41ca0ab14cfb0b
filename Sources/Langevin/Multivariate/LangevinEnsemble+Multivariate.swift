public import Grids
public import RandomStreams
public import StochasticProcesses

extension LangevinEnsemble {
  /// Integrates paths of several variables with steps of at most the configured size.
  ///
  /// ```swift
  /// let evolution = try await ensemble.run(
  ///   rotor, from: EnsembleState(positions: start), recordingAt: [1, 2], on: axes,
  ///   joint: [VariableGroup(0, 1)], scheme: StrongOrderThreeHalves(), threads: 2)
  /// ```
  ///
  /// - Parameters:
  ///   - process: The drift and the diffusion matrix.
  ///   - state: Where the ensemble is; coordinates are stored variable by variable. That of a
  ///     requested time goes on with the same bits as if it had not stopped.
  ///   - times: The times to look at the ensemble, in ascending order.
  ///   - axes: The cells of each variable's histogram.
  ///   - groups: The groups of variables to make joint histograms of.
  ///   - domain: Where particles may be; nil means everywhere.
  ///   - scheme: The scheme of one step.
  ///   - threads: How many tasks share the work; the result does not depend on it.
  /// - Returns: Histograms and moments with standard errors at each time.
  /// - Throws: ``LangevinError/diverged(path:step:time:)``, ``LangevinError/cancelled`` and the
  ///   errors of bad input.
  @inlinable
  public func run<Process: MultivariateDiffusionProcess, Scheme: MultivariateLangevinScheme>(
    _ process: Process, from state: EnsembleState, recordingAt times: [Double], on axes: [Axis],
    joint groups: [VariableGroup] = [], in domain: BoxDomain? = nil,
    scheme: Scheme = EulerMaruyama(), threads: Int = 1
  ) async throws(LangevinError) -> MultivariateEvolution where Process.Scalar: NormalScalar {
    let schedule = try TimeSchedule(
      from: state.time, recordingAt: times, maximumStep: configuration.stepSize)
    return try await run(
      process, from: state, along: schedule, on: axes, joint: groups, in: domain, scheme: scheme,
      threads: threads)
  }

  /// Integrates paths of several variables along a schedule of steps.
  ///
  /// - Parameters:
  ///   - process: The drift and the diffusion matrix.
  ///   - state: Where the ensemble is at the start of the schedule.
  ///   - schedule: The steps and the times to look at the ensemble.
  ///   - axes: The cells of each variable's histogram.
  ///   - groups: The groups of variables to make joint histograms of.
  ///   - domain: Where particles may be; nil means everywhere.
  ///   - scheme: The scheme of one step.
  ///   - threads: How many tasks share the work; the result does not depend on it.
  /// - Returns: Histograms and moments with standard errors at each time.
  /// - Throws: ``LangevinError/diverged(path:step:time:)``, ``LangevinError/cancelled`` and the
  ///   errors of bad input.
  @inlinable
  public func run<Process: MultivariateDiffusionProcess, Scheme: MultivariateLangevinScheme>(
    _ process: Process, from state: EnsembleState, along schedule: TimeSchedule, on axes: [Axis],
    joint groups: [VariableGroup] = [], in domain: BoxDomain? = nil,
    scheme: Scheme = EulerMaruyama(), threads: Int = 1
  ) async throws(LangevinError) -> MultivariateEvolution where Process.Scalar: NormalScalar {
    let box = domain ?? .unbounded(dimension: process.dimension)
    try check(state, box, axes, groups, dimension: process.dimension)
    let blockSize = Self.blockSize(dimension: process.dimension)
    let tallies = await share(blockSize: blockSize, threads: threads) {
      blocks throws(LangevinError) in
      var tally = MultivariateTally(
        axes: axes, joint: groups, timeCount: schedule.times.count,
        keepsPositions: configuration.keepsPositions)
      for number in blocks {
        let paths = paths(ofBlock: number, blockSize: blockSize)
        var march = MultivariateMarch(
          process, scheme, from: state, paths: paths, in: box, configuration)
        try advance(
          &march, along: schedule, firstStep: state.stepCount, block: number, paths, into: &tally)
      }
      return tally
    }
    return try evolution(of: tallies, schedule, from: state, dimension: process.dimension)
  }

  /// Advances one block through the whole schedule.
  @inlinable
  func advance<Process: MultivariateDiffusionProcess, Scheme: MultivariateLangevinScheme>(
    _ march: inout MultivariateMarch<Process, Scheme>, along schedule: TimeSchedule,
    firstStep: Int, block number: Int, _ paths: Range<Int>, into tally: inout MultivariateTally
  ) throws(LangevinError) {
    var traces = BlockTraces(configuration, firstPath: paths.lowerBound, count: paths.count)
    try march.march(along: schedule, firstStep: firstStep, traces: &traces) { march, time in
      tally.record(march.positions, isAlive: march.walls.isAlive, block: number, time: time)
    }
    tally.record(
      exitTimes: march.walls.exitTimes, end: configuration.keepsState ? march.positions : [],
      traces: traces, block: number)
  }
}

extension LangevinEnsemble {
  /// The number of paths that are advanced together: their memory stays within the first caches.
  @usableFromInline
  static func blockSize(dimension: Int) -> Int {
    max(16, min(512, 2048 / MatrixTriangle.count(dimension: dimension)) / 16 * 16)
  }

  @usableFromInline
  func check(
    _ state: EnsembleState, _ domain: BoxDomain, _ axes: [Axis], _ groups: [VariableGroup],
    dimension: Int
  ) throws(LangevinError) {
    guard axes.count == dimension else {
      throw .wrongVariableCount("axes", expected: dimension, found: axes.count)
    }
    guard domain.axes.count == dimension else {
      throw .wrongVariableCount("domains", expected: dimension, found: domain.axes.count)
    }
    for group in groups { try group.validate(dimension: dimension) }
    try check(state, in: domain.axes)
  }

  /// Joins what the workers have counted.
  @usableFromInline
  func evolution(
    of tallies: [Result<MultivariateTally, LangevinError>], _ schedule: TimeSchedule,
    from state: EnsembleState, dimension: Int
  ) throws(LangevinError) -> MultivariateEvolution {
    let joined = try Self.joined(tallies) { $0.join($1) }
    var snapshots: [MultivariateSnapshot] = []
    for (index, time) in schedule.times.enumerated() {
      guard
        let snapshot = try? joined?.snapshot(
          at: time, index: index, particleCount: configuration.particleCount)
      else { continue }
      snapshots.append(snapshot)
    }
    let ends = joined?.ends ?? BlockEnds()
    return MultivariateEvolution(
      snapshots: snapshots, particleCount: configuration.particleCount,
      stepCount: schedule.stepCount, exitTimes: ends.exitTimes,
      finalState: finalState(ends, schedule, from: state, dimension: dimension),
      traces: traces(ends, schedule, dimension: dimension))
  }
}

public import Grids
public import RandomStreams
public import StochasticProcesses
internal import WorkSharing

extension LangevinEnsemble {
  /// Integrates all paths of a state along a schedule.
  @inlinable
  func run<Process: DiffusionProcess, Scheme: LangevinScheme>(
    _ process: Process, from state: EnsembleState, along schedule: TimeSchedule, on axis: Axis,
    in domain: ParticleDomain, scheme: Scheme, threads: Int
  ) async throws(LangevinError) -> EnsembleEvolution where Process.Scalar: NormalScalar {
    try check(state, in: [domain])
    let tallies = await share(blockSize: Self.blockSize, threads: threads) {
      blocks throws(LangevinError) in
      try self.tally(
        of: blocks, process, from: state, schedule: schedule, on: axis, in: domain, scheme: scheme)
    }
    return try evolution(of: tallies, schedule: schedule, from: state)
  }

  /// Advances some of the blocks through the whole schedule.
  @inlinable
  func tally<Process: DiffusionProcess, Scheme: LangevinScheme>(
    of blocks: Range<Int>, _ process: Process, from state: EnsembleState, schedule: TimeSchedule,
    on axis: Axis, in domain: ParticleDomain, scheme: Scheme
  ) throws(LangevinError) -> EnsembleTally where Process.Scalar: NormalScalar {
    var tally = EnsembleTally(
      axis: axis, timeCount: schedule.times.count, keepsPositions: configuration.keepsPositions)
    for number in blocks {
      let paths = self.paths(ofBlock: number, blockSize: Self.blockSize)
      var march = LineMarch(process, scheme, from: state, paths: paths, in: domain, configuration)
      var traces = BlockTraces(configuration, firstPath: paths.lowerBound, count: paths.count)
      try march.march(along: schedule, firstStep: state.stepCount, traces: &traces) {
        march, time in
        tally.record(march.positions, isAlive: march.walls.isAlive, block: number, time: time)
      }
      tally.record(exitTimes: march.walls.exitTimes, block: number)
      tally.record(
        end: configuration.keepsState ? march.positions : [], traces: traces, block: number)
    }
    return tally
  }
}

extension LangevinEnsemble {
  /// The paths of a block.
  @usableFromInline
  func paths(ofBlock number: Int, blockSize: Int) -> Range<Int> {
    number * blockSize..<min((number + 1) * blockSize, configuration.particleCount)
  }

  /// Shares the blocks among threads, in pieces of several blocks.
  ///
  /// Failures are results, so that one failure does not become the cancellation of another piece.
  @usableFromInline
  func share<Tally: Sendable>(
    blockSize: Int, threads: Int,
    _ work: @escaping @Sendable (Range<Int>) throws(LangevinError) -> Tally
  ) async -> [Result<Tally, LangevinError>] {
    let blockCount = (configuration.particleCount + blockSize - 1) / blockSize
    let pieces = min(blockCount, threads <= 1 ? 1 : 8 * threads)
    return await mapConcurrently(count: pieces, threads: threads) { piece in
      let blocks = piece * blockCount / pieces..<(piece + 1) * blockCount / pieces
      return Result { () throws(LangevinError) in try work(blocks) }
    }
  }
}

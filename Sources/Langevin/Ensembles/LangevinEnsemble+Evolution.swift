internal import Grids

extension LangevinEnsemble {
  @usableFromInline
  func check(_ positions: [Double], in domain: ParticleDomain) throws(LangevinError) {
    try check(EnsembleState(positions: positions), in: [domain])
  }

  /// Checks the domain of each variable, the shape of a state and every coordinate.
  @usableFromInline
  func check(_ state: EnsembleState, in domains: [ParticleDomain]) throws(LangevinError) {
    for domain in domains { try domain.validate() }
    let count = configuration.particleCount
    guard state.positions.count == count * domains.count else {
      throw .wrongPositionCount(expected: count * domains.count, found: state.positions.count)
    }
    guard state.exitTimes.isEmpty || state.exitTimes.count == count else {
      throw .wrongPositionCount(expected: count, found: state.exitTimes.count)
    }
    guard state.stepCount >= 0 else {
      throw .invalidParameter(
        "stepCount", value: Double(state.stepCount), remedy: "use 0 or more steps")
    }
    for (place, position) in state.positions.enumerated()
    where !domains[place / count].contains(position) {
      throw .badInitialPosition(path: place % count, position: position)
    }
  }

  /// Joins what the workers have counted.
  @usableFromInline
  func evolution(
    of tallies: [Result<EnsembleTally, LangevinError>], schedule: TimeSchedule,
    from state: EnsembleState = EnsembleState(positions: [])
  ) throws(LangevinError) -> EnsembleEvolution {
    let joined = try Self.joined(tallies) { $0.join($1) }
    var snapshots: [EnsembleSnapshot] = []
    for (index, time) in schedule.times.enumerated() {
      guard
        let snapshot = try? joined?.snapshot(
          at: time, index: index, particleCount: configuration.particleCount)
      else { continue }
      snapshots.append(snapshot)
    }
    let ends = joined?.ends ?? BlockEnds()
    return EnsembleEvolution(
      snapshots: snapshots, particleCount: configuration.particleCount,
      stepCount: schedule.stepCount, exitTimes: ends.exitTimes,
      finalState: finalState(ends, schedule, from: state, dimension: 1),
      traces: traces(ends, schedule, dimension: 1))
  }

  /// The state at the end of a schedule.
  func finalState(
    _ ends: BlockEnds, _ schedule: TimeSchedule, from state: EnsembleState, dimension: Int
  ) -> EnsembleState? {
    guard configuration.keepsState else { return nil }
    return EnsembleState(
      time: schedule.times.last ?? state.time,
      positions: ends.finalPositions(dimension: dimension),
      stepCount: state.stepCount + schedule.stepCount, exitTimes: ends.exitTimes)
  }

  /// The traced paths.
  func traces(_ ends: BlockEnds, _ schedule: TimeSchedule, dimension: Int) -> PathTraces {
    guard !configuration.tracedPaths.isEmpty else { return PathTraces() }
    return PathTraces(
      paths: configuration.tracedPaths,
      times: schedule.times(every: configuration.traceStride), dimension: dimension,
      positions: ends.tracedPositions)
  }

  /// Joins the workers' tallies, which come in the order of their paths.
  ///
  /// - Throws: Of several failures the one with the smallest path.
  static func joined<Tally>(
    _ tallies: [Result<Tally, LangevinError>], _ join: (inout Tally, Tally) -> Void
  ) throws(LangevinError) -> Tally? {
    var result: Tally?
    for tally in tallies {
      let next = try tally.get()
      if result == nil {
        result = next
      } else if var all = result.take() {
        join(&all, next)
        result = all
      }
    }
    return result
  }
}

internal import Grids

extension LangevinEnsemble {
  @usableFromInline
  func check(_ positions: [Double], in domain: ParticleDomain) throws(LangevinError) {
    try domain.validate()
    guard positions.count == configuration.particleCount else {
      throw .wrongPositionCount(expected: configuration.particleCount, found: positions.count)
    }
    for (path, position) in positions.enumerated() where !domain.contains(position) {
      throw .badInitialPosition(path: path, position: position)
    }
  }

  /// Joins what the workers have counted.
  ///
  /// Of several failures the one with the smallest path is thrown.
  @usableFromInline
  func evolution(
    of tallies: [Result<EnsembleTally, LangevinError>], schedule: TimeSchedule
  ) throws(LangevinError) -> EnsembleEvolution {
    var joined: EnsembleTally?
    var failure: LangevinError?
    for tally in tallies {
      switch tally {
      case .success(let tally):
        if joined == nil { joined = tally } else { joined?.join(tally) }
      case .failure(let error):
        failure = failure.map { Self.first($0, error) } ?? error
      }
    }
    if let failure { throw failure }
    var snapshots: [EnsembleSnapshot] = []
    for (index, time) in schedule.times.enumerated() {
      guard
        let snapshot = try? joined?.snapshot(
          at: time, index: index, particleCount: configuration.particleCount)
      else { continue }
      snapshots.append(snapshot)
    }
    return EnsembleEvolution(
      snapshots: snapshots, particleCount: configuration.particleCount,
      stepCount: schedule.stepCount, exitTimes: joined?.allExitTimes ?? [])
  }

  private static func first(_ one: LangevinError, _ other: LangevinError) -> LangevinError {
    guard case .diverged(let path, _, _) = one, case .diverged(let otherPath, _, _) = other else {
      return one
    }
    return path <= otherPath ? one : other
  }
}

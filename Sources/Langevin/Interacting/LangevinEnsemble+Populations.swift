internal import Grids
public import StochasticProcesses

extension LangevinEnsemble {
  /// Checks that there is one thing of a kind for every population.
  @usableFromInline
  func check<System: MeanFieldProcess>(
    count: Int, isFor system: System
  ) throws(LangevinError) {
    guard count == system.populationCount, count > 0 else {
      throw .wrongPopulationCount(expected: system.populationCount, found: count)
    }
  }

  /// Checks that a population has particles and that they are inside.
  @usableFromInline
  func checkPlaces(
    _ positions: [Double], in domain: ParticleDomain
  ) throws(LangevinError) {
    try domain.validate()
    guard !positions.isEmpty else { throw .wrongPositionCount(expected: 1, found: 0) }
    for (path, position) in positions.enumerated() where !domain.contains(position) {
      throw .badInitialPosition(path: path, position: position)
    }
  }

  /// The history that a tally has counted.
  @usableFromInline
  func evolution(
    of tally: EnsembleTally, schedule: TimeSchedule, particleCount: Int
  ) throws(LangevinError) -> EnsembleEvolution {
    var snapshots: [EnsembleSnapshot] = []
    for (index, time) in schedule.times.enumerated() {
      guard
        let snapshot = try? tally.snapshot(at: time, index: index, particleCount: particleCount)
      else { continue }
      snapshots.append(snapshot)
    }
    return EnsembleEvolution(
      snapshots: snapshots, particleCount: particleCount, stepCount: schedule.stepCount,
      exitTimes: tally.allExitTimes)
  }
}

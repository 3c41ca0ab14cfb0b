internal import Grids
internal import StochasticProcesses

extension RefinedGenerator {
  /// The numbers of cells of successive levels.
  func levels() throws(FokkerPlanckError) -> [Int] {
    guard tolerance > 0, tolerance < 1 else {
      throw .invalidParameter(
        name: "tolerance", value: tolerance, remedy: "give a number between 0 and 1, as 1e-6")
    }
    guard smallestCellCount >= 2, largestCellCount >= 4 * smallestCellCount else {
      throw .invalidParameter(
        name: "largestCellCount", value: Double(largestCellCount),
        remedy: "give at least four times smallestCellCount, which must be 2 or more")
    }
    var counts = [smallestCellCount]
    while 2 * counts[counts.count - 1] <= largestCellCount {
      counts.append(2 * counts[counts.count - 1])
    }
    return counts
  }

  /// The source of rates, with care for jumps where there are any.
  func assemblers() throws(FokkerPlanckError) -> AssemblerSource {
    var source = AssemblerSource(process, domain: domain, boundaries: boundaries)
    try source.lookForJumps(cellCount: 2 * smallestCellCount, time: time)
    return source
  }

  /// The generator on so many cells.
  func generator(
    _ source: AssemblerSource, cellCount: Int
  ) throws(FokkerPlanckError) -> DiscreteGenerator {
    if Task.isCancelled { throw .cancelled(time: time) }
    return try DiscreteGenerator(source.assembler(cellCount: cellCount), time: time)
  }

  /// The error when the tolerance was not reached.
  func shortfall(_ estimate: Double) -> FokkerPlanckError {
    .toleranceNotReached(
      estimate: estimate, tolerance: tolerance,
      remedy: "raise largestCellCount, narrow the domain or loosen the tolerance")
  }
}

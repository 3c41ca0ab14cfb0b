import FokkerPlanck
import Grids
import TypedProcesses

/// The stationary state of an equation in one variable.
struct StationaryAnalysis: Sendable {
  /// The density of mass 1 and its current.
  let state: StationaryState
  /// Production and exchange of entropy in it.
  let balance: EntropyBalance
  /// The L1 distance from the density on half as many cells, over 3.
  let error: Double

  init(_ equation: LineEquation, cells: Int) throws {
    guard equation.typed.isAutonomous else { throw CommandFailure.needsConstant("--stationary") }
    let count = max(4, cells + cells % 2)
    func generator(_ count: Int) throws -> DiscreteGenerator {
      try DiscreteGenerator(
        equation.process, axis: try equation.axis(cells: count), boundaries: equation.boundaries,
        time: equation.startTime)
    }
    let fine = try generator(count)
    state = try fine.stationaryState()
    balance = try fine.entropyBalance(of: state.density)
    let coarse = try generator(count / 2).stationaryState()
    error = state.density.coarsened.l1Distance(to: coarse.density) / 3
  }
}

extension CommandFailure {
  /// The failure of an analysis that has a meaning for constant coefficients only.
  static func needsConstant(_ option: String) -> CommandFailure {
    CommandFailure(
      .usage,
      "\(option) needs coefficients that do not depend on the time t; leave it out or give "
        + "the equation without t.")
  }
}

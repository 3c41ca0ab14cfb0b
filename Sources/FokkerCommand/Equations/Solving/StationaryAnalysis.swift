import FokkerPlanck
import Grids
import TypedProcesses

/// The stationary state of an equation in one variable.
struct StationaryAnalysis: Sendable {
  /// The density of mass 1, extrapolated in the spacing.
  let density: Density
  /// The probability current, positive upwards; zero between walls.
  let current: Double
  /// The entropy production, in nats per time.
  let production: Double
  /// The L1 distance of the extrapolated density from the one on the finer axis.
  let error: Double

  init(_ equation: LineEquation, cells: Int) throws {
    guard equation.typed.isAutonomous else { throw CommandFailure.needsConstant("--stationary") }
    func generator(_ cells: Int) throws -> DiscreteGenerator {
      try DiscreteGenerator(
        equation.process, axis: try equation.axis(cells: cells), boundaries: equation.boundaries,
        time: equation.startTime)
    }
    let (coarse, fineGenerator) = (
      try generator(cells).stationaryState(), try generator(2 * cells)
    )
    let fine = try fineGenerator.stationaryState()
    var density = fine.density.coarsened
    density.removeLeadingError(of: coarse.density)
    self.density = try density.normalized()
    error = self.density.l1Distance(to: fine.density.coarsened)
    current = fine.current + (fine.current - coarse.current) / 3
    production = try fineGenerator.entropyBalance(of: fine.density).production
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

import FokkerPlanck
import TypedProcesses

/// The slowest modes of relaxation of an equation in one variable.
struct SpectrumAnalysis: Sendable {
  /// The modes on the finer of two axes.
  let modes: [RelaxationMode]
  /// The decay rates, extrapolated in the spacing.
  let rates: [Double]
  /// The estimated errors of the rates.
  let errors: [Double]

  init(_ equation: LineEquation, count: Int, cells: Int) throws {
    guard equation.typed.isAutonomous else { throw CommandFailure.needsConstant("--spectrum") }
    func modes(_ cells: Int) throws -> [RelaxationMode] {
      try DiscreteGenerator(
        equation.process, axis: try equation.axis(cells: cells), boundaries: equation.boundaries,
        time: equation.startTime
      ).relaxationModes(count: count)
    }
    let levels = [try modes(cells), try modes(2 * cells), try modes(4 * cells)]
    self.modes = levels[2]
    var (rates, errors) = ([Double](), [Double]())
    for mode in 0..<count {
      let values = levels.map { $0[mode].rate }
      let (first, second) = (
        values[1] + (values[1] - values[0]) / 3, values[2] + (values[2] - values[1]) / 3
      )
      rates.append(max(0, second + (second - first) / 15))
      errors.append(abs(second - first) / 15 + 1e-13 * (levels[2].last?.rate ?? 0))
    }
    (self.rates, self.errors) = (rates, errors)
  }
}

import FokkerPlanck
import Grids
import StochasticProcesses
import TypedProcesses

/// What the generator of an equation in several variables tells without solving in time.
///
/// Everything is computed on two grids and extrapolated in the spacing.
struct BoxAnalyses: Sendable {
  private let equation: BoxEquation
  private let cells: Int

  /// Prepares analyses on a number of cells along each axis, 0 meaning a default, and twice as many.
  init(_ equation: BoxEquation, cells: Int) {
    self.equation = equation
    let usual = equation.variables.count == 2 ? 96 : (equation.variables.count == 3 ? 12 : 6)
    self.cells = cells > 0 ? cells : usual
  }

  private func generator(_ cells: Int, _ option: String) throws -> BoxDiscreteGenerator {
    guard equation.typed.isAutonomous else { throw CommandFailure.needsConstant(option) }
    return try BoxDiscreteGenerator(
      equation.process, axes: try equation.axes(cells: cells), boundaries: equation.boundaries,
      time: equation.startTime)
  }

  /// The stationary density with its current.
  func stationary() throws -> BoxStationary {
    let coarse = try generator(cells, "--stationary").stationaryDensity()
    let fine = try generator(2 * cells, "--stationary").stationaryDensity()
    var density = fine.coarsened
    for cell in density.values.indices {
      density.values[cell] += (density.values[cell] - coarse.values[cell]) / 3
    }
    let current = try ProbabilityCurrent(
      of: equation.process, in: fine, boundaries: equation.boundaries, at: equation.startTime)
    return BoxStationary(
      density: density, error: density.l1Distance(to: fine.coarsened),
      production: current.entropyBalance.production)
  }

  /// The slowest modes.
  func spectrum(count: Int) throws -> [BoxRate] {
    let levels = try [cells, 2 * cells].map {
      try generator($0, "--spectrum").relaxationModes(count: count)
    }
    return zip(levels[0], levels[1]).map { wide, fine in
      let change = (fine.rate - wide.rate) / 3
      let turn = (fine.frequency - wide.frequency) / 3
      return BoxRate(
        rate: fine.rate + change, frequency: fine.frequency + turn,
        error: (change * change + turn * turn).squareRoot())
    }
  }

  /// The time until an absorbing wall is reached, from the initial law.
  func firstPassage() throws -> BoxPassage {
    let moments = try [cells, 2 * cells].map { cells -> [Double] in
      let generator = try generator(cells, "--first-passage")
      let (start, _) = try equation.start(on: generator.axes)
      return try generator.exitMoments(count: 2).map { moment in
        zip(moment, start.values).reduce(0) { $0 + $1.0 * $1.1 } * start.cellVolume
      }
    }
    let best = zip(moments[0], moments[1]).map { $1 + ($1 - $0) / 3 }
    return BoxPassage(
      mean: best[0], meanError: abs(best[0] - moments[1][0]),
      deviation: max(0, best[1] - best[0] * best[0]).squareRoot())
  }
}

/// The stationary state of several variables.
struct BoxStationary: Sendable {
  let density: BoxDensity
  /// The L1 distance of the extrapolated density from the one on the finer grid.
  let error: Double
  /// The entropy production, in nats per time.
  let production: Double
}

/// The decay of a mode of several variables.
struct BoxRate: Codable, Sendable {
  var rate: Double
  /// The angular frequency; zero for a mode that does not turn.
  var frequency: Double
  var error: Double
}

/// When several variables first reach an absorbing wall.
struct BoxPassage: Codable, Sendable {
  var mean: Double
  var meanError: Double
  var deviation: Double
}

import Figures
import Langevin

/// What is printed about an ensemble of a typed process.
struct SimulationSummary: Codable, Sendable {
  /// The ensemble at one time.
  struct Moment: Codable, Sendable {
    var time: Double
    var survival: Double
    var mean: Double
    var meanError: Double
    var variance: Double
    var varianceError: Double
  }

  var equation: String
  var scheme: String
  var particles: Int
  var steps: Int
  var timeStep: Double
  var seed: UInt64
  /// The mean exit time of those that a wall has taken, and their number.
  var meanExitTime: Double?
  var exits: Int
  var moments: [Moment]
  var files: [String] = []

  init(
    _ equation: String, _ simulation: LineSimulation, _ settings: EquationSimulateConfiguration
  ) {
    let evolution = simulation.evolution
    self.equation = equation
    scheme = settings.scheme.rawValue
    particles = evolution.particleCount
    steps = evolution.stepCount
    timeStep = simulation.timeStep
    seed = settings.seed
    let taken = evolution.exitTimes.filter(\.isFinite)
    exits = taken.count
    meanExitTime = taken.isEmpty ? nil : taken.reduce(0, +) / Double(taken.count)
    moments = evolution.snapshots.map { snapshot in
      Moment(
        time: snapshot.time,
        survival: Double(snapshot.survivingCount) / Double(evolution.particleCount),
        mean: snapshot.mean, meanError: snapshot.meanStandardError, variance: snapshot.variance,
        varianceError: snapshot.varianceStandardError)
    }
  }
}

/// An ensemble of a typed process as a table of at most 80 columns.
struct SimulationReport {
  let summary: SimulationSummary

  var text: String {
    let rows = EquationReport.thinned(summary.moments).map { moment in
      [
        NumberText.significant(moment.time, digits: 6), NumberText.significant(moment.survival),
        NumberText.uncertain(moment.mean, moment.meanError),
        NumberText.uncertain(moment.variance, moment.varianceError),
      ]
    }
    let table = TextTable(
      header: ["time", "survival", "mean (± standard error)", "variance"], rows: rows)
    let parts = [
      wrapped(summary.equation, width: 80), table.text, quality,
      summary.files.map { "Written: \($0)" }.joined(separator: "\n"),
    ]
    return parts.filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  private var quality: String {
    var text =
      "\(summary.particles) particles by \(summary.scheme), \(summary.steps) steps of at most "
      + "\(NumberText.significant(summary.timeStep)), seed \(summary.seed)."
    if let mean = summary.meanExitTime {
      text +=
        " Walls took \(summary.exits) of them, after \(NumberText.significant(mean)) on average."
    }
    return wrapped(text, width: 80)
  }
}

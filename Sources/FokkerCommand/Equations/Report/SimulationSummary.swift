import Langevin
import LinearAlgebra
import StochasticProcesses
import TypedProcesses

/// What is printed about an ensemble of a typed process.
struct SimulationSummary: Codable, Sendable {
  /// The ensemble at one time.
  struct Moment: Codable, Sendable {
    var time: Double
    /// The variable, where there are several populations.
    var population: String?
    var survival: Double
    /// The mean and the variance with their errors; nil for several variables.
    var mean: Double?
    var meanError: Double?
    var variance: Double?
    var varianceError: Double?
  }

  /// The moments of several variables at the output times, with their standard errors.
  struct Box: Codable, Sendable {
    var variables: [String]
    var means: [[Double]]
    var meanErrors: [[Double]]
    var covariances: [[[Double]]]
    var covarianceErrors: [[[Double]]]
    /// The fractions that the walls of each variable have taken at last; nil without absorbing
    /// walls.
    var exitsBelow: [Double]?
    var exitsAbove: [Double]?
    /// Whether the joint histogram was left out for its size.
    var hasJointHistogram: Bool
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
  var box: Box?
  /// The averages of a mean-field equation at the last time, by their names.
  var averages: [String: Double]?
  var files: [String] = []

  init(
    _ equation: String, _ simulation: LineSimulation, _ settings: EquationSimulateConfiguration
  ) {
    let evolution = simulation.evolution
    self.init(
      equation, settings, steps: evolution.stepCount, timeStep: simulation.timeStep,
      exitTimes: evolution.exitTimes)
    moments = evolution.snapshots.map { Moment($0, $0.time, of: evolution.particleCount) }
  }

  init(
    _ equation: String, _ simulation: JointSimulation, _ settings: EquationSimulateConfiguration,
    variables: [String]
  ) {
    let evolution = simulation.evolution
    self.init(
      equation, settings, steps: evolution.stepCount, timeStep: simulation.timeStep,
      exitTimes: evolution.exitTimes)
    moments = evolution.snapshots.map { snapshot in
      Moment(
        time: snapshot.time,
        survival: Double(snapshot.survivingCount) / Double(evolution.particleCount))
    }
    box = Box(simulation, variables: variables)
  }

  init(
    _ equation: PopulationEquation, _ simulation: PopulationSimulation,
    _ settings: EquationSimulateConfiguration
  ) {
    let populations = simulation.evolution.populations
    self.init(
      equation.description, settings, steps: populations.first?.stepCount ?? 0,
      timeStep: simulation.timeStep, exitTimes: populations.flatMap(\.exitTimes))
    for (index, time) in equation.times.enumerated() {
      for (name, population) in zip(equation.variables, populations) {
        moments.append(
          Moment(population.snapshots[index], time, of: population.particleCount, name))
      }
    }
    let names = equation.system.averages.map(\.name)
    averages = simulation.evolution.fields.last.map { field in
      Dictionary(uniqueKeysWithValues: zip(names, field.values))
    }
  }

  private init(
    _ equation: String, _ settings: EquationSimulateConfiguration, steps: Int, timeStep: Double,
    exitTimes: [Double]
  ) {
    self.equation = equation
    scheme = settings.scheme.rawValue
    particles = settings.particles
    self.steps = steps
    self.timeStep = timeStep
    seed = settings.seed
    let taken = exitTimes.filter(\.isFinite)
    exits = taken.count
    meanExitTime = taken.isEmpty ? nil : taken.reduce(0, +) / Double(taken.count)
    moments = []
  }
}

extension SimulationSummary.Moment {
  fileprivate init(
    _ snapshot: EnsembleSnapshot, _ time: Double, of count: Int, _ population: String? = nil
  ) {
    self.init(
      time: time, population: population,
      survival: Double(snapshot.survivingCount) / Double(count), mean: snapshot.mean,
      meanError: snapshot.meanStandardError, variance: snapshot.variance,
      varianceError: snapshot.varianceStandardError)
  }
}

extension SimulationSummary.Box {
  init(_ simulation: JointSimulation, variables: [String]) {
    let (snapshots, order) = (simulation.evolution.snapshots, variables.count)
    func rows(_ element: (Int, Int) -> Double) -> [[Double]] {
      (0..<order).map { row in (0..<order).map { element(row, $0) } }
    }
    self.variables = variables
    means = snapshots.map(\.means)
    meanErrors = snapshots.map(\.meanStandardErrors)
    covariances = snapshots.map { snapshot in rows { snapshot.covariance[$0, $1] } }
    covarianceErrors = snapshots.map { snapshot in
      rows { snapshot.covarianceStandardErrors[$0, $1] }
    }
    exitsBelow = simulation.exits.last?.map(\.lower)
    exitsAbove = simulation.exits.last?.map(\.upper)
    hasJointHistogram = snapshots.allSatisfy { !$0.joint.isEmpty }
  }
}

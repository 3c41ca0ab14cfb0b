import FokkerPlanck
import Grids
import LinearAlgebra

/// What is printed about a typed equation, for people and for programs.
struct EquationSummary: Codable, Sendable {
  /// The density at one time in numbers.
  struct Moment: Codable, Sendable {
    var time: Double
    var mass: Double
    /// The mean and the variance; nil for several variables.
    var mean: Double?
    var variance: Double?
    var entropy: Double
    /// The estimated L1 error; nil when there is none.
    var error: Double?
  }

  /// How the densities were obtained.
  struct Solution: Codable, Sendable {
    var method: String
    var cells: Int
    var acceptedSteps: Int
    var rejectedSteps: Int
    /// In units of the largest density for a tensor train; nil where it cannot be negative.
    var smallestDensity: Double?
    var largestMassError: Double?
    var largestError: Double?
    var initialMassOutside: Double
    /// Why the tolerance was not reached; nil when it was or was not the aim.
    var shortfall: String?
    var moments: [Moment]
  }

  /// The moments of several variables at the output times.
  struct Box: Codable, Sendable {
    var variables: [String]
    var means: [[Double]]
    var covariances: [[[Double]]]
    /// At the output times; nil when there is no current.
    var entropyProduction: [Double]?
    /// The largest rank of a tensor train, at the output times.
    var ranks: [Int]?
  }

  /// The stationary state.
  struct Stationary: Codable, Sendable {
    var mean: Double
    var variance: Double
    var entropy: Double
    var current: Double
    var entropyProduction: Double
    var error: Double
  }

  /// The decay rate of a mode.
  struct Rate: Codable, Sendable {
    var rate: Double
    var error: Double
  }

  /// The first passage.
  struct Passage: Codable, Sendable {
    var lower: Double
    var upper: Double
    var meanTime: FirstPassageAnalysis.Value?
    var upperProbability: FirstPassageAnalysis.Value?
    var times: [Double]
    var survival: [Double]
    var density: [Double]
  }

  /// The stationary state of several variables.
  struct BoxState: Codable, Sendable {
    var variables: [String]
    var means: [Double]
    var covariances: [[Double]]
    var entropy: Double
    var entropyProduction: Double
    var smallestDensity: Double
    var error: Double
  }

  var equation: String
  var solution: Solution?
  var box: Box?
  var stationary: Stationary?
  var spectrum: [Rate]?
  var firstPassage: Passage?
  var boxStationary: BoxState?
  var boxSpectrum: [BoxRate]?
  var boxPassage: BoxPassage?
  var populations: Populations?
  var crossCheck: CrossCheck?
  var files: [String] = []
}

extension EquationSummary.Solution {
  init(_ solution: LineSolution) {
    let evolution = solution.evolution
    method = solution.method
    cells = evolution.axis.cellCount
    acceptedSteps = evolution.diagnostics.acceptedSteps
    rejectedSteps = evolution.diagnostics.rejectedSteps
    smallestDensity = evolution.diagnostics.smallestDensity
    largestMassError = evolution.diagnostics.largestMassError
    largestError = solution.largestError
    initialMassOutside = solution.outside
    shortfall = solution.shortfall.isEmpty ? nil : solution.shortfall
    moments = evolution.times.indices.map { index in
      let density = evolution.densities[index]
      return EquationSummary.Moment(
        time: evolution.times[index], mass: density.mass, mean: density.mean,
        variance: density.variance, entropy: density.smoothEntropy,
        error: solution.errors.isEmpty ? nil : solution.errors[index])
    }
  }
}

extension EquationSummary.Solution {
  init(_ solution: BoxSolution) {
    let evolution = solution.evolution
    method = solution.method
    cells = evolution.axes[0].cellCount
    acceptedSteps = evolution.diagnostics.acceptedSteps
    rejectedSteps = evolution.diagnostics.rejectedSteps
    smallestDensity = evolution.diagnostics.smallestDensity
    largestMassError = evolution.diagnostics.largestMassError
    largestError = solution.errors.max()
    initialMassOutside = solution.outside
    shortfall = solution.shortfall.isEmpty ? nil : solution.shortfall
    moments = evolution.times.indices.map { index in
      EquationSummary.Moment(
        time: evolution.times[index], mass: evolution.densities[index].mass,
        entropy: evolution.densities[index].smoothEntropy,
        error: solution.errors.isEmpty ? nil : solution.errors[index])
    }
  }
}

extension EquationSummary.Solution {
  init(_ solution: JointSolution) {
    method = solution.method
    cells = solution.marginals.first?.first?.axis.cellCount ?? 0
    acceptedSteps = solution.acceptedSteps
    rejectedSteps = solution.rejectedSteps
    smallestDensity = solution.smallestRelativeDensity
    largestMassError = solution.largestMassError
    largestError = solution.errors.max()
    initialMassOutside = 0
    shortfall = solution.shortfall.isEmpty ? nil : solution.shortfall
    moments = solution.times.indices.map { index in
      EquationSummary.Moment(
        time: solution.times[index], mass: 1, entropy: solution.entropies[index],
        error: solution.errors.isEmpty ? nil : solution.errors[index])
    }
  }
}

extension EquationSummary.Box {
  init(_ solution: JointSolution, variables: [String]) {
    self.variables = variables
    means = solution.means
    covariances = solution.covariances.map { matrix in
      (0..<matrix.rowCount).map { row in (0..<matrix.columnCount).map { matrix[row, $0] } }
    }
    ranks = solution.ranks.isEmpty ? nil : solution.ranks
  }

  init(_ solution: BoxSolution, variables: [String]) {
    let (densities, order) = (solution.evolution.densities, variables.count)
    self.variables = variables
    means = densities.map(\.means)
    covariances = densities.map { density in
      (0..<order).map { row in (0..<order).map { density.covariance(row, $0) } }
    }
    entropyProduction = solution.currents.map(\.entropyBalance.production)
  }
}

extension EquationSummary.BoxState {
  init(_ state: BoxStationary, variables: [String]) {
    let order = variables.count
    self.variables = variables
    means = state.density.means
    covariances = (0..<order).map { row in
      (0..<order).map { state.density.covariance(row, $0) }
    }
    entropy = state.density.smoothEntropy
    entropyProduction = state.production
    smallestDensity = state.density.minimum
    error = state.error
  }
}

extension EquationSummary.Stationary {
  init(_ analysis: StationaryAnalysis) {
    mean = analysis.density.mean
    variance = analysis.density.variance
    entropy = analysis.density.smoothEntropy
    current = analysis.current
    entropyProduction = analysis.production
    error = analysis.error
  }
}

extension EquationSummary.Passage {
  init(_ analysis: FirstPassageAnalysis) {
    lower = analysis.equation.domain.lowerBound
    upper = analysis.equation.domain.upperBound
    meanTime = analysis.mean
    upperProbability = analysis.upperProbability
    times = analysis.equation.times
    survival = analysis.survival.map(\.value)
    density = analysis.density.map(\.value)
  }
}

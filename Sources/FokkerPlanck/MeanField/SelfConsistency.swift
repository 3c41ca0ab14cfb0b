internal import Grids
internal import LinearAlgebra
internal import StochasticProcesses

/// The map G from averages to those of the densities that are stationary in their field; its fixed
/// points are the stationary states of a mean-field system.
struct SelfConsistency<System: MeanFieldProcess> where System.Population.Scalar == Double {
  let system: System
  let axes: [Axis]
  let walls: [BoundaryConditions]
  let time: Double
  let weights: FieldWeights

  init(
    _ system: System, axes: [Axis], boundaries: [BoundaryConditions], time: Double
  ) throws(FokkerPlanckError) {
    guard system.populationCount > 0, axes.count == system.populationCount else {
      throw .wrongPopulationCount(expected: system.populationCount, found: axes.count)
    }
    self.system = system
    self.axes = axes
    walls = try boundaries.spread(over: axes.count)
    self.time = time
    weights = FieldWeights(
      FieldAverages(of: system.orderParameters), axes: axes, initialMasses: axes.map { _ in 1 })
  }

  /// The number of averages.
  var count: Int { weights.averages.count }

  /// The generator of every population in the field of some averages.
  func generators(in averages: [Double]) throws(FokkerPlanckError) -> [DiscreteGenerator] {
    let field = weights.averages.field(from: averages)
    var generators: [DiscreteGenerator] = []
    for population in axes.indices {
      generators.append(
        try DiscreteGenerator(
          system.process(ofPopulation: population, in: field), axis: axes[population],
          boundaries: walls[population], time: time))
    }
    return generators
  }

  /// The densities that are stationary in the field of some averages.
  func states(in averages: [Double]) throws(FokkerPlanckError) -> [StationaryState] {
    var states: [StationaryState] = []
    for generator in try generators(in: averages) {
      states.append(try generator.stationaryState())
    }
    return states
  }

  /// The averages of given densities.
  func averages(of densities: [Density]) -> [Double] {
    weights.averages(of: densities.map { CellVector($0.values) })
  }

  /// G.
  func image(of averages: [Double]) throws(FokkerPlanckError) -> [Double] {
    self.averages(of: try states(in: averages).map(\.density))
  }

  /// The standard deviation of every averaged function, the natural unit of its average.
  func units(in averages: [Double]) throws(FokkerPlanckError) -> [Double] {
    var units: [Double] = []
    for (population, state) in try states(in: averages).enumerated() {
      for deviations in weights.deviations(ofPopulation: population, in: state.density) {
        var sum = 0.0
        for (deviation, value) in zip(deviations, state.density.values) {
          sum += deviation * deviation * value
        }
        let width = (sum * state.density.axis.spacing).squareRoot()
        units.append(width > 0 ? width : 1)
      }
    }
    return units
  }

  /// The derivative of a vector function of the averages by central differences, column by column.
  func derivative(
    of function: ([Double]) throws(FokkerPlanckError) -> [Double], at averages: [Double],
    units: [Double]
  ) throws(FokkerPlanckError) -> [[Double]] {
    var columns: [[Double]] = []
    for index in averages.indices {
      let step = 1e-5 * units[index]
      var (above, below) = (averages, averages)
      above[index] += step
      below[index] -= step
      let difference = zip(try function(above), try function(below)).map { $0 - $1 }
      columns.append(difference.map { $0 / (above[index] - below[index]) })
    }
    return columns
  }

  /// The matrix ∂(G − 1)/∂(averages), in units of the averages.
  func residualDerivative(
    at averages: [Double], units: [Double]
  ) throws(FokkerPlanckError) -> Matrix {
    let columns = try derivative(
      of: { (shifted) throws(FokkerPlanckError) in try image(of: shifted) }, at: averages,
      units: units)
    var matrix = Matrix(rowCount: count, columnCount: count)
    for row in 0..<count {
      for column in 0..<count {
        matrix[row, column] =
          columns[column][row] * units[column] / units[row] - (row == column ? 1 : 0)
      }
    }
    return matrix
  }

  /// (G − 1) of the averages, in their units.
  func residual(at averages: [Double], units: [Double]) throws(FokkerPlanckError) -> [Double] {
    let image = try image(of: averages)
    return averages.indices.map { (image[$0] - averages[$0]) / units[$0] }
  }
}

extension [Double] {
  /// The Euclidean norm.
  var norm: Double { reduce(0) { $0 + $1 * $1 }.squareRoot() }
}

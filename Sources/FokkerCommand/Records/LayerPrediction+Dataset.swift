import Archives
import DriftDiffusion
import Grids
import KramersMoyal

/// A predicted series and how it is called in files.
private struct PredictionVariable: Sendable {
  let name: String
  let units: String
  let longName: String
  let value: @Sendable (LayerPrediction) -> Estimates

  static let all = [
    PredictionVariable(
      name: "entropy", units: "nat", longName: "differential entropy of the predicted weights",
      value: { $0.entropy }),
    PredictionVariable(
      name: "mean", units: "weight", longName: "predicted mean weight", value: { $0.mean }),
    PredictionVariable(
      name: "variance", units: "weight2", longName: "predicted variance of the weights",
      value: { $0.variance }),
  ]
}

extension Dataset {
  private static let series = ["solver", "closure", "layer", "epoch"]
  private static let fields = ["solver", "closure", "layer", "epoch", "weight"]
  private static let records = ["solver", "closure", "layer"]

  /// Adds predictions in the order [method][closure][layer] with their axes.
  mutating func add(_ predictions: [LayerPrediction], epochs: [Double], weightAxis: Axis) throws {
    let methods = distinct(predictions.map(\.method))
    let closures = distinct(predictions.map(\.closure))
    let layers = distinct(predictions.map(\.layer))
    try addCoordinate(
      "solver", .strings(methods.map(\.rawValue)), longName: "how the prediction was computed")
    try addCoordinate(
      "closure", .strings(closures.map(\.rawValue)),
      longName: "how drift and diffusion depend on the weight")
    try addCoordinate(
      "layer", .integers(layers.map(Int64.init)), longName: "layer, the last is the output")
    try addCoordinate(
      "epoch", .doubles(epochs), units: "epoch", longName: "passes through the training set")
    try addCoordinate(
      "weight", .doubles(weightAxis.centers), units: "weight", longName: "middle of a weight cell")
    attributes["weight_bounds"] = .doubles([weightAxis.lowerBound, weightAxis.upperBound])
    try add(
      Variable(
        "learning_time", dimensions: ["epoch"], values: .doubles(predictions[0].times),
        units: "learning rate * step", longName: "learning time s"))
    try addFields(of: predictions)
    try addSeries(of: predictions)
    try addRecords(of: predictions)
  }

  private mutating func addFields(of predictions: [LayerPrediction]) throws {
    try add(
      Variable(
        "density", dimensions: Self.fields,
        values: .doubles(predictions.flatMap { $0.densities.flatMap(\.values) }),
        units: "1/weight", longName: "predicted density of the weights, averaged over each cell"))
    guard predictions.allSatisfy({ !$0.densityErrors.isEmpty }) else { return }
    try add(
      Variable(
        "density_error", dimensions: Self.fields,
        values: .doubles(predictions.flatMap { $0.densityErrors.flatMap(\.self) }),
        units: "1/weight", longName: "standard error of density"))
  }

  private mutating func addSeries(of predictions: [LayerPrediction]) throws {
    for variable in PredictionVariable.all {
      try add(
        Variable(
          variable.name, dimensions: Self.series,
          values: .doubles(predictions.flatMap { variable.value($0).values }),
          units: variable.units, longName: variable.longName))
      try add(
        Variable(
          "\(variable.name)_error", dimensions: Self.series,
          values: .doubles(predictions.flatMap { variable.value($0).standardErrors }),
          units: variable.units, longName: "statistical standard error of \(variable.name)"))
    }
  }

  private mutating func addRecords(of predictions: [LayerPrediction]) throws {
    let counts = [
      ("accepted_steps", predictions.map(\.record.acceptedSteps), "time steps taken"),
      ("rejected_steps", predictions.map(\.record.rejectedSteps), "time steps repeated"),
    ]
    for (name, values, longName) in counts {
      try add(
        Variable(
          name, dimensions: Self.records, values: .integers(values.map(Int64.init)),
          longName: longName))
    }
    let numbers = [
      (
        "smallest_density", predictions.map(\.record.smallestDensity),
        "smallest cell average on the solver's grid"
      ),
      (
        "largest_mass_error", predictions.map(\.record.largestMassError),
        "largest deviation of the mass from 1"
      ),
      (
        "largest_edge_mass", predictions.map(\.record.largestEdgeMass),
        "largest probability at the edge of the solver's grid"
      ),
    ]
    for (name, values, longName) in numbers {
      try add(
        Variable(name, dimensions: Self.records, values: .doubles(values), longName: longName))
    }
  }

  /// The predictions that the dataset holds, in the order [method][closure][layer].
  func layerPredictions() throws -> [LayerPrediction] {
    let methods = try choices(PredictionMethod.self, named: "solver")
    let closures = try choices(Closure.self, named: "closure")
    let layers = try integers(named: "layer", dimensions: ["layer"])
    let times = try doubles(named: "learning_time", dimensions: ["epoch"])
    let axis = try weightAxis()
    let densities = try doubles(named: "density", dimensions: Self.fields)
    let errors =
      contains("density_error") ? try doubles(named: "density_error", dimensions: Self.fields) : []
    var series: [[Double]] = []
    for variable in PredictionVariable.all {
      series.append(try doubles(named: variable.name, dimensions: Self.series))
      series.append(try doubles(named: "\(variable.name)_error", dimensions: Self.series))
    }
    var result: [LayerPrediction] = []
    for method in methods {
      for closure in closures {
        for layer in layers {
          let index = result.count
          func estimates(_ place: Int) -> Estimates {
            let range = index * times.count..<(index + 1) * times.count
            return Estimates(
              values: Array(series[2 * place][range]),
              standardErrors: Array(series[2 * place + 1][range]))
          }
          let rows = try (0..<times.count).map { time in
            let start = (index * times.count + time) * axis.cellCount
            return try Density(
              axis: axis, values: Array(densities[start..<start + axis.cellCount]))
          }
          let errorRows: [[Double]] = (errors.isEmpty ? 0..<0 : 0..<times.count).map { time in
            let start = (index * times.count + time) * axis.cellCount
            return Array(errors[start..<start + axis.cellCount])
          }
          result.append(
            LayerPrediction(
              layer: Int(layer), closure: closure, method: method, times: times, densities: rows,
              densityErrors: errorRows, entropy: estimates(0), mean: estimates(1),
              variance: estimates(2), record: LayerPrediction.Record()))
        }
      }
    }
    return result
  }

  /// The axis of the predicted densities.
  func weightAxis() throws -> Axis {
    guard case .doubles(let bounds) = attributes["weight_bounds"], bounds.count == 2,
      bounds[0] < bounds[1]
    else {
      throw CommandFailure(.badData, "\(source) has no global attribute 'weight_bounds'.")
    }
    return try Axis(bounds[0]...bounds[1], cellCount: try length(of: "weight"))
  }

  private func choices<Choice: RawRepresentable<String>>(
    _: Choice.Type, named name: String
  ) throws -> [Choice] {
    try strings(named: name, dimensions: [name]).map { text in
      guard let choice = Choice(rawValue: text) else {
        throw CommandFailure(.badData, "\(source): '\(text)' is not a known \(name).")
      }
      return choice
    }
  }
}

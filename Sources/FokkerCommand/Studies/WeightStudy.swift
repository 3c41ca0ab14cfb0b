import Archives
import DriftDiffusion
import Figures
import NeuralNetworks

/// The final weights: their histograms, and whether networks have found the same ones.
struct WeightStudy: Study {
  let name = "weights"
  let summary = "final weights: histograms, likeness between networks"

  let stages: [Stage] = [.train]

  func cases(_ base: ExperimentConfiguration) throws -> [StudyCase] { [.published(base)] }

  func analyse(_ runs: StudyRuns) async throws -> StudyResult {
    let run = runs[StudyCase.publishedName]
    let weights = try EnsembleWeights(run)
    let layers = Array(weights.layout.layers)
    let bootstrap = runs.bootstrap(weights.networkCount)
    let moments: [(name: String, intervals: [BootstrapInterval])] = [
      ("initial", layers.map { weights.alignment(ofLayer: $0, weights.initial, bootstrap) }),
      ("final", layers.map { weights.alignment(ofLayer: $0, weights.final, bootstrap) }),
    ]
    var result = StudyResult()
    result.tables = [table(weights, moments)]
    result.findings = layers.enumerated().map { index, layer in
      Finding(
        claim: "The final weights into layer \(layer) of different networks are as good as random.",
        verdict: .init(moments[1].intervals[index], within: 0.8...1.25),
        quantity: "mean squared cosine of the weights into units of different networks, relative "
          + "to random directions", interval: moments[1].intervals[index])
    }
    try add(to: &result.data, weights, moments)
    return result
  }

  private func table(
    _ weights: EnsembleWeights, _ moments: [(name: String, intervals: [BootstrapInterval])]
  ) -> Table {
    let rows = weights.layout.layers.enumerated().map { index, layer in
      [
        "\(layer)", compact(spread(weights.values(ofLayer: layer, weights.initial))),
        compact(spread(weights.values(ofLayer: layer, weights.final))),
        intervalText(moments[0].intervals[index]), intervalText(moments[1].intervals[index]),
      ]
    }
    return Table(
      "Spread of the weights; likeness between networks (1: random directions)",
      columns: [
        TableColumn("layer", alignment: .trailing),
        TableColumn("spread, initial", alignment: .decimal),
        TableColumn("final", alignment: .decimal), TableColumn("likeness, initial"),
        TableColumn("final"),
      ], rows: rows)
  }

  private func spread(_ values: [Double]) -> Double {
    let mean = values.reduce(0, +) / Double(values.count)
    return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
  }

  private func add(
    to data: inout Dataset, _ weights: EnsembleWeights,
    _ moments: [(name: String, intervals: [BootstrapInterval])]
  ) throws {
    try data.addCoordinate(
      "network", .integers(numbers(weights.networkCount, from: 0)), longName: "network")
    try data.addCoordinate(
      "layer", .integers(numbers(weights.layout.layerCount, from: 1)), longName: "layer")
    try data.addCoordinate(
      "parameter", .integers(numbers(weights.layout.parameterCount, from: 0)),
      longName: "weight or bias of the whole network")
    try data.add(
      Variable(
        "parameter_layer", dimensions: ["parameter"],
        values: .integers(weights.layout.descriptions.map { Int64($0.layer) }),
        longName: "its layer"))
    try data.add(
      Variable(
        "parameter_is_bias", dimensions: ["parameter"],
        values: .integers(weights.layout.descriptions.map { $0.isBias ? 1 : 0 }),
        longName: "1 for a bias"))
    for (name, values) in [("initial_weight", weights.initial), ("final_weight", weights.final)] {
      try data.add(
        Variable(
          name, dimensions: ["network", "parameter"],
          values: .floats(values.flatMap { $0.map(Float.init) }),
          longName: name.replacing("_", with: " ")))
    }
    for moment in moments {
      try data.addIntervals(
        "likeness_\(moment.name)", ["layer"], moment.intervals, units: "1",
        longName: "squared cosine between networks relative to random directions")
    }
  }
}

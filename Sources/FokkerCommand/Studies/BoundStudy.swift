import Archives
import DriftDiffusion
import Figures
import InformationTheory
import NeuralNetworks

/// Converged layers against the information-bottleneck bound, for rules with uncertain labels.
struct BoundStudy: Study {
  let name = "bound"
  let summary = "converged layers on the information-bottleneck curve"

  func cases(_ base: ExperimentConfiguration) throws -> [StudyCase] {
    [
      (8.2542, "soft-990", "soft rule, I(X;Y) 0.990 bit"),
      (0.91431, "soft-900", "soft rule, I(X;Y) 0.900 bit"),
    ]
    .map { softness, name, label in
      StudyCase(name, label, base) {
        $0.training.data.rule = .soft
        $0.training.data.softness = softness
      }
    }
  }

  func analyse(_ runs: StudyRuns) async throws -> StudyResult {
    var result = StudyResult()
    var places: [[[LayerBound]]] = []
    var curves: [BottleneckCurve] = []
    for run in runs.runs {
      let snapshot = try LayerSnapshot(run.context, epoch: nil)
      let curve = try BottleneckSolver(snapshot.classes).curve()
      let layers = try await snapshot.places(on: curve, threads: run.context.threads) { _ in }
      curves.append(curve)
      result.tables.append(table(run.label, layers))
      result.findings += findings(runs, run.label, curve, layers)
      places.append(layers)
    }
    try result.data.addCases(runs.runs)
    try add(places, to: &result.data)
    try add(curves, to: &result.data)
    return result
  }

  private func table(_ label: String, _ places: [[LayerBound]]) -> Table {
    let rows = places[0].indices.map { layer in
      let column = places.map { $0[layer] }
      let statistics = LayerBoundStatistics(column)
      return [
        "\(layer + 1)", meanText(column.map(\.aboutInput)), meanText(column.map(\.aboutLabel)),
        meanText(column.map(\.labelDistance)), meanText(column.map(\.inputDistance)),
        compact(statistics.medianBeta),
      ]
    }
    return Table(
      "Converged layers, \(label), in bits",
      columns: [
        TableColumn("layer", alignment: .trailing), TableColumn("I(X;T)"), TableColumn("I(T;Y)"),
        TableColumn("I(T;Y) below the bound"), TableColumn("I(X;T) beyond it"),
        TableColumn("median β", alignment: .decimal),
      ], rows: rows)
  }

  /// Layers end on the bound: within a twentieth of the information there is.
  private func findings(
    _ runs: StudyRuns, _ label: String, _ curve: BottleneckCurve, _ places: [[LayerBound]]
  ) -> [Finding] {
    let bootstrap = runs.bootstrap(places.count)
    return places[0].indices.map { layer in
      let interval = bootstrap.meanInterval(
        places.map { $0[layer].labelDistance / curve.patternLabelInformation })
      return Finding(
        claim: "Layer \(layer + 1) ends on the information-bottleneck bound (\(label)).",
        verdict: .init(interval, below: 0.05),
        quantity: "distance of I(T;Y) below the bound, relative to I(X;Y) (on it: below 0.05)",
        interval: interval)
    }
  }

  private func add(_ places: [[[LayerBound]]], to data: inout Dataset) throws {
    try data.addCoordinate(
      "network", .integers(numbers(places[0].count, from: 0)), longName: "network")
    try data.addCoordinate(
      "layer", .integers(numbers(places[0][0].count, from: 1)), longName: "layer")
    let all = places.flatMap { $0.flatMap(\.self) }
    for (name, values, units, longName) in [
      ("information_input", all.map(\.aboutInput), "bit", "I(X;T) of the converged layer"),
      ("information_label", all.map(\.aboutLabel), "bit", "I(T;Y) of the converged layer"),
      ("label_distance", all.map(\.labelDistance), "bit", "bound of I(T;Y) minus I(T;Y)"),
      ("input_distance", all.map(\.inputDistance), "bit", "I(X;T) minus the least for its I(T;Y)"),
      ("layer_beta", all.map(\.beta), "1", "beta of the bottleneck encoder most like the layer"),
    ] {
      try data.add(
        Variable(
          name, dimensions: ["case", "network", "layer"], values: .doubles(values), units: units,
          longName: longName))
    }
  }

  /// Adds the curves; shorter ones end in NaN.
  private func add(_ curves: [BottleneckCurve], to data: inout Dataset) throws {
    let count = curves.map(\.points.count).max() ?? 0
    try data.addDimension("point", length: count)
    for (name, path, longName) in [
      ("bound_input", \BottleneckPoint.aboutInput, "I(X;T) on the bottleneck curve"),
      ("bound_label", \.aboutLabel, "I(T;Y) on the bottleneck curve"),
    ] as [(String, KeyPath<BottleneckPoint, Double>, String)] {
      let rows = curves.flatMap { curve in
        curve.points.map { $0[keyPath: path] }
          + [Double](repeating: .nan, count: count - curve.points.count)
      }
      try data.add(
        Variable(
          name, dimensions: ["case", "point"], values: .doubles(rows), units: "bit",
          longName: longName))
    }
    try data.add(
      Variable(
        "pattern_label_information", dimensions: ["case"],
        values: .doubles(curves.map(\.patternLabelInformation)), units: "bit",
        longName: "I(X;Y), which no I(T;Y) exceeds"))
  }
}

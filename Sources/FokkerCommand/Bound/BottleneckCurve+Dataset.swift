import Archives
import InformationTheory
import NeuralNetworks

extension BottleneckCurve {
  /// The curve as a dataset.
  func dataset(
    title: String, configuration: ExperimentConfiguration? = nil
  ) throws -> Dataset {
    var provenance = Provenance()
    provenance.title = "\(title): information-bottleneck bound"
    provenance.version = fokkerVersion
    provenance.action = "bound"
    if let configuration {
      provenance.configuration = try ConfigurationReader.text(of: configuration)
      provenance.seed = configuration.training.seed
    }
    var dataset = Dataset(attributes: provenance.attributes)
    dataset.attributes["label_entropy_bit"] = .doubles([labelEntropy])
    dataset.attributes["pattern_label_information_bit"] = .doubles([patternLabelInformation])
    dataset.attributes["class_entropy_bit"] = .doubles([classEntropy])
    dataset.attributes["class_count"] = .integers([Int64(classCount)])
    dataset.attributes["onset_beta"] = .doubles([onsetBeta])
    dataset.attributes["critical_beta"] = .doubles([criticalBeta])
    dataset.attributes["degenerate"] = .integers([isDegenerate ? 1 : 0])
    try dataset.addPoints(points)
    try dataset.addBifurcations(bifurcations)
    return dataset
  }
}

extension Dataset {
  fileprivate mutating func addPoints(_ points: [BottleneckPoint]) throws {
    try addCoordinate("point", .integers(numbers(points.count, from: 0)), longName: "point")
    try add("point", "beta", points.map(\.beta), "1", "multiplier of I(X;T) - beta I(T;Y)")
    try add(
      "point", "squared_multiplier", points.map(\.squaredMultiplier), "1/bit",
      "multiplier of I(T;Y) - squared_multiplier I(X;T)^2")
    try add(
      "point", "bound_input", points.map(\.aboutInput), "bit", "I(X;T) on the bottleneck curve")
    try add(
      "point", "bound_label", points.map(\.aboutLabel), "bit", "I(T;Y) on the bottleneck curve")
    try add(
      "point", "optimality_gap", points.map(\.optimalityGap), "nat",
      "largest distance of I(X;T) - beta I(T;Y) from its minimum")
    try add("point", "residual", points.map(\.residual), "1", "last change of a p(t,y)")
    try add(
      Variable(
        "cluster_count", dimensions: ["point"],
        values: .integers(points.map { Int64($0.clusterCount) }), longName: "clusters"))
  }

  fileprivate mutating func addBifurcations(_ bifurcations: [BottleneckBifurcation]) throws {
    guard !bifurcations.isEmpty else { return }
    try addCoordinate(
      "bifurcation", .integers(numbers(bifurcations.count, from: 0)), longName: "bifurcation")
    try add(
      "bifurcation", "bifurcation_beta", bifurcations.map(\.beta), "1",
      "beta at which the number of clusters changes")
    for (name, counts) in [
      ("clusters_below", bifurcations.map(\.clustersBelow)),
      ("clusters_above", bifurcations.map(\.clustersAbove)),
    ] {
      try add(
        Variable(
          name, dimensions: ["bifurcation"], values: .integers(counts.map { Int64($0) }),
          longName: name.replacing("_", with: " ")))
    }
  }

  /// Adds the places of layers against the curve, shape [network][layer].
  mutating func add(_ places: [[LayerBound]], epoch: Int) throws {
    attributes["epoch"] = .integers([Int64(epoch)])
    try addCoordinate(
      "network", .integers(numbers(places.count, from: 0)), longName: "network")
    try addCoordinate(
      "layer", .integers(numbers(places.first?.count ?? 0, from: 1)),
      longName: "layer, the last is the output")
    let all = places.flatMap { $0 }
    let arrays = [
      ("information_input", all.map(\.aboutInput), "bit", "I(X;T) of the layer"),
      ("information_label", all.map(\.aboutLabel), "bit", "I(T;Y) of the layer"),
      ("layer_beta", all.map(\.beta), "1", "beta of the bottleneck encoder most like the layer"),
      ("label_distance", all.map(\.labelDistance), "bit", "bound of I(T;Y) minus I(T;Y)"),
      ("input_distance", all.map(\.inputDistance), "bit", "I(X;T) minus the least for its I(T;Y)"),
    ]
    for (name, values, units, longName) in arrays {
      try add(
        Variable(
          name, dimensions: ["network", "layer"], values: .doubles(values), units: units,
          longName: longName))
    }
  }

  private mutating func add(
    _ dimension: String, _ name: String, _ values: [Double], _ units: String, _ longName: String
  ) throws {
    try add(
      Variable(
        name, dimensions: [dimension], values: .doubles(values), units: units, longName: longName))
  }
}

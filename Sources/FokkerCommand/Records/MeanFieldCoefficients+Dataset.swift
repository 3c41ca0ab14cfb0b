import Archives
import DriftDiffusion
import KramersMoyal

extension Dataset {
  /// Adds the mean-field closure to a dataset of coefficients.
  mutating func add(_ coefficients: MeanFieldCoefficients) throws {
    try addOrderParameters(coefficients.parameters)
    try addNumbers(
      "mean_field_center", [Self.orderParameter, "epoch"], coefficients.centers.flatMap(\.self),
      "usual value of the order parameter in the mean-field closure")
    try addNumbers(
      "mean_field_scale", [Self.orderParameter], coefficients.scales,
      "unit of deviations of the order parameter")
    let layers = coefficients.layers
    try add(
      Variable(
        "weight_count", dimensions: ["layer"],
        values: .integers(layers.map { Int64($0.weightCount) }),
        longName: "weights of the layer in one network"))
    for series in CouplingSeries.all {
      try addNumbers(
        series.name, ["layer", "epoch"], layers.flatMap(series.value),
        series.longName)
    }
    for matrix in CouplingMatrix.all {
      let estimates = layers.map(matrix.value)
      try addNumbers(
        matrix.name, ["layer", Self.orderParameter], estimates.flatMap(\.values), matrix.longName)
      try addNumbers(
        "\(matrix.name)_error", ["layer", Self.orderParameter], estimates.flatMap(\.standardErrors),
        "standard error over networks of \(matrix.name)")
    }
    for number in CouplingNumber.all {
      try addNumbers(
        number.name, ["layer"], layers.map(number.value), number.longName)
    }
  }
}

extension Dataset {
  /// The mean-field closure that the dataset holds, if it does.
  func meanFieldCoefficients() throws -> MeanFieldCoefficients? {
    guard contains("mean_field_center") else { return nil }
    let layers = try layerCouplings()
    let counts = layers.map { (Int64($0.layer), Int64($0.weightCount)) }
    let centers = try rows(of: "mean_field_center", [Self.orderParameter, "epoch"])
    return MeanFieldCoefficients(
      times: try doubles(named: "learning_time", dimensions: ["epoch"]),
      parameters: try fieldParameters(weightCounts: Dictionary(uniqueKeysWithValues: counts)),
      centers: centers,
      scales: try doubles(named: "mean_field_scale", dimensions: [Self.orderParameter]),
      layers: layers)
  }

  private func layerCouplings() throws -> [LayerCoupling] {
    let numbers = try integers(named: "layer", dimensions: ["layer"])
    let counts = try integers(named: "weight_count", dimensions: ["layer"])
    let series = try CouplingSeries.all.map { try rows(of: $0.name, ["layer", "epoch"]) }
    let matrices = try CouplingMatrix.all.map { matrix in
      let axes = ["layer", Self.orderParameter]
      let errors = try rows(of: "\(matrix.name)_error", axes)
      return zip(try rows(of: matrix.name, axes), errors).map {
        Estimates(values: $0, standardErrors: $1)
      }
    }
    let figures = try CouplingNumber.all.map { try doubles(named: $0.name, dimensions: ["layer"]) }
    return numbers.indices.map { layer in
      LayerCoupling(
        layer: Int(numbers[layer]), weightCount: Int(counts[layer]), intercept: series[0][layer],
        slope: series[1][layer], noise: series[2][layer], weightMean: series[3][layer],
        weightDeviation: series[4][layer], interceptCoupling: matrices[0][layer],
        slopeCoupling: matrices[1][layer], penalty: figures[0][layer],
        heldOutError: figures[1][layer], heldOutStandardError: figures[2][layer])
    }
  }

  /// The rows of a variable of two dimensions.
  private func rows(of name: String, _ dimensions: [String]) throws -> [[Double]] {
    let values = try doubles(named: name, dimensions: dimensions)
    let width = try length(of: dimensions[1])
    return stride(from: 0, to: values.count, by: width).map { Array(values[$0..<$0 + width]) }
  }

  private func fieldParameters(weightCounts: [Int64: Int64]) throws -> [FieldParameter] {
    try strings(named: Self.orderParameter, dimensions: [Self.orderParameter]).map { text in
      let parts = text.split(separator: ":")
      guard parts.count == 2, let kind = LayerOrderParameter(rawValue: String(parts[0])),
        let layer = Int64(parts[1]), let count = weightCounts[layer]
      else {
        throw CommandFailure(
          .badData, "\(source): '\(text)' is not a known \(Self.orderParameter).")
      }
      return FieldParameter(layer: Int(layer), kind: kind, weightCount: Int(count))
    }
  }
}

/// A series of the mean-field closure and how it is called in files.
private struct CouplingSeries {
  let name: String
  let value: @Sendable (LayerCoupling) -> [Double]
  let longName: String

  static let all = [
    CouplingSeries(
      name: "mean_field_intercept", value: { $0.intercept },
      longName: "drift at weight 0 where order parameters have their usual values"),
    CouplingSeries(
      name: "mean_field_slope", value: { $0.slope },
      longName: "slope of the drift where order parameters have their usual values"),
    CouplingSeries(
      name: "mean_field_noise", value: { $0.noise }, longName: "unit of the couplings"),
    CouplingSeries(
      name: "mean_field_weight_mean", value: { $0.weightMean },
      longName: "weight at which the coupling of the slope has no effect"),
    CouplingSeries(
      name: "mean_field_weight_deviation", value: { $0.weightDeviation },
      longName: "unit of the weights for the coupling of the slope"),
  ]
}

/// A matrix of couplings and how it is called in files.
private struct CouplingMatrix {
  let name: String
  let value: @Sendable (LayerCoupling) -> Estimates
  let longName: String

  static let all = [
    CouplingMatrix(
      name: "intercept_coupling", value: { $0.interceptCoupling },
      longName: "dependence of the drift's intercept on the order parameter"),
    CouplingMatrix(
      name: "slope_coupling", value: { $0.slopeCoupling },
      longName: "dependence of the drift's slope on the order parameter"),
  ]
}

/// A number of each layer's coupling and how it is called in files.
private struct CouplingNumber {
  let name: String
  let value: @Sendable (LayerCoupling) -> Double
  let longName: String

  static let all = [
    CouplingNumber(
      name: "coupling_penalty", value: { $0.penalty },
      longName: "ridge penalty of the couplings, infinite without coupling"),
    CouplingNumber(
      name: "coupling_held_out_error", value: { $0.heldOutError },
      longName: "squared error for held-out networks relative to no coupling"),
    CouplingNumber(
      name: "coupling_held_out_error_error", value: { $0.heldOutStandardError },
      longName: "standard error over networks of coupling_held_out_error"),
  ]
}

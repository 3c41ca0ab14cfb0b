import Archives
import DriftDiffusion
import KramersMoyal

extension Dataset {
  private static let field = "order_parameter"

  /// Adds the mean-field closure to a dataset of coefficients.
  mutating func add(_ coefficients: MeanFieldCoefficients) throws {
    try addOrderParameters(coefficients.parameters)
    try addNumbers(
      "mean_field_center", [Self.field, "epoch"], coefficients.centers.flatMap(\.self),
      "usual value of the order parameter in the mean-field closure")
    try addNumbers(
      "mean_field_scale", [Self.field], coefficients.scales,
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
        matrix.name, ["layer", Self.field], estimates.flatMap(\.values), matrix.longName)
      try addNumbers(
        "\(matrix.name)_error", ["layer", Self.field], estimates.flatMap(\.standardErrors),
        "standard error over networks of \(matrix.name)")
    }
    for number in CouplingNumber.all {
      try addNumbers(
        number.name, ["layer"], layers.map(number.value), number.longName)
    }
  }

  /// Adds what the number of weights does to order parameters to a dataset of predictions.
  mutating func add(_ comparisons: [FiniteSizeComparison]) throws {
    guard !comparisons.isEmpty else { return }
    try addOrderParameters(comparisons.map(\.parameter))
    let axes = [Self.field, "epoch"]
    try addNumbers(
      "order_parameter_limit", axes, comparisons.flatMap(\.limit),
      "order parameter of the mean-field closure in the limit of many weights")
    let estimates: [(String, KeyPath<FiniteSizeComparison, Estimates>, String)] = [
      ("order_parameter_mean", \.mean, "mean over systems of as many weights as one network has"),
      (
        "order_parameter_fluctuation", \.fluctuation,
        "standard deviation over systems of as many weights as one network has"
      ),
    ]
    for (name, path, longName) in estimates {
      try addNumbers(name, axes, comparisons.flatMap { $0[keyPath: path].values }, longName)
      try addNumbers(
        "\(name)_error", axes, comparisons.flatMap { $0[keyPath: path].standardErrors },
        "standard error of \(name)")
    }
  }

  private mutating func addOrderParameters(_ parameters: [FieldParameter]) throws {
    try addCoordinate(
      Self.field, .strings(parameters.map { "\($0.kind.rawValue):\($0.layer)" }),
      longName: "order parameter and its layer")
  }

  private mutating func addNumbers(
    _ name: String, _ dimensions: [String], _ values: [Double], _ longName: String
  ) throws {
    try add(Variable(name, dimensions: dimensions, values: .doubles(values), longName: longName))
  }
}

extension Dataset {
  /// The mean-field closure that the dataset holds, if it does.
  func meanFieldCoefficients() throws -> MeanFieldCoefficients? {
    guard contains("mean_field_center") else { return nil }
    let epochs = try length(of: "epoch")
    let numbers = try integers(named: "layer", dimensions: ["layer"])
    let counts = try integers(named: "weight_count", dimensions: ["layer"])
    let parameters = try fieldParameters(
      weightCounts: Dictionary(uniqueKeysWithValues: zip(numbers, counts)))
    let series = try CouplingSeries.all.map {
      try doubles(named: $0.name, dimensions: ["layer", "epoch"])
    }
    let axes = ["layer", Self.field]
    let matrices = try CouplingMatrix.all.map { matrix in
      Estimates(
        values: try doubles(named: matrix.name, dimensions: axes),
        standardErrors: try doubles(named: "\(matrix.name)_error", dimensions: axes))
    }
    let figures = try CouplingNumber.all.map { try doubles(named: $0.name, dimensions: ["layer"]) }
    let width = parameters.count
    let layers = numbers.indices.map { index in
      func row(_ values: [Double], _ width: Int) -> [Double] {
        Array(values[index * width..<(index + 1) * width])
      }
      func coupling(_ matrix: Estimates) -> Estimates {
        Estimates(
          values: row(matrix.values, width), standardErrors: row(matrix.standardErrors, width))
      }
      return LayerCoupling(
        layer: Int(numbers[index]), weightCount: Int(counts[index]),
        intercept: row(series[0], epochs), slope: row(series[1], epochs),
        noise: row(series[2], epochs), weightMean: row(series[3], epochs),
        weightDeviation: row(series[4], epochs), interceptCoupling: coupling(matrices[0]),
        slopeCoupling: coupling(matrices[1]), penalty: figures[0][index],
        heldOutError: figures[1][index], heldOutStandardError: figures[2][index])
    }
    let centers = try doubles(named: "mean_field_center", dimensions: [Self.field, "epoch"])
    return MeanFieldCoefficients(
      times: try doubles(named: "learning_time", dimensions: ["epoch"]), parameters: parameters,
      centers: (0..<width).map { Array(centers[$0 * epochs..<($0 + 1) * epochs]) },
      scales: try doubles(named: "mean_field_scale", dimensions: [Self.field]), layers: layers)
  }

  private func fieldParameters(weightCounts: [Int64: Int64]) throws -> [FieldParameter] {
    try strings(named: Self.field, dimensions: [Self.field]).map { text in
      let parts = text.split(separator: ":")
      guard parts.count == 2, let kind = LayerOrderParameter(rawValue: String(parts[0])),
        let layer = Int64(parts[1]), let count = weightCounts[layer]
      else {
        throw CommandFailure(.badData, "\(source): '\(text)' is not a known \(Self.field).")
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

import Archives
import DriftDiffusion
import KramersMoyal

extension Dataset {
  /// The dimension of order parameters.
  static let orderParameter = "order_parameter"

  /// Adds what the number of weights does to order parameters to a dataset of predictions.
  mutating func add(_ comparisons: [FiniteSizeComparison]) throws {
    guard !comparisons.isEmpty else { return }
    try addOrderParameters(comparisons.map(\.parameter))
    let axes = [Self.orderParameter, "epoch"]
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

  mutating func addOrderParameters(_ parameters: [FieldParameter]) throws {
    try addCoordinate(
      Self.orderParameter, .strings(parameters.map { "\($0.kind.rawValue):\($0.layer)" }),
      longName: "order parameter and its layer")
  }

  mutating func addNumbers(
    _ name: String, _ dimensions: [String], _ values: [Double], _ longName: String
  ) throws {
    try add(Variable(name, dimensions: dimensions, values: .doubles(values), longName: longName))
  }
}

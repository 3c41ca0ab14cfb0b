import Archives
import DriftDiffusion

extension Dataset {
  private static let axes = ["assumption", "layer"]

  /// Adds the checks of every layer, in the order [layer][assumption], to a dataset with the axis
  /// `layer`.
  mutating func add(_ checks: [[AssumptionCheck]]) throws {
    let assumptions = checks[0].map(\.assumption)
    let ordered = assumptions.indices.flatMap { index in checks.map { $0[index] } }
    try addCoordinate(
      "assumption", .strings(assumptions.map(\.rawValue)),
      longName: "what has to hold for the layer equation")
    let numbers: [(String, String, String, (AssumptionCheck) -> Double)] = [
      (
        "assumption_measure", "1", "median over the recorded epochs of the mean over networks",
        { $0.measure.estimate }
      ),
      ("assumption_measure_lower", "1", "lower end of its interval", { $0.measure.lower }),
      ("assumption_measure_upper", "1", "upper end of its interval", { $0.measure.upper }),
      ("assumption_worst", "1", "mean over networks furthest from holding", { $0.worst }),
      ("assumption_worst_epoch", "epoch", "epoch of the worst value", { $0.worstEpoch }),
    ]
    for (name, units, longName, value) in numbers {
      try add(
        Variable(
          name, dimensions: Self.axes, values: .doubles(ordered.map(value)), units: units,
          longName: longName))
    }
    try add(
      Variable(
        "assumption_verdict", dimensions: Self.axes,
        values: .strings(ordered.map(\.verdict.rawValue)), longName: "what follows"))
  }

  /// The checks that the dataset holds, in the order [assumption][layer].
  func assumptionChecks() throws -> [AssumptionCheck] {
    let layers = try integers(named: "layer", dimensions: ["layer"])
    let names = try strings(named: "assumption", dimensions: ["assumption"])
    let verdicts = try strings(named: "assumption_verdict", dimensions: Self.axes)
    func numbers(_ name: String) throws -> [Double] {
      try doubles(named: name, dimensions: Self.axes)
    }
    let (value, lower) = (
      try numbers("assumption_measure"), try numbers("assumption_measure_lower")
    )
    let upper = try numbers("assumption_measure_upper")
    let (worst, epoch) = (try numbers("assumption_worst"), try numbers("assumption_worst_epoch"))
    return try verdicts.indices.map { index in
      guard let assumption = Assumption(rawValue: names[index / layers.count]),
        let verdict = AssumptionVerdict(rawValue: verdicts[index])
      else {
        throw CommandFailure(
          .badData, "\(source): '\(verdicts[index])' is not a verdict on a known assumption.")
      }
      return AssumptionCheck(
        assumption: assumption, layer: Int(layers[index % layers.count]),
        measure: BootstrapInterval(
          estimate: value[index], lower: lower[index], upper: upper[index]),
        worst: worst[index], worstEpoch: epoch[index], verdict: verdict)
    }
  }
}

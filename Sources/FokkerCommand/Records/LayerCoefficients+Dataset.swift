import Archives
import DriftDiffusion
import KramersMoyal

/// A fitted quantity and how it is called in files.
private struct CoefficientVariable {
  let name: String
  let units: String
  let longName: String
  let value: @Sendable (LayerCoefficients) -> Estimates?

  static let perEpoch = [
    CoefficientVariable(
      name: "homogeneous_drift", units: "weight/learning_time",
      longName: "drift a of closure 1a, minus the layer's mean gradient",
      value: { $0.homogeneousDrift }),
    CoefficientVariable(
      name: "homogeneous_diffusion", units: "weight2/learning_time",
      longName: "diffusion coefficient D of closure 1a",
      value: { $0.homogeneousDiffusion }),
    CoefficientVariable(
      name: "affine_intercept", units: "weight/learning_time",
      longName: "drift of closure 1b at weight 0, theta * mu",
      value: { $0.resolved?.affineIntercept }),
    CoefficientVariable(
      name: "affine_slope", units: "1/learning_time",
      longName: "slope of the drift of closure 1b, -theta", value: { $0.resolved?.affineSlope }),
    CoefficientVariable(
      name: "affine_diffusion", units: "weight2/learning_time",
      longName: "diffusion coefficient D of closure 1b", value: { $0.resolved?.affineDiffusion }),
  ]

  static let perKnot = [
    CoefficientVariable(
      name: "nonparametric_drift", units: "weight/learning_time",
      longName: "drift of closure 1c at the knots", value: { $0.resolved?.drift }),
    CoefficientVariable(
      name: "nonparametric_diffusion", units: "weight2/learning_time",
      longName: "diffusion coefficient of closure 1c at the knots",
      value: { $0.resolved?.diffusion }),
  ]
}

extension Dataset {
  /// Adds fitted coefficients to a dataset that has the axis `epoch`.
  ///
  /// Layers with fewer knots than others end in NaN.
  mutating func add(_ layers: [LayerCoefficients]) throws {
    let epochs = try length(of: "epoch")
    let knots = layers.map { $0.resolved?.knotCount ?? 0 }.max() ?? 0
    try addCoordinate(
      "layer", .integers(layers.map { Int64($0.layer) }), longName: "layer, the last is the output")
    try addDimension("knot", length: max(knots, 1))
    try add(
      Variable(
        "knot_count", dimensions: ["layer"],
        values: .integers(layers.map { Int64($0.resolved?.knotCount ?? 0) }),
        longName: "knots used by the layer"))
    try addSeries("weight_mean", layers.map(\.weightMean), epochs, "mean weight")
    try addSeries(
      "weight_deviation", layers.map(\.weightDeviation), epochs, "standard deviation of the weights"
    )
    for variable in CoefficientVariable.perEpoch {
      try add(variable, layers, ["layer", "epoch"], width: epochs, knots: nil)
    }
    try add(
      Variable(
        "knot_weight", dimensions: ["layer", "epoch", "knot"],
        values: .doubles(
          layers.flatMap { layer in
            padded(
              layer.resolved?.knots ?? [], from: layer.resolved?.knotCount ?? 0, to: knots, epochs)
          }), units: "weight", longName: "weights at which the curves of closure 1c are given"))
    for variable in CoefficientVariable.perKnot {
      try add(variable, layers, ["layer", "epoch", "knot"], width: epochs, knots: knots)
    }
  }

  private mutating func addSeries(
    _ name: String, _ rows: [[Double]], _ epochs: Int, _ longName: String
  ) throws {
    let values = rows.flatMap { $0.isEmpty ? [Double](repeating: .nan, count: epochs) : $0 }
    try add(
      Variable(
        name, dimensions: ["layer", "epoch"], values: .doubles(values), units: "weight",
        longName: longName))
  }

  private mutating func add(
    _ variable: CoefficientVariable, _ layers: [LayerCoefficients], _ dimensions: [String],
    width epochs: Int, knots: Int?
  ) throws {
    func values(_ part: (Estimates) -> [Double]) -> [Double] {
      layers.flatMap { layer in
        let found = variable.value(layer).map(part) ?? []
        guard let knots else {
          return found.isEmpty ? [Double](repeating: .nan, count: epochs) : found
        }
        return padded(found, from: layer.resolved?.knotCount ?? 0, to: knots, epochs)
      }
    }
    try add(
      Variable(
        variable.name, dimensions: dimensions, values: .doubles(values(\.values)),
        units: variable.units, longName: variable.longName))
    try add(
      Variable(
        "\(variable.name)_error", dimensions: dimensions,
        values: .doubles(values(\.standardErrors)), units: variable.units,
        longName: "standard error over networks of \(variable.name)"))
  }

  /// Rows of one length filled up with NaN to another.
  private func padded(_ values: [Double], from width: Int, to wide: Int, _ rows: Int) -> [Double] {
    (0..<rows).flatMap { row in
      (0..<max(wide, 1)).map { $0 < width ? values[row * width + $0] : .nan }
    }
  }
}

extension Dataset {
  /// The coefficients of all layers that the dataset holds.
  func layerCoefficients() throws -> [LayerCoefficients] {
    let epochs = try length(of: "epoch")
    let layers = try integers(named: "layer", dimensions: ["layer"])
    let knotCounts = try integers(named: "knot_count", dimensions: ["layer"])
    let wide = try length(of: "knot")
    return try layers.indices.map { index in
      let knots = Int(knotCounts[index])
      func series(_ name: String) throws -> [Double] {
        let all = try doubles(named: name, dimensions: ["layer", "epoch"])
        return Array(all[index * epochs..<(index + 1) * epochs])
      }
      func estimates(_ name: String) throws -> Estimates {
        Estimates(values: try series(name), standardErrors: try series("\(name)_error"))
      }
      func curves(_ name: String) throws -> [Double] {
        let all = try doubles(named: name, dimensions: ["layer", "epoch", "knot"])
        return (0..<epochs).flatMap { epoch in
          let start = (index * epochs + epoch) * wide
          return all[start..<start + knots]
        }
      }
      func curveEstimates(_ name: String) throws -> Estimates {
        Estimates(values: try curves(name), standardErrors: try curves("\(name)_error"))
      }
      let resolved =
        knots == 0
        ? nil
        : WeightResolvedCoefficients(
          affineIntercept: try estimates("affine_intercept"),
          affineSlope: try estimates("affine_slope"),
          affineDiffusion: try estimates("affine_diffusion"), knotCount: knots,
          knots: try curves("knot_weight"), drift: try curveEstimates("nonparametric_drift"),
          diffusion: try curveEstimates("nonparametric_diffusion"))
      return LayerCoefficients(
        layer: Int(layers[index]), weightMean: try series("weight_mean"),
        weightDeviation: try series("weight_deviation"),
        homogeneousDrift: try estimates("homogeneous_drift"),
        homogeneousDiffusion: try estimates("homogeneous_diffusion"), resolved: resolved)
    }
  }
}

import Archives
import DriftDiffusion

extension Dataset {
  /// The weights and gradients of the dataset, layer by layer, without biases.
  ///
  /// - Parameter mode: Which mean gradient to take.
  /// - Returns: The checked log.
  /// - Throws: ``CommandFailure``, ``ArchiveError`` and ``DriftDiffusionError``.
  func gradientLog(_ mode: GradientMode) throws -> GradientLog {
    let dimensions = ["network", "epoch", "parameter"]
    let layerOfParameter = try integers(named: "parameter_layer", dimensions: ["parameter"])
    let isBias = try integers(named: "parameter_is_bias", dimensions: ["parameter"])
    let mean = mode == .moving ? "moving_gradient_mean" : "gradient_mean"
    guard mode == .frozen || contains(mean) else {
      throw CommandFailure(
        .badData,
        "\(source) holds no '\(mean)'; fit its frozen gradients with --set fit.gradients=frozen.")
    }
    let arrays = try ["weight", mean, "gradient_standard_deviation"].map {
      try doubles(named: $0, dimensions: dimensions)
    }
    let layers = Set(layerOfParameter).sorted().map { layer in
      let members = layerOfParameter.indices.filter {
        layerOfParameter[$0] == layer && isBias[$0] == 0
      }
      let values = arrays.map { Self.columns(members, of: $0, width: layerOfParameter.count) }
      return LayerLog(
        number: Int(layer), weightCount: members.count, weights: values[0], means: values[1],
        standardDeviations: values[2])
    }
    return try GradientLog(
      epochs: try doubles(named: "epoch", dimensions: ["epoch"]),
      learningTimes: try doubles(named: "learning_time", dimensions: ["epoch"]),
      networkCount: try length(of: "network"),
      learningRate: try number("learning_rate"),
      noiseScale: attributes.double("noise_scale") ?? 1,
      injectedDiffusion: attributes.double("injected_diffusion") ?? 0,
      statefulOptimizer: attributes.string("stateful_optimizer") ?? "", layers: layers)
  }

  /// A number among the global attributes.
  func number(_ name: String) throws -> Double {
    guard let value = attributes.double(name) else {
      throw CommandFailure(.badData, "\(source) has no global attribute '\(name)' with a number.")
    }
    return value
  }

  /// Some columns of a table whose rows have `width` values.
  private static func columns(_ members: [Int], of values: [Double], width: Int) -> [Double] {
    var result: [Double] = []
    result.reserveCapacity(values.count / width * members.count)
    for row in stride(from: 0, to: values.count, by: width) {
      for member in members { result.append(values[row + member]) }
    }
    return result
  }
}

import Archives
import DriftDiffusion

extension StageContext {
  /// The gradient norms of every network, epoch and layer that `training.nc` holds or determines.
  func gradientHistory(_ mode: GradientMode) throws -> GradientHistory {
    let header = try input(.train, variables: [])
    switch mode {
    case .frozen where header.dimension(named: "layer") != nil:
      return try recordedHistory(header)
    case .frozen:
      return try NetCDF.read(header.source).gradientHistoryOfParameters(
        mean: "gradient_mean", noise: "gradient_standard_deviation")
    case .moving:
      let noise = "moving_gradient_standard_deviation"
      let dataset = try NetCDF.read(header.source)
      guard dataset.contains(noise) else {
        throw CommandFailure(
          .badData,
          "\(header.source) holds no '\(noise)'; look at its frozen gradients with "
            + "--set gradients.mode=frozen.")
      }
      return try dataset.gradientHistoryOfParameters(mean: "moving_gradient_mean", noise: noise)
    }
  }

  /// The norms of a training of our own; what was not recorded is left out.
  private func recordedHistory(_ header: Dataset) throws -> GradientHistory {
    let path = header.source
    let dataset = try NetCDF.read(
      path, variables: ["gradient_mean_norm", "gradient_noise_norm", "epoch", "layer", "network"])
    let dimensions = ["network", "epoch", "layer"]
    func optional(_ name: String) throws -> [Double]? {
      do {
        return try NetCDF.read(path, variables: [name]).doubles(named: name, dimensions: dimensions)
      } catch ArchiveError.missingVariable {
        return nil
      }
    }
    return try GradientHistory(
      networkCount: try dataset.length(of: "network"),
      epochs: try dataset.doubles(named: "epoch", dimensions: ["epoch"]),
      layers: try dataset.integers(named: "layer", dimensions: ["layer"]).map(Int.init),
      batchCount: try dataset.batchCount(),
      meanNorms: try dataset.doubles(named: "gradient_mean_norm", dimensions: dimensions),
      noiseNorms: try dataset.doubles(named: "gradient_noise_norm", dimensions: dimensions),
      squaredNorms: try optional("squared_gradient_norm"),
      weightNorms: try optional("weight_norm"))
  }
}

extension Dataset {
  /// The number M of mini-batches behind a mean gradient: samples over batch size in a training of
  /// our own, the steps of an epoch in a log from elsewhere.
  func batchCount() throws -> Double {
    if let samples = attributes.double("training_set_size"),
      let batch = attributes.double("batch_size")
    {
      return samples / batch
    }
    return try number("steps_per_epoch")
  }

  /// The layers' norms from every parameter's values: gradients with biases, weights without.
  func gradientHistoryOfParameters(mean: String, noise: String) throws -> GradientHistory {
    let layerOfParameter = try integers(named: "parameter_layer", dimensions: ["parameter"])
    let isBias = try integers(named: "parameter_is_bias", dimensions: ["parameter"])
    let layers = Set(layerOfParameter).sorted()
    let all = layers.map { layer in
      layerOfParameter.indices.filter { layerOfParameter[$0] == layer }
    }
    let withoutBiases = all.map { members in members.filter { isBias[$0] == 0 } }
    func norms(_ name: String, _ members: [[Int]]) throws -> [Double] {
      let values = try doubles(named: name, dimensions: ["network", "epoch", "parameter"])
      return stride(from: 0, to: values.count, by: max(layerOfParameter.count, 1)).flatMap { row in
        members.map { members in
          members.reduce(0) { $0 + values[row + $1] * values[row + $1] }.squareRoot()
        }
      }
    }
    return try GradientHistory(
      networkCount: try length(of: "network"),
      epochs: try doubles(named: "epoch", dimensions: ["epoch"]),
      layers: layers.map(Int.init), batchCount: try batchCount(),
      meanNorms: try norms(mean, all),
      noiseNorms: try norms(noise, all),
      weightNorms: contains("weight") ? try norms("weight", withoutBiases) : nil)
  }
}

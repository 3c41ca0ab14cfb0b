import Archives
import DriftDiffusion

extension StageContext {
  /// The weights and gradients of the training, read network after network.
  ///
  /// - Parameter keepsFrozenMeans: Whether the frozen means are read beside moving ones.
  /// - Returns: The checked log.
  /// - Throws: ``CommandFailure``, ``ArchiveError`` and ``DriftDiffusionError``.
  func gradientLog(keepsFrozenMeans: Bool = false) throws -> GradientLog {
    let path = run.file(of: .train)
    // Whether the file is there and belongs to the run, before it is opened by name.
    _ = try input(.train, variables: [])
    let names = try NetCDF.variableNames(of: path)
    let header = try input(
      .train, variables: GradientLog.axes + StepRecord.variables.filter(names.contains))
    let mode = configuration.fit.gradients
    var mean = try mode.variable(in: names, source: path)
    mean.isWithFrozen = keepsFrozenMeans && mode == .moving && names.contains("gradient_mean")
    return try header.gradientLog(mean, mode) { network in
      try NetCDF.read(path, variables: mean.allVariables, at: network, along: "network")
    }
  }
}

extension Dataset {
  /// The weights and frozen gradients of the dataset, layer by layer, without biases.
  func frozenGradientLog() throws -> GradientLog {
    let mean = MeanGradientVariable(name: "gradient_mean", sign: 1)
    return try gradientLog(mean, .frozen) { network in
      var part = Dataset(source: source)
      for name in ["epoch", "parameter"] { try part.addDimension(name, length: length(of: name)) }
      for name in mean.allVariables {
        let dimensions = ["network", "epoch", "parameter"]
        _ = try variable(named: name, dimensions: dimensions)
        try part.add(
          Variable(
            name, dimensions: Array(dimensions.dropFirst()),
            values: .doubles(slice(of: name, at: ["network": network]))))
      }
      return part
    }
  }

  /// The log whose axes are in this dataset.
  ///
  /// - Parameters:
  ///   - mean: The variable that holds the mean gradient.
  ///   - mode: What it is the mean of.
  ///   - part: The arrays of one network, shape (epoch, parameter).
  /// - Returns: The checked log.
  /// - Throws: ``CommandFailure``, ``ArchiveError`` and ``DriftDiffusionError``.
  fileprivate func gradientLog(
    _ mean: MeanGradientVariable, _ mode: GradientMode, part: (Int) throws -> Dataset
  ) throws -> GradientLog {
    let layerOfParameter = try integers(named: "parameter_layer", dimensions: ["parameter"])
    let isBias = try integers(named: "parameter_is_bias", dimensions: ["parameter"])
    let networkCount = try length(of: "network")
    var layers = Set(layerOfParameter).sorted().map { layer in
      LayerColumns(
        layer: layer,
        members: layerOfParameter.indices.filter {
          layerOfParameter[$0] == layer && isBias[$0] == 0
        })
    }
    for network in 0..<networkCount {
      let part = try part(network)
      let arrays = try mean.allVariables.map {
        try part.doubles(named: $0, dimensions: ["epoch", "parameter"])
      }
      for index in layers.indices {
        layers[index].append(arrays, width: layerOfParameter.count, signs: mean.signs)
      }
    }
    return try GradientLog(
      epochs: try doubles(named: "epoch", dimensions: ["epoch"]),
      learningTimes: try doubles(named: "learning_time", dimensions: ["epoch"]),
      networkCount: networkCount,
      learningRate: try number("learning_rate"),
      noiseScale: attributes.double("noise_scale") ?? 1,
      injectedDiffusion: attributes.double("injected_diffusion") ?? 0,
      statefulOptimizer: attributes.string("stateful_optimizer") ?? "",
      gradients: mode, steps: try stepRecord(),
      layers: layers.map(\.log))
  }

  /// What the dataset holds about the steps of the training.
  private func stepRecord() throws -> StepRecord {
    func values(_ name: String, _ dimensions: [String]) throws -> [Double] {
      contains(name) ? try doubles(named: name, dimensions: dimensions) : []
    }
    let perLayer = ["network", "epoch", "layer"]
    var record = StepRecord()
    record.stepsPerEpoch = attributes.double("steps_per_epoch") ?? .nan
    record.batchSize = attributes.double("batch_size") ?? .nan
    record.sharpness = try values("sharpness", ["network", "epoch"])
    record.autocorrelation = try values("step_autocorrelation", perLayer)
    record.participationRatio = try values("participation_ratio", perLayer)
    record.excessKurtosis = try values("gradient_excess_kurtosis", perLayer)
    return record
  }

  /// A number among the global attributes.
  func number(_ name: String) throws -> Double {
    guard let value = attributes.double(name) else {
      throw CommandFailure(.badData, "\(source) has no global attribute '\(name)' with a number.")
    }
    return value
  }
}

extension GradientLog {
  /// The variables that say what the arrays' positions stand for.
  fileprivate static let axes = [
    "network", "epoch", "learning_time", "parameter_layer", "parameter_is_bias",
  ]
}

extension StepRecord {
  /// The variables that say what is known of the steps.
  fileprivate static let variables = [
    "sharpness", "step_autocorrelation", "participation_ratio", "gradient_excess_kurtosis",
  ]
}

/// The variable from which the mean gradient is taken, and the sign that makes it one.
private struct MeanGradientVariable {
  var name: String
  var sign: Double
  /// Whether the mean at frozen weights is read too.
  var isWithFrozen = false

  /// The variables of the weights, the means and the standard deviations, then of the frozen means.
  var allVariables: [String] {
    ["weight", name, "gradient_standard_deviation"] + (isWithFrozen ? ["gradient_mean"] : [])
  }

  /// The factors of these variables.
  var signs: [Double] { [1, sign, 1, 1] }
}

extension GradientMode {
  /// Which of the variables of a file holds the mean gradient.
  ///
  /// The moving mean is minus the velocity of the weights, so that weight decay and norm bounds are
  /// part of the drift; for plain stochastic gradient descent it is the mean of the gradients.
  fileprivate func variable(in names: [String], source: String) throws -> MeanGradientVariable {
    switch self {
    case .frozen: return MeanGradientVariable(name: "gradient_mean", sign: 1)
    case .moving:
      if names.contains("weight_velocity") {
        return MeanGradientVariable(name: "weight_velocity", sign: -1)
      }
      guard names.contains("moving_gradient_mean") else {
        throw CommandFailure(
          .badData,
          "\(source) holds no 'weight_velocity'; fit its frozen gradients with "
            + "--set fit.gradients=frozen.")
      }
      return MeanGradientVariable(name: "moving_gradient_mean", sign: 1)
    }
  }
}

/// The weights, means and standard deviations of a layer's weights, gathered network by network.
private struct LayerColumns {
  let layer: Int64
  /// The layer's weights among the parameters.
  let members: [Int]
  private var columns: [[Double]] = [[], [], [], []]

  init(layer: Int64, members: [Int]) {
    self.layer = layer
    self.members = members
  }

  /// Appends the layer's columns of tables whose rows have `width` values.
  mutating func append(_ arrays: [[Double]], width: Int, signs: [Double]) {
    for (column, (values, sign)) in zip(arrays, signs).enumerated() {
      for row in stride(from: 0, to: values.count, by: width) {
        for member in members { columns[column].append(sign * values[row + member]) }
      }
    }
  }

  var log: LayerLog {
    LayerLog(
      number: Int(layer), weightCount: members.count, weights: columns[0], means: columns[1],
      frozenMeans: columns[3], standardDeviations: columns[2])
  }
}

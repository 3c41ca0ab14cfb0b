import Archives
import NeuralNetworks

extension Dataset {
  /// Adds everything that was recorded of a training.
  mutating func add(_ record: TrainingRecord) throws {
    try addAxes(of: record)
    try addParameters(of: record)
    try addLayerStatistics(of: record)
    try addQuality(of: record)
  }

  private mutating func addAxes(of record: TrainingRecord) throws {
    let layout = record.layout
    let optimizer = record.configuration.optimizer
    attributes["learning_rate"] = .doubles([optimizer.learningRate])
    attributes["noise_scale"] = .doubles([record.noiseScale])
    attributes["injected_diffusion"] = .doubles([optimizer.injectedDiffusion])
    attributes["optimizer"] = .string(optimizer.kind.rawValue)
    attributes["stateful_optimizer"] = .string(
      optimizer.kind.keepsState ? optimizer.kind.rawValue : "")
    attributes["batch_size"] = .integers([Int64(record.batchSize)])
    attributes["training_set_size"] = .integers([Int64(record.trainingSetSize)])
    attributes["steps_per_epoch"] = .integers([Int64(record.stepsPerEpoch)])
    attributes["layer_widths"] = .integers(layout.widths.map(Int64.init))
    try addCoordinate(
      "network", .integers(numbers(record.networkCount, from: 0)), longName: "network")
    try addCoordinate(
      "epoch", .integers(record.epochs.map(Int64.init)), units: "epoch",
      longName: "passes through the training set")
    try addCoordinate(
      "layer", .integers(numbers(layout.layerCount, from: 1)),
      longName: "layer, the last is the output")
    try addCoordinate(
      "parameter", .integers(numbers(layout.parameterCount, from: 0)),
      longName: "weight or bias of the whole network")
    let descriptions = layout.descriptions
    try add(["parameter"], "parameter_layer", descriptions.map { Int64($0.layer) }, "its layer")
    try add(
      ["parameter"], "parameter_from", descriptions.map { Int64($0.from) }, "the unit it reads")
    try add(["parameter"], "parameter_to", descriptions.map { Int64($0.to) }, "the unit it feeds")
    try add(
      ["parameter"], "parameter_is_bias", descriptions.map { $0.isBias ? 1 : 0 },
      "1 for a bias, 0 for a weight")
    try add(["epoch"], "step", record.steps.map(Int64.init), "optimiser steps so far")
    try add(
      Variable(
        "learning_time", dimensions: ["epoch"], values: .doubles(record.learningTimes),
        units: "learning rate * step", longName: "learning time s"))
  }

  private mutating func add(
    _ dimensions: [String], _ name: String, _ values: [Int64], _ longName: String
  ) throws {
    try add(
      Variable(name, dimensions: dimensions, values: .integers(values), longName: longName))
  }

  private mutating func addParameters(of record: TrainingRecord) throws {
    let isSingle = record.configuration.precision == .float32
    func values(_ numbers: [Double]) -> ArrayValues {
      isSingle ? .floats(numbers.map(Float.init)) : .doubles(numbers)
    }
    let arrays = [
      ("weight", record.parameters, "weight", "weights and biases"),
      (
        "gradient_mean", record.gradientMeans, "nat/weight",
        "mean gradient over mini-batches at frozen weights"
      ),
      (
        "moving_gradient_mean", record.movingGradientMeans, "nat/weight",
        "mean gradient along the epoch that follows, from the displacement of the weights"
      ),
      (
        "gradient_standard_deviation", record.gradientStandardDeviations, "nat/weight",
        "standard deviation of the gradient between mini-batches"
      ),
    ]
    for (name, numbers, units, longName) in arrays {
      try add(
        Variable(
          name, dimensions: ["network", "epoch", "parameter"], values: values(numbers),
          units: units, longName: longName))
    }
  }

  private mutating func addLayerStatistics(of record: TrainingRecord) throws {
    let arrays = [
      ("gradient_mean_norm", record.meanGradientNorms, "nat/weight", "norm of the mean gradient"),
      (
        "gradient_noise_norm", record.gradientNoiseNorms, "nat/weight",
        "root of the trace of the mini-batch gradient's covariance"
      ),
      (
        "squared_gradient_norm", record.squaredGradientNorms, "nat2/weight2",
        "unbiased squared norm of the gradient; negative where noise dominates"
      ),
      ("weight_norm", record.weightNorms, "weight", "Frobenius norm of the weights"),
    ]
    for (name, numbers, units, longName) in arrays {
      try add(
        Variable(
          name, dimensions: ["network", "epoch", "layer"], values: .doubles(numbers),
          units: units, longName: longName))
    }
  }

  private mutating func addQuality(of record: TrainingRecord) throws {
    let arrays = [
      ("training_loss", record.trainingLosses, "nat"),
      ("test_loss", record.testLosses, "nat"),
      ("training_accuracy", record.trainingAccuracies, "1"),
      ("test_accuracy", record.testAccuracies, "1"),
    ]
    for (name, numbers, units) in arrays {
      try add(
        Variable(
          name, dimensions: ["network", "epoch"], values: .doubles(numbers), units: units,
          longName: name.replacing("_", with: " ")))
    }
    let patternCount = record.membership.count / record.networkCount
    try addCoordinate("pattern", .integers(numbers(patternCount, from: 0)), longName: "pattern")
    try add(
      Variable(
        "in_training_set", dimensions: ["network", "pattern"], values: .bytes(record.membership),
        longName: "1 for a training pattern, 0 for a test pattern"))
  }
}

extension OptimizerKind {
  /// Whether the optimiser has a state beside the weights.
  var keepsState: Bool {
    switch self {
    case .adam, .momentum: true
    case .sgd, .gradientDescent, .langevin: false
    }
  }
}

/// Consecutive numbers, for coordinates.
func numbers(_ count: Int, from first: Int) -> [Int64] {
  (first..<first + count).map(Int64.init)
}

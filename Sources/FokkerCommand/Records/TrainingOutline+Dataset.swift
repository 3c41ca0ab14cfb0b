import Archives
import NeuralNetworks

extension Dataset {
  /// Adds all of `training.nc` but what is recorded of the networks.
  mutating func add(_ outline: TrainingOutline) throws(ArchiveError) {
    addAttributes(of: outline)
    let layout = outline.layout
    try addCoordinate(
      "network", .integers(numbers(outline.networkCount, from: 0)), longName: "network")
    try addCoordinate(
      "epoch", .integers(outline.epochs.map(Int64.init)), units: "epoch",
      longName: "passes through the training set")
    try addCoordinate(
      "layer", .integers(numbers(layout.layerCount, from: 1)),
      longName: "layer, the last is the output")
    try addCoordinate(
      "parameter", .integers(numbers(layout.parameterCount, from: 0)),
      longName: "weight or bias of the whole network")
    try addCoordinate(
      "pattern", .integers(numbers(outline.patternCount, from: 0)), longName: "pattern")
    let descriptions = layout.descriptions
    try add(["parameter"], "parameter_layer", descriptions.map { Int64($0.layer) }, "its layer")
    try add(
      ["parameter"], "parameter_from", descriptions.map { Int64($0.from) }, "the unit it reads")
    try add(["parameter"], "parameter_to", descriptions.map { Int64($0.to) }, "the unit it feeds")
    try add(
      ["parameter"], "parameter_is_bias", descriptions.map { $0.isBias ? 1 : 0 },
      "1 for a bias, 0 for a weight")
    try add(["epoch"], "step", outline.steps.map(Int64.init), "optimiser steps so far")
    let evaluations = outline.epochs.map { outline.evaluations(upTo: $0) }
    try add(
      ["epoch"], "gradient_evaluations", evaluations.map { Int64($0.gradients) },
      "gradients of single patterns that moved a network so far")
    try add(
      ["epoch"], "loss_evaluations", evaluations.map { Int64($0.losses) },
      "losses of single patterns that moved a network so far, without a gradient")
    try add(
      Variable(
        "learning_time", dimensions: ["epoch"], values: .doubles(outline.learningTimes),
        units: "learning rate * step", longName: "learning time s"))
  }

  private mutating func addAttributes(of outline: TrainingOutline) {
    let optimizer = outline.configuration.optimizer
    attributes["learning_rate"] = .doubles([optimizer.learningRate])
    attributes["noise_scale"] = .doubles([outline.noiseScale])
    attributes["injected_diffusion"] = .doubles([optimizer.injectedDiffusion])
    attributes["optimizer"] = .string(optimizer.kind.rawValue)
    attributes["stateful_optimizer"] = .string(
      optimizer.kind.keepsState ? optimizer.kind.rawValue : "")
    attributes["batch_size"] = .integers([Int64(outline.batchSize)])
    attributes["training_set_size"] = .integers([Int64(outline.trainingSetSize)])
    attributes["steps_per_epoch"] = .integers([Int64(outline.stepsPerEpoch)])
    attributes["layer_widths"] = .integers(outline.layout.widths.map(Int64.init))
  }

  private mutating func add(
    _ dimensions: [String], _ name: String, _ values: [Int64], _ longName: String
  ) throws(ArchiveError) {
    try add(
      Variable(name, dimensions: dimensions, values: .integers(values), longName: longName))
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

import Archives

/// What a gradient log says of the training behind it, as attributes or as arrays of one element.
struct ImportedTraining: Equatable {
  /// The optimiser's step η.
  var learningRate: Double?
  /// The number of mini-batches in an epoch.
  var stepsPerEpoch: Double?
  /// The number of patterns in a mini-batch.
  var batchSize: Double?
  /// The optimiser: sgd, gradientDescent, momentum or adam.
  var optimizer: String?

  /// Nothing is said.
  init() {}

  /// Reads what a dataset says.
  init(_ dataset: Dataset) {
    func number(_ name: String) -> Double? {
      if let value = dataset.attributes.double(name) { return value }
      let variable = try? dataset.variable(named: name)
      return variable?.values.count == 1 ? variable?.values.doubles?.first : nil
    }
    learningRate = number("learning_rate")
    stepsPerEpoch = number("steps_per_epoch")
    batchSize = number("batch_size")
    optimizer = dataset.attributes.string("optimizer")
    if optimizer == nil, let variable = try? dataset.variable(named: "optimizer"),
      case .strings(let texts) = variable.values
    {
      optimizer = texts.first
    }
  }
}

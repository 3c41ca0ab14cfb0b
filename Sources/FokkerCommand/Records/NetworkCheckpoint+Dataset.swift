import Archives
import NeuralNetworks

/// The names of the variables that hold what is recorded of one network.
let recordedVariables =
  RecordedQuantity.allCases.map(\.variableName) + ["in_training_set"]

extension Dataset {
  /// Adds what is recorded of one network, in the types of the training's precision.
  ///
  /// The variables are those of `training.nc` without the network. While the network is in training,
  /// what is measured along the epoch that follows may lack the last recorded epoch and then has a
  /// dimension of its own.
  mutating func add(_ record: NetworkRecord, of outline: TrainingOutline) throws(ArchiveError) {
    let layout = outline.layout
    func rows(_ quantity: RecordedQuantity) -> Int {
      record[quantity].count / layout.count(of: quantity)
    }
    let epochs = rows(.parameters)
    try addDimension("epoch", length: epochs)
    try addDimension("parameter", length: layout.parameterCount)
    try addDimension("layer", length: layout.layerCount)
    try addDimension("pattern", length: outline.patternCount)
    for quantity in RecordedQuantity.allCases {
      let isComplete = rows(quantity) == epochs
      if !isComplete { try addDimension("followed_epoch", length: rows(quantity)) }
      let values = record[quantity]
      try add(
        Variable(
          quantity.variableName,
          dimensions: [isComplete ? "epoch" : "followed_epoch"] + quantity.innerDimensions,
          values: quantity.extent == .parameter ? outline.values(values) : .doubles(values),
          units: quantity.units, longName: quantity.longName))
    }
    try add(
      Variable(
        "in_training_set", dimensions: ["pattern"], values: .bytes(record.membership),
        longName: "1 for a training pattern, 0 for a test pattern"))
  }

  /// Adds all that the training of a network needs to go on.
  mutating func add(
    _ checkpoint: NetworkCheckpoint, of outline: TrainingOutline
  ) throws(ArchiveError) {
    attributes["finished_epochs"] = .integers([Int64(checkpoint.epoch)])
    attributes["steps"] = .integers([Int64(checkpoint.steps)])
    try add(checkpoint.record, of: outline)
    for (name, values) in [
      ("state", checkpoint.parameters), ("first_moment", checkpoint.firstMoments),
      ("second_moment", checkpoint.secondMoments),
    ] where !values.isEmpty {
      try add(Variable(name, dimensions: ["parameter"], values: outline.values(values)))
    }
  }

  /// The checkpoint that the dataset holds.
  func checkpoint(ofNetwork network: Int) throws -> NetworkCheckpoint {
    func values(_ name: String) throws -> [Double] {
      guard let values = try variable(named: name).values.doubles else { return [] }
      return values
    }
    func state(_ name: String) throws -> [Double] { contains(name) ? try values(name) : [] }
    var recorded: [RecordedQuantity: [Double]] = [:]
    for quantity in RecordedQuantity.allCases {
      recorded[quantity] = try values(quantity.variableName)
    }
    let membership = try integers(named: "in_training_set", dimensions: ["pattern"])
    return NetworkCheckpoint(
      network: network, epoch: Int(try number("finished_epochs")),
      steps: Int(try number("steps")), parameters: try state("state"),
      firstMoments: try state("first_moment"), secondMoments: try state("second_moment"),
      record: NetworkRecord(membership: membership.map { $0 == 0 ? 0 : 1 }) {
        recorded[$0] ?? []
      })
  }
}

extension TrainingOutline {
  /// Numbers in the type of the training's precision.
  fileprivate func values(_ numbers: [Double]) -> ArrayValues {
    switch configuration.precision {
    case .float32: .floats(numbers.map(Float.init))
    case .float64: .doubles(numbers)
    }
  }
}

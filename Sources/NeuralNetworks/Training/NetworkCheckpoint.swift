/// All that the training of one network needs to go on as if it had never stopped.
///
/// Random numbers are functions of (seed, network, epoch), so there is no generator to keep. The
/// numbers are exact: as `Double` they hold those of single precision too.
public struct NetworkCheckpoint: Hashable, Sendable {
  /// The index of the network.
  public let network: Int
  /// The number of finished epochs.
  ///
  /// After the last one of the configuration one more is made to measure the moving gradient.
  public let epoch: Int
  /// The number of steps that the optimiser has taken.
  public let steps: Int
  /// The weights and biases.
  public let parameters: [Double]
  /// The optimiser's velocity (momentum) or mean gradient (Adam); empty for other optimisers.
  public let firstMoments: [Double]
  /// The optimiser's mean squared gradient (Adam); empty for other optimisers.
  public let secondMoments: [Double]
  /// What was recorded so far.
  public let record: NetworkRecord

  /// Creates a checkpoint, as one that was saved.
  ///
  /// - Parameters:
  ///   - network: The index of the network.
  ///   - epoch: The number of finished epochs.
  ///   - steps: The number of steps of the optimiser.
  ///   - parameters: The weights and biases.
  ///   - firstMoments: The optimiser's velocity or mean gradient, if it has one.
  ///   - secondMoments: The optimiser's mean squared gradient, if it has one.
  ///   - record: What was recorded so far.
  public init(
    network: Int, epoch: Int, steps: Int, parameters: [Double], firstMoments: [Double],
    secondMoments: [Double], record: NetworkRecord
  ) {
    self.network = network
    self.epoch = epoch
    self.steps = steps
    self.parameters = parameters
    self.firstMoments = firstMoments
    self.secondMoments = secondMoments
    self.record = record
  }

  /// Whether the training of the network is over and its record complete.
  public func isFinished(in outline: TrainingOutline) -> Bool {
    epoch == outline.configuration.epochs + 1
  }

  /// Checks that training can go on from here.
  ///
  /// The settings are not part of a checkpoint: whoever keeps it must keep them too.
  ///
  /// - Parameter outline: The training that it belongs to.
  /// - Throws: ``TrainingError/unusableCheckpoint(network:reason:)`` when a count does not fit.
  public func validate(for outline: TrainingOutline) throws(TrainingError) {
    let (epochs, optimizer) = (outline.configuration.epochs, outline.configuration.optimizer)
    func check(_ found: Int, _ expected: Int, _ what: String) throws(TrainingError) {
      guard found == expected else {
        throw .unusableCheckpoint(
          network: network, reason: "it holds \(found) \(what) where \(expected) are needed")
      }
    }
    guard (0...epochs + 1).contains(epoch), (0..<outline.networkCount).contains(network) else {
      throw .unusableCheckpoint(
        network: network, reason: "epoch \(epoch) is not one of a training over \(epochs) epochs")
    }
    let parameterCount = outline.layout.parameterCount
    try check(steps, epoch * outline.stepsPerEpoch, "steps")
    try check(parameters.count, parameterCount, "parameters")
    try check(firstMoments.count, optimizer.momentCount >= 1 ? parameterCount : 0, "first moments")
    try check(secondMoments.count, optimizer.momentCount >= 2 ? parameterCount : 0, "squares")
    try check(record.membership.count, outline.patternCount, "patterns")
    for quantity in RecordedQuantity.allCases {
      let last = quantity.isMeasuredAfterwards ? epoch - 1 : epoch
      let recorded = outline.epochs.prefix { $0 <= last }.count
      try check(
        record[quantity].count, recorded * outline.layout.count(of: quantity), quantity.rawValue)
    }
  }
}

extension OptimizerConfiguration {
  /// How many moments of the gradient the optimiser keeps.
  var momentCount: Int {
    switch kind {
    case .sgd, .gradientDescent, .langevin: 0
    case .momentum: 1
    case .adam: 2
    }
  }
}

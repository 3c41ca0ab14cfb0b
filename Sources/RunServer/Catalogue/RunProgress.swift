/// How far a run is at this moment.
public struct RunProgress: Codable, Hashable, Sendable {
  /// A stage of the run.
  public struct Stage: Codable, Hashable, Sendable {
    /// What it does, such as `training`.
    public var activity: String
    /// The file that it makes.
    public var file: String
    /// Whether the file is there.
    public var isDone: Bool

    /// Creates a stage.
    public init(activity: String, file: String, isDone: Bool) {
      self.activity = activity
      self.file = file
      self.isDone = isDone
    }
  }

  /// A network in training.
  public struct Network: Codable, Hashable, Sendable {
    /// Its number.
    public var number: Int
    /// The epoch at which it was last saved.
    public var epoch: Int

    /// Creates a network.
    public init(number: Int, epoch: Int) {
      self.number = number
      self.epoch = epoch
    }
  }

  /// The stages in their order.
  public var stages: [Stage]
  /// The networks that have been saved; empty once the training is over.
  public var networks: [Network]
  /// How many networks are trained.
  public var networkCount: Int
  /// How many epochs each of them is trained for.
  public var epochCount: Int

  /// Creates the progress of a run.
  public init(stages: [Stage], networks: [Network], networkCount: Int, epochCount: Int) {
    self.stages = stages
    self.networks = networks
    self.networkCount = networkCount
    self.epochCount = epochCount
  }

  /// The fraction of the training that has been saved.
  public var trainedFraction: Double {
    guard networkCount > 0, epochCount > 0 else { return 0 }
    let epochs = networks.reduce(0) { $0 + min($1.epoch, epochCount) }
    return min(1, Double(epochs) / Double(networkCount * epochCount))
  }
}

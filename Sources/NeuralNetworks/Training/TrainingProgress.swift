internal import Synchronization

/// How far the training of an ensemble has come.
public struct TrainingProgress: Hashable, Sendable {
  /// The number of networks whose training is finished.
  public internal(set) var networksDone = 0
  /// The number of networks.
  public let networks: Int
  /// The number of finished epochs, those of all networks together.
  public internal(set) var epochsDone = 0
  /// How many of these were finished before the training was resumed; they took no time now.
  public internal(set) var epochsResumed = 0
  /// The number of epochs of all networks together.
  public let epochs: Int
}

/// Counts what several tasks report and hands it on, one report at a time.
final class ProgressCounter: Sendable {
  private let progress: Mutex<TrainingProgress>
  private let report: @Sendable (TrainingProgress) -> Void

  init(networks: Int, epochs: Int, report: @escaping @Sendable (TrainingProgress) -> Void) {
    progress = Mutex(TrainingProgress(networks: networks, epochs: networks * epochs))
    self.report = report
  }

  /// Adds finished epochs and networks.
  func add(epochs: Int, networks: Int = 0) {
    progress.withLock {
      $0.epochsDone += epochs
      $0.networksDone += networks
      report($0)
    }
  }

  /// Adds epochs and networks that an earlier training finished.
  func resume(epochs: Int, networks: Int = 0) {
    progress.withLock {
      $0.epochsDone += epochs
      $0.epochsResumed += epochs
      $0.networksDone += networks
      report($0)
    }
  }
}

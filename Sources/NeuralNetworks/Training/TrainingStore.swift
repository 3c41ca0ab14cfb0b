internal import Synchronization

/// Where the networks of a training are kept: those that are finished, and those that are not.
///
/// A training asks it what there is already and hands it every network when it is finished, when
/// saving is due and when the training is cancelled. It is called from several tasks, from one at a
/// time for each network.
public protocol TrainingStore: Sendable {
  /// Whether the finished network is here already.
  func isFinished(network: Int) -> Bool

  /// The state from which to go on with a network that is not finished, or nil to begin it.
  func checkpoint(ofNetwork network: Int) throws(TrainingError) -> NetworkCheckpoint?

  /// Whether a network in training is to be saved now; asked after every epoch.
  func isSavingDue(network: Int) -> Bool

  /// Keeps a network in place of what was kept of it before.
  func save(_ checkpoint: NetworkCheckpoint) throws(TrainingError)
}

/// The finished networks in memory.
final class RecordsInMemory: TrainingStore {
  private let outline: TrainingOutline
  private let records: Mutex<[NetworkRecord?]>

  init(_ outline: TrainingOutline) {
    self.outline = outline
    records = Mutex([NetworkRecord?](repeating: nil, count: outline.networkCount))
  }

  /// The records of the finished networks, in their order.
  var finished: [NetworkRecord] { records.withLock { $0.compactMap(\.self) } }

  func isFinished(network: Int) -> Bool { false }

  func checkpoint(ofNetwork network: Int) -> NetworkCheckpoint? { nil }

  func isSavingDue(network: Int) -> Bool { false }

  func save(_ checkpoint: NetworkCheckpoint) {
    guard checkpoint.isFinished(in: outline) else { return }
    records.withLock { $0[checkpoint.network] = checkpoint.record }
  }
}

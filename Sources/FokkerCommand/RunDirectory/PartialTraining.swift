import Archives
import Foundation
import NeuralNetworks
import Synchronization

/// The networks of a training that is not over, one file each in `training.partial`.
///
/// Files are written whole. Each says which settings and data it belongs to; others are not used.
final class PartialTraining: TrainingStore {
  private let run: RunDirectory
  private let outline: TrainingOutline
  private let provenance: Attributes
  private let interval: Duration
  private let progress: ProgressReporter
  private let state: Mutex<State>

  private struct State {
    /// The finished networks.
    var finished: Set<Int> = []
    /// When a network in training was begun or last saved.
    var lastSaved: [Int: ContinuousClock.Instant] = [:]
  }

  /// Looks at what an earlier training left and makes the directory if there is none.
  init(
    _ context: StageContext, _ ensemble: NetworkEnsemble, _ data: ExperimentData
  ) throws {
    run = context.run
    outline = ensemble.outline
    interval = context.checkpointInterval
    progress = context.progress
    var frame = try context.dataset("a network in training", .train)
    frame.addIdentity(of: data)
    provenance = frame.attributes
    state = Mutex(State())
    try RunDirectory.makeDirectory(run.partialTraining)
    let saved = try survey(context)
    state.withLock { $0.finished = Set(saved.filter(\.isFinished).map(\.network)) }
    report(saved)
  }

  // MARK: - What an earlier training left

  /// A network of an earlier training.
  private struct Saved {
    var network: Int
    var epoch: Int
    var isFinished: Bool
  }

  /// All networks that can be used; files that cannot be are removed.
  private func survey(_ context: StageContext) throws -> [Saved] {
    var result: [Saved] = []
    for network in 0..<outline.networkCount {
      let path = run.partialTraining(ofNetwork: network)
      guard FileManager.default.fileExists(atPath: path) else { continue }
      do {
        let attributes = try NetCDF.read(path, variables: []).attributes
        try checkOrigin(of: path, attributes, context.configuration)
        let checkpoint = try NetCDF.read(path).checkpoint(ofNetwork: network)
        try checkpoint.validate(for: outline)
        result.append(
          Saved(
            network: network, epoch: checkpoint.epoch,
            isFinished: checkpoint.isFinished(in: outline)))
      } catch {
        progress.note("\(CommandFailure(error).description) Network \(network) begins anew.")
        try? FileManager.default.removeItem(atPath: path)
      }
    }
    return result
  }

  private func checkOrigin(
    of path: String, _ attributes: Attributes, _ configuration: ExperimentConfiguration
  ) throws {
    if let difference = try StageStamp.difference(in: attributes, .train, from: configuration) {
      throw CommandFailure(
        .badData,
        "\(path) was made with \(difference.path) = \(difference.stored), not "
          + "\(difference.current).")
    }
    for (name, what) in [("version", "version of Fokker"), ("data_digest", "data")]
    where attributes.string(name) != provenance.string(name) {
      throw CommandFailure(.badData, "\(path) was made with other \(what).")
    }
  }

  /// Says from where the training goes on.
  private func report(_ saved: [Saved]) {
    guard !saved.isEmpty else { return }
    let partial = saved.filter { !$0.isFinished }.map(\.epoch).sorted()
    let epochs = partial.isEmpty ? "" : ", others at epoch \(Self.list(partial))"
    progress.note(
      "going on: \(saved.count - partial.count)/\(outline.networkCount) networks done\(epochs)")
  }

  private static func list(_ epochs: [Int]) -> String {
    epochs.prefix(4).map(String.init).joined(separator: ", ") + (epochs.count > 4 ? ", …" : "")
  }

  // MARK: - Keeping networks

  func isFinished(network: Int) -> Bool { state.withLock { $0.finished.contains(network) } }

  func checkpoint(ofNetwork network: Int) throws(TrainingError) -> NetworkCheckpoint? {
    state.withLock { $0.lastSaved[network] = .now }
    let path = run.partialTraining(ofNetwork: network)
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    do {
      return try NetCDF.read(path).checkpoint(ofNetwork: network)
    } catch {
      throw .unusableCheckpoint(network: network, reason: CommandFailure(error).description)
    }
  }

  func isSavingDue(network: Int) -> Bool {
    state.withLock { ContinuousClock.now - ($0.lastSaved[network] ?? .now) >= interval }
  }

  func save(_ checkpoint: NetworkCheckpoint) throws(TrainingError) {
    do throws(ArchiveError) {
      var dataset = Dataset(attributes: provenance)
      try dataset.add(checkpoint, of: outline)
      try NetCDF.write(
        dataset, to: run.partialTraining(ofNetwork: checkpoint.network), overwrite: true,
        compressed: false)
    } catch {
      throw .notSaved(reason: error.description)
    }
    let isFinished = checkpoint.isFinished(in: outline)
    state.withLock {
      $0.lastSaved[checkpoint.network] = .now
      if isFinished { $0.finished.insert(checkpoint.network) }
    }
  }

  // MARK: - The end

  /// What is recorded of a finished network, in the variables of `training.nc`.
  func record(ofNetwork network: Int) throws(ArchiveError) -> Dataset {
    try NetCDF.read(run.partialTraining(ofNetwork: network), variables: recordedVariables)
  }

  /// Removes all files.
  func remove() {
    try? FileManager.default.removeItem(atPath: run.partialTraining)
  }
}

import NeuralNetworks
import Synchronization
import Testing

/// Keeps every network, and stops the training by an error after certain epochs of a network.
final class StoppingStore: TrainingStore {
  private struct State {
    var kept: [Int: NetworkCheckpoint] = [:]
    var asked: [Int: Int] = [:]
  }

  private let state = Mutex(State())
  private let stops: Set<Int>
  private let outline: TrainingOutline

  init(_ outline: TrainingOutline, stops: Set<Int>) {
    self.outline = outline
    self.stops = stops
  }

  func isFinished(network: Int) -> Bool {
    state.withLock { $0.kept[network]?.isFinished(in: outline) ?? false }
  }

  func checkpoint(ofNetwork network: Int) -> NetworkCheckpoint? {
    state.withLock {
      $0.asked[network] = $0.kept[network]?.epoch ?? 0
      return $0.kept[network]
    }
  }

  func isSavingDue(network: Int) -> Bool {
    state.withLock {
      $0.asked[network, default: 0] += 1
      return stops.contains($0.asked[network, default: 0])
    }
  }

  func save(_ checkpoint: NetworkCheckpoint) throws(TrainingError) {
    state.withLock { $0.kept[checkpoint.network] = checkpoint }
    if !checkpoint.isFinished(in: outline) { throw .notSaved(reason: "stopped") }
  }

  /// How often the training asked whether to save: the number of epochs of the first network.
  var askedEpochs: Int { state.withLock { $0.asked[0] ?? 0 } }

  var records: [NetworkRecord] {
    state.withLock { state in state.kept.sorted { $0.key < $1.key }.map(\.value.record) }
  }

  var checkpoints: [NetworkCheckpoint] {
    state.withLock { state in state.kept.sorted { $0.key < $1.key }.map(\.value) }
  }
}

@Suite("A training that is stopped")
struct CheckpointTests {
  static func configuration(
    _ kind: OptimizerKind, _ precision: NumericalPrecision = .float32
  ) -> TrainingConfiguration {
    var configuration = TrainingConfiguration()
    configuration.networks = 2
    configuration.epochs = 11
    configuration.precision = precision
    configuration.data.trainingFraction = 0.05
    configuration.optimizer.kind = kind
    configuration.optimizer.batchSize = 32
    configuration.optimizer.schedule = .cosine
    configuration.recording.recordedEpochs = 6
    return configuration
  }

  /// Trains with stops after the given epochs until it gets through.
  static func train(
    _ ensemble: NetworkEnsemble, stops: Set<Int>, threads: Int
  ) async throws -> (store: StoppingStore, attempts: Int) {
    let store = StoppingStore(ensemble.outline, stops: stops)
    for attempt in 1... {
      do throws(TrainingError) {
        try await ensemble.train(threads: threads, store: store)
        return (store, attempt)
      } catch {
        guard case .notSaved = error, attempt < 50 else { throw error }
      }
    }
    return (store, 0)
  }

  @Test(
    "goes on to the same record, bit for bit, for every optimiser and stopped after any epoch",
    arguments: OptimizerKind.allCases, [1, 2])
  func resumes(kind: OptimizerKind, threads: Int) async throws {
    let ensemble = try NetworkEnsemble(Self.configuration(kind))
    let whole = try await Self.train(ensemble, stops: [], threads: 1)
    #expect(whole.attempts == 1)
    // After a recorded epoch, between a recorded one and the next, after the last, and after each.
    for stops: Set<Int> in [[1], [4], [11], [2, 3, 7], Set(1...11)] {
      let resumed = try await Self.train(ensemble, stops: stops, threads: threads)
      #expect(resumed.attempts > 1)
      #expect(resumed.store.checkpoints == whole.store.checkpoints, "\(stops)")
    }
  }

  @Test(
    "goes on with blocks, replacement and constraints too",
    arguments: BatchSampling.allCases, NumericalPrecision.allCases)
  func samplings(sampling: BatchSampling, precision: NumericalPrecision) async throws {
    var configuration = Self.configuration(.momentum, precision)
    configuration.optimizer.sampling = sampling
    configuration.optimizer.weightDecay = 0.1
    configuration.optimizer.maximumNorm = 0.9
    let ensemble = try NetworkEnsemble(configuration)
    let whole = try await ensemble.train(threads: 1)
    let resumed = try await Self.train(ensemble, stops: [3, 8], threads: 2)
    for (network, record) in resumed.store.records.enumerated() {
      for quantity in RecordedQuantity.allCases {
        let count = record[quantity].count
        let expected = whole[quantity][network * count..<(network + 1) * count]
        #expect(
          record[quantity].map(\.bitPattern) == expected.map(\.bitPattern), "\(quantity)")
      }
    }
  }

  @Test("reports the epochs that were done before")
  func progress() async throws {
    let ensemble = try NetworkEnsemble(Self.configuration(.sgd))
    let store = StoppingStore(ensemble.outline, stops: [7])
    await #expect(throws: TrainingError.self) {
      try await ensemble.train(threads: 1, store: store)
    }
    let last = Mutex<TrainingProgress?>(nil)
    await #expect(throws: TrainingError.self) {
      try await ensemble.train(threads: 1, store: store) { report in last.withLock { $0 = report } }
    }
    try await ensemble.train(threads: 1, store: store) { report in last.withLock { $0 = report } }
    let report = try #require(last.withLock { $0 })
    #expect(report.networksDone == 2 && report.epochsDone == 22 && report.epochsResumed == 18)
  }

  @Test("keeps what it did when it is cancelled")
  func cancelled() async throws {
    var configuration = Self.configuration(.sgd)
    configuration.epochs = 1_000_000_000
    let ensemble = try NetworkEnsemble(configuration)
    let store = StoppingStore(ensemble.outline, stops: [])
    let task = Task { try await ensemble.train(threads: 1, store: store) }
    while store.askedEpochs < 3 { await Task.yield() }
    task.cancel()
    await #expect(throws: TrainingError.self) { try await task.value }
    #expect((store.checkpoints.first?.epoch ?? 0) > 0)
  }

  @Test("refuses a checkpoint of another training")
  func otherTraining() async throws {
    let ensemble = try NetworkEnsemble(Self.configuration(.adam))
    let store = StoppingStore(ensemble.outline, stops: [5])
    await #expect(throws: TrainingError.self) {
      try await ensemble.train(threads: 1, store: store)
    }
    let checkpoint = try #require(store.checkpoints.first)
    try checkpoint.validate(for: ensemble.outline)
    var others = [Self.configuration(.sgd), Self.configuration(.adam), Self.configuration(.adam)]
    others[1].network.hiddenWidths = [4]
    others[2].epochs = 3
    for other in others {
      let outline = try NetworkEnsemble(other).outline
      #expect(throws: TrainingError.self) { try checkpoint.validate(for: outline) }
    }
  }
}

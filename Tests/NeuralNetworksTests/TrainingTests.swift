import Foundation
import NeuralNetworks
import Synchronization
import Testing

@Suite("The training of an ensemble")
struct TrainingTests {
  static func quick(_ precision: NumericalPrecision = .float32) -> TrainingConfiguration {
    var configuration = TrainingConfiguration()
    configuration.networks = 3
    configuration.epochs = 20
    configuration.precision = precision
    configuration.recording.recordedEpochs = 6
    return configuration
  }

  @Test("learns the rule", arguments: NumericalPrecision.allCases)
  func learns(precision: NumericalPrecision) async throws {
    var configuration = Self.quick(precision)
    configuration.epochs = 60
    configuration.optimizer.kind = .adam
    let record = try await NetworkEnsemble(configuration).train(threads: 2)
    for network in 0..<3 {
      let first = record.trainingAccuracies[network * 6]
      let last = record.trainingAccuracies[network * 6 + 5]
      #expect(last > 0.9 && last > first + 0.2)
      #expect(record.testAccuracies[network * 6 + 5] > 0.85)
      #expect(record.trainingLosses[network * 6 + 5] < record.trainingLosses[network * 6])
    }
  }

  @Test("does not depend on the number of threads", arguments: NumericalPrecision.allCases)
  func threads(precision: NumericalPrecision) async throws {
    let ensemble = try NetworkEnsemble(Self.quick(precision))
    let one = try await ensemble.train(threads: 1)
    let two = try await ensemble.train(threads: 2)
    #expect(one == two)
  }

  @Test("makes a network a function of the seed and its index")
  func networksAreIndependent() async throws {
    var configuration = Self.quick()
    let three = try await NetworkEnsemble(configuration).train(threads: 1)
    configuration.networks = 1
    let one = try await NetworkEnsemble(configuration).train(threads: 1)
    #expect(one.parameters[...] == three.parameters[..<one.parameters.count])
    configuration.seed = 2
    let other = try await NetworkEnsemble(configuration).train(threads: 1)
    #expect(other.parameters != one.parameters)
    #expect(other.membership != one.membership)
  }

  @Test("records arrays of the documented shapes")
  func shapes() async throws {
    let record = try await NetworkEnsemble(Self.quick()).train(threads: 1)
    let (networks, epochs) = (3, 6)
    #expect(record.epochs.count == epochs && record.epochs.last == 20)
    for values in [record.parameters, record.gradientMeans, record.gradientStandardDeviations] {
      #expect(values.count == networks * epochs * 294)
    }
    for values in [
      record.meanGradientNorms, record.gradientNoiseNorms, record.squaredGradientNorms,
      record.weightNorms,
    ] {
      #expect(values.count == networks * epochs * 6)
    }
    #expect(record.testLosses.count == networks * epochs)
    #expect(record.membership.count == networks * 4096)
    #expect(record.membership.reduce(0) { $0 + Int($1) } == networks * 3482)
    #expect(record.steps.last == 280)
    #expect(abs(record.learningTimes[5] - 2.8) < 1e-12)
    #expect(record.noiseScale == 1)
  }

  @Test("reports progress up to the end")
  func progress() async throws {
    let reports = Mutex<[TrainingProgress]>([])
    _ = try await NetworkEnsemble(Self.quick()).train(threads: 2) { report in
      reports.withLock { $0.append(report) }
    }
    let all = reports.withLock { $0 }
    #expect(all.last?.networksDone == 3 && all.last?.epochsDone == 60)
    #expect(zip(all, all.dropFirst()).allSatisfy { $0.epochsDone <= $1.epochsDone })
  }

  @Test("stops when its task is cancelled")
  func cancellation() async throws {
    var configuration = Self.quick()
    configuration.epochs = 1_000_000_000
    let ensemble = try NetworkEnsemble(configuration)
    let task = Task { try await ensemble.train(threads: 1) }
    task.cancel()
    await #expect(throws: TrainingError.cancelled) { try await task.value }
  }

  @Test("says where it diverged")
  func divergence() async throws {
    var configuration = Self.quick()
    configuration.network.activation = .linear
    configuration.optimizer.learningRate = 1e30
    let error = await #expect(throws: TrainingError.self) {
      try await NetworkEnsemble(configuration).train(threads: 1)
    }
    guard case .diverged(let network, let layer, let epoch, let step) = error else {
      Issue.record("unexpected \(String(describing: error))")
      return
    }
    #expect(network == 0 && (1...6).contains(layer) && epoch == 1 && (1...14).contains(step))
  }

  @Test("refuses less than one thread")
  func noThreads() async throws {
    let ensemble = try NetworkEnsemble(Self.quick())
    await #expect(throws: TrainingError.self) { try await ensemble.train(threads: 0) }
  }
}

import Benchmark
import NeuralNetworks

/// The number of epochs of one iteration.
private let epochs = 100

/// The task of the peers' scripts: 50 networks 12-10-7-5-4-3-2 on 3482 patterns in batches of 256.
private func ensemble(
  _ precision: NumericalPrecision, _ sampling: BatchSampling
) throws -> NetworkEnsemble {
  var configuration = TrainingConfiguration()
  configuration.epochs = epochs
  configuration.recording.recordedEpochs = 2
  configuration.recording.perSampleGradients = false
  configuration.optimizer.learningRate = 0.05
  configuration.optimizer.sampling = sampling
  configuration.precision = precision
  return try NetworkEnsemble(configuration)
}

/// What is measured at the recorded epochs: one network, every epoch recorded with all statistics.
private func measuredNetwork() throws -> NetworkEnsemble {
  var configuration = TrainingConfiguration()
  configuration.networks = 1
  configuration.epochs = epochs
  configuration.recording.recordedEpochs = epochs + 1
  return try NetworkEnsemble(configuration)
}

let benchmarks: @Sendable () -> Void = {
  let settings = Benchmark.Configuration(
    metrics: [.wallClock, .cpuTotal], timeUnits: .milliseconds, warmupIterations: 1,
    maxDuration: .seconds(20), maxIterations: 9)
  for precision in NumericalPrecision.allCases {
    for sampling in [BatchSampling.fixedBlocks, .reshuffled] {
      for threads in [1, 2] {
        let name = "\(epochs) epochs, \(precision.rawValue), \(sampling.rawValue), \(threads) thr."
        Benchmark(name, configuration: settings) { (_: Benchmark) in
          blackHole(try await ensemble(precision, sampling).train(threads: threads))
        }
      }
    }
  }
  Benchmark("\(epochs) epochs, one network, all recorded", configuration: settings) {
    (_: Benchmark) in
    blackHole(try await measuredNetwork().train(threads: 1))
  }
}

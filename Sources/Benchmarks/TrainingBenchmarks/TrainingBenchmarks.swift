import Benchmark
import NeuralNetworks

/// The task of the peers' scripts: 50 networks 12-10-7-5-4-3-2 on 3482 patterns in batches of 256.
///
/// One iteration trains for 100 epochs and measures the gradients at two of them, so that an
/// epoch of training costs a hundredth of it and a little less.
private func ensemble(
  _ precision: NumericalPrecision, _ sampling: BatchSampling
) throws -> NetworkEnsemble {
  var configuration = TrainingConfiguration()
  configuration.epochs = epochsPerIteration
  configuration.recording.recordedEpochs = 2
  configuration.optimizer.learningRate = 0.05
  configuration.optimizer.sampling = sampling
  configuration.precision = precision
  return try NetworkEnsemble(configuration)
}

private let epochsPerIteration = 100

let benchmarks: @Sendable () -> Void = {
  let settings = Benchmark.Configuration(
    metrics: [.wallClock, .cpuTotal], timeUnits: .milliseconds, warmupIterations: 1,
    maxDuration: .seconds(20), maxIterations: 9)
  for precision in NumericalPrecision.allCases {
    for sampling in [BatchSampling.fixedBlocks, .reshuffled] {
      for threads in [1, 2] {
        Benchmark(
          "train \(precision.rawValue) \(sampling.rawValue) \(threads) x \(epochsPerIteration)",
          configuration: settings
        ) { _ in
          let ensemble = try ensemble(precision, sampling)
          blackHole(try await ensemble.train(threads: threads))
        }
      }
    }
  }
}

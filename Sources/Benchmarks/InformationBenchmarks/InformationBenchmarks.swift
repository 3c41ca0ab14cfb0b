import Benchmark
import InformationTheory
import NeuralNetworks

/// The six layers of an untrained network on all 4096 patterns, in single precision.
private struct Snapshot {
  let activations: [Float]
  let layers: [Range<Int>]
  let labels: LabelDistribution

  init() throws {
    let configuration = TrainingConfiguration()
    let ensemble = try NetworkEnsemble(configuration)
    let patterns = ensemble.patterns
    let evaluator = try NetworkEvaluator<Float>(configuration.network, patterns: patterns)
    var values = [Float](repeating: 0, count: evaluator.activationCount)
    var span = values.mutableSpan
    evaluator.activations(of: ensemble.initialParameters(ofNetwork: 0).span, into: &span)
    activations = values
    layers = ensemble.layout.layers.map { evaluator.activationRange(ofLayer: $0) }
    let count = patterns.classCount
    labels = try LabelDistribution(
      classProbabilities: (0..<patterns.patternCount).map {
        Array(patterns.classProbabilities[$0 * count..<($0 + 1) * count])
      })
  }

  /// Calls `body` with the activations of every layer in turn.
  func forEachLayer(_ body: (UnsafeBufferPointer<Float>) throws -> Void) throws {
    try activations.withUnsafeBufferPointer { buffer in
      for layer in layers { try body(UnsafeBufferPointer(rebasing: buffer[layer])) }
    }
  }
}

let benchmarks: @Sendable () -> Void = {
  Benchmark(
    "binned, 30 bins, six layers",
    configuration: .init(
      metrics: [.wallClock, .cpuTotal], timeUnits: .microseconds, warmupIterations: 1,
      scalingFactor: .kilo, maxDuration: .seconds(5), maxIterations: 30)
  ) { (benchmark: Benchmark) in
    let snapshot = try Snapshot()
    let estimator = try BinnedEstimator()
    var workspace = BinningWorkspace(labels: snapshot.labels)
    benchmark.startMeasurement()
    for _ in benchmark.scaledIterations {
      try snapshot.forEachLayer {
        blackHole(try estimator.information(of: $0, workspace: &workspace))
      }
    }
    benchmark.stopMeasurement()
  }
  Benchmark(
    "Kolchinsky-Tracey bounds, six layers",
    configuration: .init(
      metrics: [.wallClock, .cpuTotal], timeUnits: .milliseconds, warmupIterations: 2,
      maxDuration: .seconds(10), maxIterations: 50)
  ) { (benchmark: Benchmark) in
    let snapshot = try Snapshot()
    let estimator = try KernelDensityEstimator()
    benchmark.startMeasurement()
    try snapshot.forEachLayer {
      blackHole(try estimator.information(of: $0, labels: snapshot.labels))
    }
    benchmark.stopMeasurement()
  }
}

import Foundation
import NeuralNetworks

/// The layers of one network on all patterns.
///
/// The file, which peers/estimators.py reads too: counts as little-endian 64-bit numbers (patterns,
/// features, layers, the units of each layer), then labels of 64 bits, inputs [feature][pattern] in
/// double and layers [unit][pattern] in single precision.
struct Snapshot {
  let labels: [Int]
  let inputs: [Double]
  let layers: [[Float]]

  /// The first network of the published experiment after some epochs.
  init(epochs: Int) async throws {
    var configuration = TrainingConfiguration()
    configuration.networks = 1
    configuration.epochs = epochs
    configuration.recording.recordedEpochs = 2
    let ensemble = try NetworkEnsemble(configuration)
    let record = try await ensemble.train(threads: 1)
    let parameters = Array(record[.parameters][record.range(network: 0, epochIndex: 1)])
    let patterns = ensemble.patterns
    let evaluator = try NetworkEvaluator<Float>(configuration.network, patterns: patterns)
    var values = [Float](repeating: 0, count: evaluator.activationCount)
    var span = values.mutableSpan
    evaluator.activations(of: parameters.span, into: &span)
    layers = ensemble.layout.layers.map { Array(values[evaluator.activationRange(ofLayer: $0)]) }
    inputs = (0..<patterns.featureCount).flatMap { feature in
      (0..<patterns.patternCount).map { patterns.inputs[$0 * patterns.featureCount + feature] }
    }
    labels = (0..<patterns.patternCount).map {
      patterns.classProbabilities[$0 * patterns.classCount + 1] > 0.5 ? 1 : 0
    }
  }

  init(path: String) throws {
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    func take<Value>(_ count: Int, _: Value.Type) -> [Value] {
      let size = count * MemoryLayout<Value>.stride
      defer { bytes = bytes.dropFirst(size) }
      return bytes.withUnsafeBytes { buffer in
        (0..<count).map {
          buffer.loadUnaligned(fromByteOffset: $0 * MemoryLayout<Value>.stride, as: Value.self)
        }
      }
    }
    let counts = take(3, Int.self)
    let units = take(counts[2], Int.self)
    labels = take(counts[0], Int.self)
    inputs = take(counts[0] * counts[1], Double.self)
    layers = units.map { take($0 * counts[0], Float.self) }
  }

  func write(to path: String) throws {
    var data = Data()
    func append<Value>(_ values: [Value]) { values.withUnsafeBytes { data.append(contentsOf: $0) } }
    append([labels.count, inputs.count / labels.count, layers.count])
    append(layers.map { $0.count / labels.count })
    append(labels)
    append(inputs)
    for layer in layers { append(layer) }
    try data.write(to: URL(fileURLWithPath: path))
  }

  /// An estimate of every layer.
  func map(_ estimate: (UnsafeBufferPointer<Float>) throws -> [Double]) throws -> [[Double]] {
    try layers.map { try $0.withUnsafeBufferPointer(estimate) }
  }
}

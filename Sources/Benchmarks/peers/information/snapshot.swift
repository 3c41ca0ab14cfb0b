// Times the estimators on one snapshot; compiled and run by run.py.
import Foundation
import InformationTheory

/// One snapshot as run.py writes it: counts, labels, inputs [feature][pattern], layers
/// [unit][pattern].
struct Snapshot {
  var labels: [Int]
  var inputs: [Double]
  var layers: [[Float]] = []

  init(_ data: Data) {
    var bytes = data
    func take<Value>(_ count: Int, _: Value.Type) -> [Value] {
      let size = count * MemoryLayout<Value>.stride
      defer { bytes = bytes.dropFirst(size) }
      return Data(bytes.prefix(size)).withUnsafeBytes { Array($0.bindMemory(to: Value.self)) }
    }
    let counts = take(8, Int.self)
    labels = take(counts[0], Int.self)
    inputs = take(counts[0] * counts[1], Double.self)
    for units in counts.dropFirst(2) { layers.append(take(units * counts[0], Float.self)) }
  }
}

/// The processor time of the best repetition in milliseconds.
func best(_ repetitions: Int, _ work: () throws -> Void) rethrows -> Double {
  func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) * 1e-6
  }
  try work()
  var least = Double.infinity
  for _ in 0..<repetitions {
    let start = now()
    try work()
    least = min(least, now() - start)
  }
  return least
}

@main
enum Main {
  static func main() throws {
    let snapshot = Snapshot(try Data(contentsOf: URL(fileURLWithPath: CommandLine.arguments[1])))
    let labels = try LabelDistribution(labels: snapshot.labels, classCount: 2)
    var result: [String: Any] = [:]

    let binned = try BinnedEstimator()
    var workspace = BinningWorkspace(labels: labels)
    var pairs: [[Double]] = []
    result["binned_ms"] = try best(1000) {
      pairs.removeAll(keepingCapacity: true)
      for layer in snapshot.layers {
        let value = try layer.withUnsafeBufferPointer {
          try binned.information(of: $0, workspace: &workspace)
        }
        pairs.append([value.aboutInput, value.aboutLabel])
      }
    }
    result["binned"] = pairs

    var published = BinningConfiguration()
    published.placement = .publishedCode
    let publishedCode = try BinnedEstimator(published)
    result["published"] = try snapshot.layers.map { layer in
      let value = try layer.withUnsafeBufferPointer {
        try publishedCode.information(of: $0, workspace: &workspace)
      }
      return [value.aboutInput, value.aboutLabel]
    }

    let kernelDensity = try KernelDensityEstimator()
    var bounds: [[Double]] = []
    result["kernel_density_ms"] = try best(8) {
      bounds = try snapshot.layers.map { layer in
        let value = try layer.withUnsafeBufferPointer {
          try kernelDensity.information(of: $0, labels: labels)
        }
        return [
          value.aboutInputLower, value.aboutLabelLower, value.aboutInputUpper,
          value.aboutLabelUpper,
        ]
      }
    }
    result["kernel_density"] = bounds

    let nearest = try NearestNeighborEstimator()
    var neighbors = try NearestNeighborWorkspace(labels: snapshot.labels, inputs: snapshot.inputs)
    var estimates: [[Double]] = []
    result["nearest_neighbor_ms"] = try best(5) {
      estimates = try snapshot.layers.map { layer in
        let value = try layer.withUnsafeBufferPointer {
          try nearest.information(of: $0, workspace: &neighbors)
        }
        return [value.aboutInput, value.aboutLabel]
      }
    }
    result["nearest_neighbor"] = estimates

    let noisy = try NoisyLayerEstimator()
    let normals = (0..<10 * labels.patternCount).map { Double(($0 * 7919) % 1000) / 500 - 1 }
    result["noisy_ms"] = try best(5) {
      for layer in snapshot.layers {
        _ = try layer.withUnsafeBufferPointer {
          try noisy.information(
            of: $0, normals: Array(normals.prefix(layer.count)), labels: labels)
        }
      }
    }
    print(
      String(
        decoding: try JSONSerialization.data(withJSONObject: result, options: [.sortedKeys]),
        as: UTF8.self))
  }
}

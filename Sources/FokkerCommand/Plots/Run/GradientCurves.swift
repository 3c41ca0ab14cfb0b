import Archives
import Figures
import Foundation

/// The curves of `gradients.nc`, layer by layer, as series of a figure.
struct GradientCurves {
  let layers: [Int]
  let epochs: [Double]
  /// Whether the norms of the weights are known, by which gradients are normalised.
  let hasWeights: Bool
  private var values: [String: [Double]] = [:]

  init(_ dataset: Dataset) throws {
    layers = try dataset.integers(named: "layer", dimensions: ["layer"]).map(Int.init)
    epochs = try dataset.doubles(named: "epoch", dimensions: ["epoch"])
    hasWeights = dataset.contains("normalized_gradient_mean")
    let axes = ["layer", "epoch"]
    for variable in dataset.variables where variable.dimensions == axes {
      values[variable.name] = try dataset.doubles(named: variable.name, dimensions: axes)
    }
  }

  /// One curve of one layer; empty when the file has none.
  private func curve(_ name: String, _ index: Int) -> [Double] {
    guard let all = values[name] else { return [] }
    return Array(all[index * epochs.count..<(index + 1) * epochs.count])
  }

  /// A curve in the colour of its layer.
  func line(_ name: String, _ index: Int, _ label: String, line: LineStyle = .solid) -> Series {
    Series(
      label, .line(x: epochs, y: curve(name, index)), line: line, lineWidth: 1.4,
      layer: layers[index] - 1)
  }

  /// A curve in the colour of its layer with the band of its intervals, if it has them.
  func banded(_ name: String, _ index: Int, line: LineStyle = .solid) -> [Series] {
    let (lower, upper) = (curve("\(name)_lower", index), curve("\(name)_upper", index))
    let hasIntervals = lower.contains { !$0.isNaN }
    return EstimateCurve(
      "", times: epochs, values: curve(name, index), lower: hasIntervals ? lower : [],
      upper: hasIntervals ? upper : []
    ).series(line: line, layer: layers[index] - 1)
  }

  /// The root of the unbiased squared ratio, interrupted where that is not positive.
  func unbiasedRatio(_ index: Int) -> Series {
    let roots = curve("squared_snr", index).map { $0 > 0 ? $0.squareRoot() : .nan }
    return Series(
      "", .line(x: epochs, y: roots), line: .dotted, lineWidth: 1.4, layer: layers[index] - 1)
  }

  /// The height of a curve between recorded epochs, logarithmic in both.
  func height(of name: String, _ index: Int, at epoch: Double) -> Double {
    let curve = curve(name, index)
    guard let right = epochs.firstIndex(where: { $0 >= epoch }) else { return .nan }
    guard right > 0, epochs[right - 1] > 0 else { return curve[right] }
    let fraction = log(epoch / epochs[right - 1]) / log(epochs[right] / epochs[right - 1])
    return curve[right - 1] * pow(curve[right] / curve[right - 1], fraction)
  }
}

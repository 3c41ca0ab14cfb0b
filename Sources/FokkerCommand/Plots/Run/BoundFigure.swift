import Archives
import Figures
import InformationTheory

/// The layers of a run against the information-bottleneck curve, from `bound.nc`.
struct BoundFigure {
  private let dataset: Dataset

  init(_ dataset: Dataset) { self.dataset = dataset }

  /// The curve, and below it every layer of every network.
  func figure() throws -> Figure {
    let height = try dataset.number("pattern_label_information_bit")
    var points = zip(
      try dataset.doubles(named: "bound_input", dimensions: ["point"]),
      try dataset.doubles(named: "bound_label", dimensions: ["point"])
    ).map { (input: $0, output: $1) }
    guard dataset.contains("layer") else {
      points.append((try dataset.number("class_entropy_bit"), height))
      return .bottleneckBound(points, height: height, title: "The information-bottleneck bound")
    }
    let axes = ["network", "layer"]
    let input = try dataset.rows(named: "information_input", dimensions: axes)
    let label = try dataset.rows(named: "information_label", dimensions: axes)
    let furthest = input.joined().max() ?? 0
    points.append((max(try dataset.number("class_entropy_bit"), furthest), height))
    let epoch = Int(try dataset.number("epoch"))
    return .bottleneckBound(
      points,
      layers: boundLayers(
        input: input, label: label,
        beta: try dataset.rows(named: "layer_beta", dimensions: axes)), height: height,
      title: "Layers and the information-bottleneck bound, epoch \(epoch)")
  }
}

/// The layers of all networks with the medians of their β, from arrays of shape [network][layer].
func boundLayers(input: [[Double]], label: [[Double]], beta: [[Double]]) -> [BoundLayer] {
  (input.first ?? []).indices.map { layer in
    let median = LayerBoundStatistics.median(ofBetas: beta.map { $0[layer] })
    let multiplier = median == .infinity ? "∞" : compact(median)
    return BoundLayer(
      "T_{\(layer + 1)}" + (median.isNaN ? "" : ", β \(multiplier)"),
      inputInformation: input.map { $0[layer] },
      outputInformation: label.map { $0[layer] })
  }
}

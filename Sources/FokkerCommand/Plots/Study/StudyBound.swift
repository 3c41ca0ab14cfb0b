import Archives
import Figures

/// Converged layers against the bottleneck curve, from `bound.nc` of the study.
struct StudyBound {
  private let data: Dataset

  init(_ data: Dataset) { self.data = data }

  /// The ensemble whose label has the given information.
  func figure(_ information: String) throws -> Figure {
    guard data.contains("bound_input") else {
      throw CommandFailure(
        .badData,
        "\(data.source) was made by an earlier version and holds no curve; make it again with "
          + "'fokker study bound'.")
    }
    let labels = try data.nameCoordinate("case")
    guard let index = labels.firstIndex(where: { $0.contains(information) }) else {
      throw CommandFailure(
        .badData, "\(data.source) has no rule with I(X;Y) \(information) bit.")
    }
    let networks = try data.length(of: "network")
    let axes = ["case", "network", "layer"]
    let rows = index * networks..<(index + 1) * networks
    let input = Array(try data.rows(named: "information_input", dimensions: axes)[rows])
    let label = Array(try data.rows(named: "information_label", dimensions: axes)[rows])
    let beta = Array(try data.rows(named: "layer_beta", dimensions: axes)[rows])
    let height = try data.doubles(named: "pattern_label_information", dimensions: ["case"])[index]
    let curve = ["case", "point"]
    let points = zip(
      try data.rows(named: "bound_input", dimensions: curve)[index],
      try data.rows(named: "bound_label", dimensions: curve)[index]
    ).map { (input: $0, output: $1) }.filter { !$0.input.isNaN }
    return .bottleneckBound(
      points + [(12, height)], layers: boundLayers(input: input, label: label, beta: beta),
      height: height,
      title: "Converged layers and the bound, \(labels[index])")
  }
}

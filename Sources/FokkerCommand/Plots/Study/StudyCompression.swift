import Archives
import Figures

/// The law by which the layers compress, from `compression.nc`.
struct StudyCompression {
  private let data: Dataset

  init(_ data: Dataset) { self.data = data }

  func figure() throws -> Figure {
    guard let item = try StudyPaths(data).cases.first else {
      throw CommandFailure(.badData, "\(data.source) holds no ensemble.")
    }
    let measured = item.input.enumerated().flatMap { layer, curve in
      EstimateCurve(
        "T_{\(layer + 1)}", times: item.epochs, values: curve.values, standardErrors: curve.errors
      ).series(layer: layer)
    }
    let fits = try data.rowsIfPresent(
      named: "law_fit", dimensions: ["compressing_layer", "record"])
    let layers = fits == nil ? [] : try data.wholeCoordinate("compressing_layer")
    let laws = layers.enumerated().map { row, layer in
      Series(
        "", .line(x: item.epochs, y: Array((fits?[row] ?? []).prefix(item.epochs.count))),
        line: .dashed, lineWidth: 1.2, layer: layer - 1)
    }
    return Figure(
      "Information of the layers about the input",
      summary: "Mean over networks with its 95 % interval; dashed: the law of compression that "
        + "forecasts held-out networks best.",
      panels: [
        Panel(
          x: .epochs(item.epochs),
          y: AxisStyle("I(X;T)", unit: "bit", limits: .including(0...12)),
          series: measured + laws)
      ])
  }
}

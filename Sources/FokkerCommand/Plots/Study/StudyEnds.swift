import Archives
import Figures

/// Where the layers end for training sets of several sizes, from `fractions.nc`.
struct StudyEnds {
  private let data: Dataset

  init(_ data: Dataset) { self.data = data }

  func figure() throws -> Figure {
    let percents = try data.coordinate("training_percent")
    let layers = try data.length(of: "layer")
    let axes = ["training_percent", "layer"]
    let input = try data.rows(named: "information_input", dimensions: axes)
    let label = try data.rows(named: "information_label", dimensions: axes)
    let columns = (0..<layers).map { layer in
      (x: input.map { $0[layer] }, y: label.map { $0[layer] })
    }
    let lines = columns.enumerated().map { layer, column in
      Series(
        "", .line(x: column.x, y: column.y), color: .fixed(Color(0xB8B8B8)), lineWidth: 1,
        layer: layer)
    }
    let points = columns.enumerated().map { layer, column in
      Series(
        "", .coloredPoints(x: column.x, y: column.y, values: percents), markerSize: 7,
        layer: layer)
    }
    return Figure(
      "Final layers for training sets from \(Int(percents.first ?? 0)) to "
        + "\(Int(percents.last ?? 0)) % of the patterns",
      summary: "Mean over networks; one line per layer, one point per size of the training set.",
      panels: [
        Panel(
          x: .inputInformation, y: .labelInformation, series: lines + points,
          annotations: columns.enumerated().map { layer, column in
            .text("T_{\(layer + 1)}", x: column.x[0], y: column.y[0], side: .below)
          })
      ], colorScale: AxisStyle("training patterns", unit: "%"))
  }
}

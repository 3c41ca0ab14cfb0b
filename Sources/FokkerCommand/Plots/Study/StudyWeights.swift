import Archives
import Figures

/// Weights before and after training, from `weights.nc`.
struct StudyWeights {
  private let data: Dataset

  init(_ data: Dataset) { self.data = data }

  func figure() throws -> Figure {
    let layerOfParameter = try data.integers(
      named: "parameter_layer", dimensions: ["parameter"]
    ).map(Int.init)
    let axes = ["network", "parameter"]
    let initial = try data.rows(named: "initial_weight", dimensions: axes)
    let final = try data.rows(named: "final_weight", dimensions: axes)
    // Files of earlier versions do not tell biases apart, but these begin at zero.
    let isBias =
      try data.rowsIfPresent(named: "parameter_is_bias", dimensions: ["parameter"])?[0].map {
        $0 == 1
      }
      ?? layerOfParameter.indices.map { parameter in initial.allSatisfy { $0[parameter] == 0 } }
    let panels = try Set(layerOfParameter).sorted().enumerated().map { index, layer in
      let members = layerOfParameter.indices.filter {
        layerOfParameter[$0] == layer && !isBias[$0]
      }
      let (before, after) = (
        initial.flatMap { row in members.map { row[$0] } },
        final.flatMap { row in members.map { row[$0] } }
      )
      let histogram = WeightHistogram(reach: (before + after).reduce(0) { max($0, abs($1)) })
      return weightPanel(
        layer,
        [
          Series("", try histogram.area(of: after), layer: layer - 1),
          Series(
            "", try histogram.outline(of: before), color: .fixed(Color(0x555555)), lineWidth: 1,
            layer: layer - 1),
        ], isFirst: index == 0, "after training")
    }
    return Figure(
      "Weights of \(networkPhrase(initial.count)) before and after training",
      summary: "Histograms of all weights of a layer in all networks.", panels: panels,
      columns: panelColumns(panels.count), panelWidth: 240, panelHeight: 160)
  }
}

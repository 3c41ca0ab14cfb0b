import Figures

/// Histograms of the weights of a run, from `training.nc`.
struct WeightFigures {
  private let history: WeightHistory

  init(_ run: RunFiles) throws { history = try WeightHistory(run) }

  /// Every layer at every recorded epoch, over the histogram at the start.
  func movie() throws -> Figure {
    let panels = try history.layers.indices.map { layer in
      let histogram = WeightHistogram(reach: history.reach(layer: layer))
      let first = Series(
        "", try histogram.outline(of: history.values(layer: layer, epoch: 0)),
        color: .fixed(Color(0x555555)), lineWidth: 1, layer: layer)
      let frames = try history.epochs.indices.map { epoch in
        Series(
          "", try histogram.area(of: history.values(layer: layer, epoch: epoch)), layer: layer,
          frame: epoch)
      }
      return weightPanel(
        history.layers[layer], frames + [first], isFirst: layer == 0, "at an epoch")
    }
    return Figure(
      "Weights of \(networkPhrase(history.networkCount))",
      summary: "Histograms of all weights of a layer in all networks.", panels: panels,
      columns: panelColumns(panels.count), panelWidth: 240, panelHeight: 160,
      frames: FigureFrames("epoch", values: history.epochs))
  }
}

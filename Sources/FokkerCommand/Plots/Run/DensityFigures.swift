import Archives
import DriftDiffusion
import Figures
import Grids
import KramersMoyal

/// Measured and predicted densities of the weights, from `training.nc` and `density.nc`.
struct DensityFigures {
  private let history: WeightHistory
  private let predicted: PredictedDensities

  init(_ run: RunFiles) throws {
    history = try WeightHistory(run)
    predicted = try PredictedDensities(run.read(.solve))
  }

  /// The largest number of cells along the weights of one layer.
  private static let cells = 60

  /// Densities over epoch and weight: measured above, predicted by the affine closure below.
  func map() throws -> Figure {
    let closure = predicted.mainClosure
    let places = predicted.epochs.indices.filter { predicted.epochs[$0] > 0 }
    let edges = Self.edges(around: places.map { predicted.epochs[$0] })
    let axis = AxisStyle(
      "epoch", scale: .logarithmic, limits: .fixed(edges[0]...edges[edges.count - 1]))
    let limit = largest(closure)
    var rows: [[Panel]] = [[], []]
    for layer in predicted.layers.indices {
      let cells = cells(layer)
      let measured = try places.map { try histogram(layer, epoch: $0, cells) }
      let solved = places.map { predicted.density(closure, layer, $0, in: cells) }
      for (row, columns) in [measured, solved].enumerated() {
        let values = cells.indices.flatMap { cell in columns.map { min($0[cell], limit) } }
        rows[row].append(
          Panel(
            "\(layerName(predicted.layers[layer])), \(row == 0 ? "measured" : "predicted")",
            x: axis, y: AxisStyle("weight"),
            series: [
              Series(
                "", .heatMap(xEdges: edges, yEdges: cells.edges, values: values),
                layer: predicted.layers[layer] - 1)
            ]))
      }
    }
    let columns = panelColumns(predicted.layers.count)
    // Both rows of every few layers, one below the other.
    let panels = stride(from: 0, to: predicted.layers.count, by: columns).flatMap { start in
      rows.flatMap { $0[start..<min(start + columns, $0.count)] }
    }
    return Figure(
      "Density of the weights, measured and predicted by the \(closure) closure",
      summary: "The probability density of the weights of every layer over epoch and weight: the "
        + "histogram of all networks, and the solution of the layer's equation; what exceeds the "
        + "scale has its last colour.",
      panels: panels, columns: columns, panelWidth: 230, panelHeight: 130,
      colorScale: AxisStyle("density", unit: "1/weight", limits: .fixed(0...limit)))
  }

  /// Densities at four epochs: histograms as areas, predictions as lines.
  func curves() throws -> Figure {
    let closure = predicted.mainClosure
    let last = predicted.epochs.count - 1
    let places = distinct((0...3).map { $0 * last / 3 })
    let panels = try predicted.layers.indices.map { layer in
      let cells = cells(layer)
      let series = try places.flatMap { place -> [Series] in
        let color = SeriesColor.value(max(predicted.epochs[place], 1))
        return [
          Series(
            "",
            .line(
              x: cells.centers, y: predicted.density(closure, layer, place, in: cells)),
            color: color, layer: predicted.layers[layer] - 1),
          Series(
            "", .steps(edges: cells.edges, values: try histogram(layer, epoch: place, cells)),
            color: color, lineWidth: 0.9, layer: predicted.layers[layer] - 1),
        ]
      }
      let legend: [Series] =
        layer == 0
        ? [.legendLine("predicted (smooth), \(closure) closure"), .legendLine("measured (steps)")]
        : []
      return Panel(
        layerName(predicted.layers[layer]), x: AxisStyle("weight"),
        y: AxisStyle("density", unit: "1/weight"), series: legend + series)
    }
    return Figure(
      "Density of the weights at \(places.count) epochs",
      summary: "Histograms of the weights of all networks and the solution of every layer's "
        + "equation, coloured by the epoch.",
      panels: panels, columns: panelColumns(panels.count), panelWidth: 240, panelHeight: 160,
      colorScale: AxisStyle("epoch", scale: .logarithmic))
  }

  /// Densities in every closure, a frame for every recorded epoch.
  func movie() throws -> Figure {
    var panels = try predicted.layers.indices.map { layer in
      let (cells, number) = (cells(layer), predicted.layers[layer])
      let series = try predicted.epochs.indices.flatMap { epoch -> [Series] in
        let area = Series(
          "",
          .bars(edges: cells.edges, values: try histogram(layer, epoch: epoch, cells)),
          layer: number - 1, frame: epoch)
        let lines = predicted.orderedClosures.enumerated().map { place, closure in
          Series(
            "",
            .line(x: cells.centers, y: predicted.density(closure, layer, epoch, in: cells)),
            color: PredictionStyle(place).color, line: PredictionStyle(place).line,
            lineWidth: 1.3, layer: number - 1, frame: epoch)
        }
        return [area] + lines
      }
      return Panel(
        layerName(number), x: AxisStyle("weight"), y: AxisStyle("density", unit: "1/weight"),
        series: series)
    }
    let names = predicted.orderedClosures.enumerated().map { place, closure in
      Series(
        closure, .line(x: [], y: []), color: PredictionStyle(place).color,
        line: PredictionStyle(place).line)
    }
    if !panels.isEmpty { panels[0].series = [.legendArea("measured")] + names + panels[0].series }
    return Figure(
      "Density of the weights, measured and predicted",
      summary: "Histograms of the weights of all networks and the solutions of every layer's "
        + "equation by closure.",
      panels: panels, columns: panelColumns(panels.count), panelWidth: 240, panelHeight: 160,
      frames: FigureFrames("epoch", values: predicted.epochs))
  }

  /// The cells of a layer: those of `density.nc`, some taken together, that its weights reach.
  private func cells(_ layer: Int) -> PictureCells {
    let number = predicted.layers[layer]
    let place = history.layers.firstIndex(of: number) ?? layer
    return predicted.cells(reach: 1.05 * history.reach(layer: place), count: Self.cells)
  }

  /// The histogram of a layer at one epoch of the predictions.
  private func histogram(_ layer: Int, epoch: Int, _ cells: PictureCells) throws -> [Double] {
    let number = predicted.layers[layer]
    guard let place = history.layers.firstIndex(of: number),
      let time = history.epochs.firstIndex(of: predicted.epochs[epoch])
    else {
      throw CommandFailure(
        .badData,
        "density.nc holds epoch \(predicted.epochs[epoch]) of layer \(number), which training.nc "
          + "does not; solve again with --force.")
    }
    let axis = try Axis(
      cells.edges[0]...cells.edges[cells.edges.count - 1], cellCount: cells.indices.count)
    return try Density(axis: axis, histogramOf: history.values(layer: place, epoch: time)).values
  }

  /// The end of the colours: the median over layers and epochs of the largest density.
  private func largest(_ closure: String) -> Double {
    let maxima = predicted.layers.indices.flatMap { layer in
      let cells = cells(layer)
      return predicted.epochs.indices.map { epoch in
        predicted.density(closure, layer, epoch, in: cells).max() ?? 0
      }
    }.sorted()
    return max(maxima[maxima.count / 2], 1e-9)
  }

  /// The ends of columns around positive epochs, half-way in the logarithm.
  private static func edges(around epochs: [Double]) -> [Double] {
    guard epochs.count > 1 else { return epochs.flatMap { [$0 / 1.5, $0 * 1.5] } }
    let inner = zip(epochs, epochs.dropFirst()).map { ($0 * $1).squareRoot() }
    let first = epochs[0] * epochs[0] / inner[0]
    let last = epochs[epochs.count - 1]
    return [first] + inner + [last * last / inner[inner.count - 1]]
  }
}

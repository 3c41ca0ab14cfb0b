import Archives
import Figures
import Grids

/// The Langevin ensemble of a run laid over its solution, from `density.nc` and `ensemble.nc`.
struct EnsembleFigure {
  private let solved: PredictedDensities
  private let drawn: PredictedDensities

  init(_ run: RunFiles) throws {
    solved = try PredictedDensities(run.read(.solve))
    drawn = try PredictedDensities(run.read(.simulate))
    guard solved.axis == drawn.axis, solved.epochs == drawn.epochs, solved.layers == drawn.layers
    else {
      throw CommandFailure(
        .badData,
        "density.nc and ensemble.nc of \(run.path) belong to different settings; make both again "
          + "with --force.")
    }
  }

  /// Every layer with the affine closure: histogram with standard errors, solution, a frame per
  /// epoch.
  func figure() -> Figure {
    let closure = solved.mainClosure
    let panels = solved.layers.indices.map { index in
      let layer = solved.layers[index] - 1
      let cells = solved.cells(reach: reach(index, closure), count: 48)
      let series = solved.epochs.indices.flatMap { epoch -> [Series] in
        let histogram = drawn.density(closure, index, epoch, in: cells)
        let errors = drawn.standardErrors(closure, index, epoch, in: cells)
        let density = solved.density(closure, index, epoch, in: cells)
        return [
          Series(
            "", .bars(edges: cells.edges, values: histogram), layer: layer, frame: epoch),
          Series(
            "",
            .intervals(
              x: cells.centers, y: histogram,
              lower: zip(histogram, errors).map { max(0, $0 - 2 * $1) },
              upper: zip(histogram, errors).map { $0 + 2 * $1 }),
            markerSize: 2.5, layer: layer, frame: epoch),
          Series(
            "", .line(x: cells.centers, y: density), color: PredictionStyle(0).color,
            lineWidth: 1.2, layer: layer, frame: epoch),
        ]
      }
      let legend: [Series] =
        index == 0
        ? [
          .legendArea("Langevin ensemble ± 2 standard errors"),
          Series(
            "solution by finite volumes", .line(x: [], y: []), color: PredictionStyle(0).color),
        ] : []
      return Panel(
        layerName(layer + 1), x: AxisStyle("weight"), y: AxisStyle("density", unit: "1/weight"),
        series: legend + series)
    }
    return Figure(
      "Particles and density of the \(closure) closure",
      summary: "Histogram of the Langevin ensemble of every layer over the solution of its "
        + "Fokker-Planck equation.",
      panels: panels, columns: panelColumns(panels.count), panelWidth: 240, panelHeight: 160,
      frames: FigureFrames("epoch", values: solved.epochs))
  }

  /// The largest weight with a density that can be seen, at the first or the last epoch.
  private func reach(_ layer: Int, _ closure: String) -> Double {
    let all = solved.cells(reach: .greatestFiniteMagnitude, count: solved.axis.cellCount)
    let densities = [0, solved.epochs.count - 1].map {
      solved.density(closure, layer, $0, in: all)
    }
    let reaches = densities.map { values -> Double in
      let level = 2e-3 * (values.max() ?? 0)
      return zip(all.centers, values).reduce(0) { $1.1 > level ? max($0, abs($1.0)) : $0 }
    }
    return max(reaches.max() ?? 1, solved.axis.spacing)
  }
}

import DriftDiffusion
import Figures

extension InformationLog {
  /// The mean way of every layer through the information plane.
  var paths: [InformationPath] {
    (0..<layerCount).map { layer in
      InformationPath(
        "T_{\(layer + 1)}", inputInformation: inputCurves(layer: layer).mean.values,
        outputInformation: labelCurves(layer: layer).mean.values, epochs: epochs)
    }
  }
}

/// One information plane per ensemble, side by side, with shared axes and colours.
func informationPlanes(
  _ cases: [(label: String, log: InformationLog)], title: String, columns: Int = 3
) -> Figure {
  let planes = cases.map { item -> Panel in
    var panel = Figure.informationPlane(item.log.paths).panels[0]
    panel.title = item.label
    return panel
  }
  return Figure(
    title,
    summary: "Mean path of every layer through the information plane for several ensembles.",
    panels: planes, columns: min(columns, planes.count), panelWidth: 280, panelHeight: 240,
    sharing: .shared, colorScale: AxisStyle("epoch", scale: .logarithmic))
}

/// A curve with a band of its standard error, drawn as one series.
func curveWithBand(_ label: String, _ curves: NetworkCurves, palette: Int) -> [Series] {
  let (mean, errors) = (curves.mean.values, curves.standardErrors)
  let lower = zip(mean, errors).map { $0.0 - 1.96 * $0.1 }
  let upper = zip(mean, errors).map { $0.0 + 1.96 * $0.1 }
  return [
    Series(
      label, .band(x: curves.epochs, lower: lower, upper: upper), color: .palette(palette),
      opacity: 0.25),
    Series(label, .line(x: curves.epochs, y: mean), color: .palette(palette)),
  ]
}

import Figures

/// One information plane per ensemble, side by side, with shared axes and colours.
func informationPlanes(
  _ cases: [(label: String, paths: [InformationPath])], title: String, columns: Int = 3
) -> Figure {
  let planes = cases.map { item -> Panel in
    var panel = Figure.informationPlane(item.paths).panels[0]
    panel.title = item.label
    return panel
  }
  return Figure(
    title,
    summary: "Mean path of every layer through the information plane for several ensembles.",
    panels: planes, columns: max(1, min(columns, planes.count)), panelWidth: 250,
    panelHeight: 210, sharing: .shared, colorScale: AxisStyle("epoch", scale: .logarithmic))
}

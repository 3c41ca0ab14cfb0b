/// A figure as a page holds it: Vega's specification, and the data by series.
///
/// The page's script fills the specification's empty tables from the series, and tells Vega by the
/// signal `off` which of them are hidden: by their layer, by their name, or by the frame.
struct VegaChart {
  private let figure: Figure
  private let layout: FigureLayout
  private let colors: FigureColors

  init(_ figure: Figure) {
    self.figure = figure
    colors = FigureColors(figure)
    layout = FigureLayout(figure, colors: colors, hasHeading: false)
  }

  /// The width in pixels.
  var width: Double { layout.width.rounded(.up) }

  /// The height in pixels.
  var height: Double { layout.height.rounded(.up) }

  /// The chart in the notation that the page's script reads.
  var json: JSONValue {
    [
      "width": .number(width), "height": .number(height),
      "shared": .bool(figure.sharing == .shared),
      "panels": .array(figure.panels.indices.map { panel($0) }),
      "series": .array(
        figure.panels.indices.flatMap { index in
          figure.panels[index].series.indices.map { series(index, $0) }
        }),
      "frames": figure.frames.map {
        ["quantity": .string($0.quantity), "values": .numbers($0.values)]
      } ?? .null,
      "colors": colors.scale.map { colorScale($0) } ?? .null,
      "spec": VegaSpecification(figure, layout, colors).json,
    ]
  }

  private func panel(_ index: Int) -> JSONValue {
    let (panel, place) = (figure.panels[index], layout.panels[index])
    return [
      "title": .string(RichText(panel.title).terminal),
      "x": .number(place.x), "y": .number(place.y),
      "width": .number(place.width), "height": .number(place.height),
      "axes": [axis(panel.x, place.horizontal), axis(panel.y, place.vertical)],
    ]
  }

  private func axis(_ style: AxisStyle, _ range: AxisRange) -> JSONValue {
    [
      "label": .string(RichText(style.label).terminal), "unit": .string(style.unit),
      "log": .bool(style.scale == .logarithmic && range.range.lowerBound > 0),
      "domain": .numbers([range.range.lowerBound, range.range.upperBound]),
      "names": .object(
        style.names.map { (key: JSONValue.number($0.value).text, value: .string($0.name)) }),
    ]
  }

  private func colorScale(_ scale: ColorScale) -> JSONValue {
    [
      "label": .string(RichText(scale.style.label).terminal), "unit": .string(scale.style.unit),
      "log": .bool(scale.style.scale == .logarithmic && scale.range.lowerBound > 0),
      "domain": .numbers([scale.range.lowerBound, scale.range.upperBound]),
      "range": scale.palette,
    ]
  }

  private func series(_ panelIndex: Int, _ index: Int) -> JSONValue {
    let (panel, place) = (figure.panels[panelIndex], layout.panels[panelIndex])
    return VegaSeries(
      series: panel.series[index], panel: panelIndex,
      color: colors.color(panel: panelIndex, series: index),
      placement: place.placement(panel), scale: colors.scale
    ).json
  }
}

extension ColorScale {
  /// The colours of 33 even steps.
  var palette: JSONValue {
    .array((0...32).map { .string(map.color(at: Double($0) / 32).hexadecimal) })
  }
}

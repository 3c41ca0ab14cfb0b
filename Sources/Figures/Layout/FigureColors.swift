/// The colours of all series of a figure.
struct FigureColors {
  private let colors: [[Color]]
  /// The scale of coloured values, or nil when there are none.
  let scale: ColorScale?

  init(_ figure: Figure) {
    let series = figure.panels.flatMap(\.series)
    var values = series.flatMap(\.content.colorValues)
    for case .value(let value) in series.map(\.color) { values.append(value) }
    scale = values.isEmpty ? nil : ColorScale(figure, values: values)
    let palette = figure.palette.isEmpty ? Color.okabeIto : figure.palette
    var indices: [String: Int] = [:]
    var next = 0
    var colors: [[Color]] = []
    for panel in figure.panels {
      var row: [Color] = []
      for series in panel.series {
        switch series.color {
        case .fixed(let color): row.append(color)
        case .palette(let index): row.append(palette[abs(index) % palette.count])
        case .value(let value): row.append(scale?.color(value) ?? palette[0])
        case .automatic where series.layer != nil:
          row.append(palette[abs(series.layer ?? 0) % palette.count])
        case .automatic:
          let index = indices[series.label] ?? next
          if index == next { next += 1 }
          if !series.label.isEmpty { indices[series.label] = index }
          row.append(palette[index % palette.count])
        }
      }
      colors.append(row)
    }
    self.colors = colors
  }

  /// The colour of a series by its place.
  func color(panel: Int, series: Int) -> Color { colors[panel][series] }
}

/// The map from values to colours.
struct ColorScale {
  let range: ClosedRange<Double>
  let style: AxisStyle
  let map: ColorMap

  init(_ figure: Figure, values: [Double]) {
    style = figure.colorScale
    map = figure.colorMap
    let isLogarithmic = style.scale == .logarithmic
    let shown = values.filter { $0.isFinite && (!isLogarithmic || $0 > 0) }
    if case .automatic = style.limits, let lower = shown.min(), let upper = shown.max(),
      lower < upper
    {
      // Unlike an axis, a colour bar ends where its values end.
      range = lower...upper
    } else {
      range = AxisRange(style, values: shown).range
    }
  }

  /// The value as it is shown, within the range; nil for one that the scale has no place for.
  func shown(_ value: Double) -> Double? {
    guard value.isFinite, style.scale == .linear || value > 0 else { return nil }
    return min(max(value, range.lowerBound), range.upperBound)
  }

  /// The colour of a value in 64 steps.
  func stepColor(_ value: Double) -> Color {
    let transform = AxisTransform(range, scale: style.scale, start: 0, length: 63)
    let step = min(max(transform.position(value) ?? 0, 0), 63).rounded()
    return map.color(at: step / 63)
  }

  /// The colour of a value; the first colour for those that the scale has no place for.
  func color(_ value: Double) -> Color {
    let transform = AxisTransform(range, scale: style.scale, start: 0, length: 1)
    return map.color(at: transform.position(value) ?? 0)
  }
}

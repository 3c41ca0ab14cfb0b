/// Where a panel stands and what its axes show.
struct PanelLayout {
  var x = 0.0
  var y = 0.0
  /// The distance of the baseline of the panel's title from the area of data.
  var titleRise = 8.0
  let width: Double
  let height: Double
  let horizontal: AxisRange
  let vertical: AxisRange
  let horizontalTicks: AxisTicks
  let verticalTicks: AxisTicks
  var showsHorizontalLabels = true
  var showsVerticalLabels = true

  init(_ panel: Panel, horizontal: AxisRange, vertical: AxisRange, width: Double, height: Double) {
    self.width = width
    self.height = height
    self.horizontal = horizontal
    self.vertical = vertical
    horizontalTicks =
      panel.x.names.isEmpty
      ? Self.horizontalTicks(horizontal.range, scale: panel.x.scale, width: width)
      : AxisTicks(names: panel.x.names, in: horizontal.range)
    verticalTicks =
      panel.y.names.isEmpty
      ? AxisTicks(
        in: vertical.range, scale: panel.y.scale, target: min(8, max(2, Int(height / 48))))
      : AxisTicks(names: panel.y.names, in: vertical.range)
  }

  /// The marks of the horizontal axis, as many as fit without touching one another.
  private static func horizontalTicks(
    _ range: ClosedRange<Double>, scale: AxisScale, width: Double
  ) -> AxisTicks {
    let transform = AxisTransform(range, scale: scale, start: 0, length: width)
    var target = min(9, max(2, Int(width / 55)))
    while target > 2 {
      let ticks = AxisTicks(in: range, scale: scale, target: target)
      if fits(ticks, transform) { return ticks }
      target -= 1
    }
    return AxisTicks(in: range, scale: scale, target: 2)
  }

  private static func fits(_ ticks: AxisTicks, _ transform: AxisTransform) -> Bool {
    var end = -Double.infinity
    for tick in ticks.major {
      guard let center = transform.position(tick.value) else { continue }
      let half = RichText(tick.label).width(size: FigureTheme.tickSize) / 2
      if center - half < end + 6 { return false }
      end = center + half
    }
    return true
  }

  /// The width of the widest label of the vertical axis.
  var verticalLabelWidth: Double {
    verticalTicks.major.map { RichText($0.label).width(size: FigureTheme.tickSize) }.max() ?? 0
  }

  /// How far the last label of the horizontal axis reaches beyond the area of data.
  var overhang: Double {
    let half = horizontalTicks.major.last.map {
      RichText($0.label).width(size: FigureTheme.tickSize) / 2
    }
    return half ?? 0
  }

  /// Where the panel's values lie.
  func placement(_ panel: Panel) -> DataPlacement {
    DataPlacement(
      x: horizontalTransform(panel.x.scale), y: verticalTransform(panel.y.scale),
      baseline: vertical.range.lowerBound)
  }

  func horizontalTransform(_ scale: AxisScale) -> AxisTransform {
    AxisTransform(horizontal.range, scale: scale, start: x, length: width)
  }

  func verticalTransform(_ scale: AxisScale) -> AxisTransform {
    AxisTransform(vertical.range, scale: scale, start: y + height, length: -height)
  }
}

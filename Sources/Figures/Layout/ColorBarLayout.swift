/// The marks and the width of a colour bar.
struct ColorBarLayout {
  let scale: ColorScale
  let ticks: AxisTicks
  let height: Double
  /// The width of the widest label.
  let labelWidth: Double

  init(_ scale: ColorScale, height: Double) {
    self.scale = scale
    self.height = height
    ticks = AxisTicks(
      in: scale.range, scale: scale.style.scale, target: max(2, Int(height / 55)))
    labelWidth =
      ticks.major.map { RichText($0.label).width(size: FigureTheme.tickSize) }.max() ?? 0
  }

  /// The width of the bar with its labels.
  var width: Double {
    let title = scale.style.title.isEmpty ? 0 : FigureTheme.labelSize + 8
    return FigureTheme.colorBarWidth + FigureTheme.tickLength + 4 + labelWidth + title
  }
}

/// The page that a figure's panels stand on: places in pixels as gnuplot's screen coordinates.
struct GnuplotPage {
  let width: Double
  let height: Double
  let pen: GnuplotPen

  enum Alignment: String {
    case left
    case center
  }

  /// Sets the margins so that the area of data is where the layout has it.
  func place(_ layout: PanelLayout, in script: inout GnuplotScript) {
    place(
      left: layout.x, top: layout.y, width: layout.width, height: layout.height, in: &script)
  }

  /// Sets the margins around an area given in pixels.
  func place(
    left: Double, top: Double, width: Double, height: Double, in script: inout GnuplotScript
  ) {
    script.add(
      "set lmargin at screen \(across(left)); set rmargin at screen \(across(left + width))")
    script.add("set tmargin at screen \(up(top)); set bmargin at screen \(up(top + height))")
    script.add("unset key; set style textbox 1 opaque margins 0.6,0.3 fc rgb '#30ffffff' noborder")
  }

  /// Adds a text at a place of the page.
  func addText(
    _ text: RichText, size: Double, x: Double, middle: Double, alignment: Alignment,
    isVertical: Bool = false, isBold: Bool = false, hasGround: Bool = false,
    color: String = FigureTheme.ink, in script: inout GnuplotScript
  ) {
    guard !text.runs.isEmpty else { return }
    script.add(
      "set label \(gnuplotText(text, isBold: isBold && !pen.isOpaque)) at screen \(across(x)), screen \(up(middle))"
        + " \(alignment.rawValue)\(isVertical ? " rotate by 90" : "") front"
        + " font ',\(self.size(size))' textcolor rgb '\(color)'"
        + (hasGround && !pen.isOpaque ? " boxed bs 1" : ""))
  }

  /// Plots what there is, or nothing, so that labels and axes are drawn in any case.
  func plot(_ clauses: [String], in script: inout GnuplotScript) {
    let all = clauses.isEmpty ? ["NaN with lines"] : clauses
    script.add("plot " + all.map { $0 + " notitle" }.joined(separator: ", \\\n  "))
  }

  /// Sets the colours of values; a movie in GIF, whose frames share 256 colours, names its own.
  func setPalette(_ scale: ColorScale, in script: inout GnuplotScript) {
    guard !pen.isOpaque else { return }
    let steps = (0...32).map { step in
      let fraction = Double(step) / 32
      return "\(fraction) '\(scale.map.color(at: fraction).hexadecimal)'"
    }
    script.add("set palette defined (\(steps.joined(separator: ", "))) maxcolors 256")
    script.add("set cbrange [\(scale.range.lowerBound):\(scale.range.upperBound)] noextend")
    let isLogarithmic = scale.style.scale == .logarithmic && scale.range.lowerBound > 0
    script.add(isLogarithmic ? "set logscale cb" : "unset logscale cb")
  }

  /// The size of a font.
  func size(_ pixels: Double) -> String { decimalText(pixels, decimals: 2) }

  private func across(_ pixels: Double) -> String { decimalText(pixels / width, decimals: 6) }

  /// Gnuplot counts from the bottom.
  private func up(_ pixels: Double) -> String { decimalText(1 - pixels / height, decimals: 6) }
}

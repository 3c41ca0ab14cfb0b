import Figures

/// The rows of `fokker validate` as a picture: a line for each case, a point for each row.
struct ValidationFigure {
  let rows: [ValidationRow]

  /// Errors that are exactly zero are drawn here, below the rounding of one operation.
  private static let smallest = 1e-17

  /// Left the errors, right their ratios to what is promised.
  func figure() -> Figure {
    let names = distinct(rows.map(\.name))
    let axis = AxisStyle(
      "", limits: .fixed(-0.6...Double(names.count) - 0.4),
      names: names.enumerated().map { AxisName(Double(names.count - 1 - $0), $1) })
    func panel(
      _ title: String, _ x: AxisStyle, _ rules: [Annotation], _ value: (ValidationRow) -> Double
    ) -> Panel {
      Panel(
        title, x: x, y: axis,
        series: [
          points("as promised", names, value, color: 0x0072B2, marker: .circle) { $0.passes },
          points("not as promised", names, value, color: 0xD55E00, marker: .diamond) { !$0.passes },
        ], annotations: rules)
    }
    let isSmall = rows.contains { $0.error == 0 }
    return Figure(
      "Errors of the reference cases",
      summary: "Every case by every method that can find it: its error, and the error relative to "
        + "the one that is promised"
        + (isSmall
          ? "; an error of exactly zero is drawn at \(Self.smallest) and has no ratio." : "."),
      panels: [
        panel("Error", AxisStyle("|value − reference|, or L_{1}", scale: .logarithmic), []) {
          $0.error > 0 ? $0.error : Self.smallest
        },
        panel(
          "Error relative to the promise",
          AxisStyle("error / bound", scale: .logarithmic, limits: .including(0.5...2)),
          [.verticalRule("", x: 1)]
        ) { $0.error / $0.bound },
      ], columns: 2, panelWidth: 320, panelHeight: 22 * Double(names.count) + 20)
  }

  private func points(
    _ label: String, _ names: [String], _ value: (ValidationRow) -> Double, color: UInt32,
    marker: Marker, where isShown: (ValidationRow) -> Bool
  ) -> Series {
    let shown = rows.filter(isShown)
    let heights = shown.map { row in
      Double(names.count - 1 - (names.firstIndex(of: row.name) ?? 0))
    }
    return Series(
      shown.isEmpty ? "" : label, .points(x: shown.map(value), y: heights),
      color: .fixed(Color(color)), marker: marker, markerSize: 5.5, opacity: 0.7)
  }
}

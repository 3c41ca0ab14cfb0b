/// The data of one series as clauses of gnuplot's `plot` command.
struct GnuplotSeries {
  let series: Series
  let color: Color
  let placement: DataPlacement
  /// Where coloured values lie, or nil when the figure has none.
  let scale: ColorScale?
  let pen: GnuplotPen

  /// Adds the data to a script and returns what is to be plotted.
  func clauses(in script: inout GnuplotScript) -> [String] {
    precondition(
      series.content.isConsistent, "the arrays of the series '\(series.label)' differ in length")
    switch series.content {
    case .line(let x, let y): return stroke(x, y, in: &script)
    case .points(let x, let y): return mark(x, y, in: &script)
    case .coloredPoints(let x, let y, let values): return markColored(x, y, values, in: &script)
    case .band(let x, let lower, let upper):
      return fill(x, lower, upper, opacity: FigureTheme.bandOpacity, in: &script)
    case .intervals(let x, let y, let lower, let upper):
      return intervals(x, y, lower, upper, in: &script)
    case .steps(let edges, let values):
      let corners = staircase(edges: edges, values: values)
      return stroke(corners.map { $0?.x ?? .nan }, corners.map { $0?.y ?? .nan }, in: &script)
    case .bars(let edges, let values):
      let corners = staircase(edges: edges, values: values)
      let tops = corners.map { $0?.y ?? .nan }
      return fill(
        corners.map { $0?.x ?? .nan }, tops.map { $0.isNaN ? .nan : 0 }, tops,
        opacity: FigureTheme.barOpacity, in: &script)
    case .heatMap(let xEdges, let yEdges, let values):
      return scale.map { scale in
        GnuplotHeatMap(
          xEdges: xEdges, yEdges: yEdges, values: values, x: placement.x, y: placement.y,
          scale: scale, pen: pen
        )
        .clauses(in: &script)
      } ?? []
    case .arrows(let x, let y, let dx, let dy): return arrows(x, y, dx, dy, in: &script)
    }
  }

  private func stroke(
    _ horizontal: [Double], _ vertical: [Double], in script: inout GnuplotScript
  ) -> [String] {
    let pieces = placement.pieces(horizontal, vertical)
    var clauses: [String] = []
    // A lone point between gaps is no line: it is drawn as a dot.
    let lone = pieces.filter { $0.count == 1 }.map { [horizontal[$0[0]], vertical[$0[0]]] }
    if !lone.isEmpty {
      let name = script.addData(lone)
      let size = pen.pointSize(series.lineWidth)
      clauses.append(
        "\(name) using 1:2 with points pt 7 ps \(size) lc \(pen.color(color, opacity: series.opacity))"
      )
    }
    let lines = pieces.filter { $0.count > 1 }
    guard !lines.isEmpty else { return clauses }
    let rows = lines.map { piece in piece.map { [horizontal[$0], vertical[$0]] } }
    let name = script.addData(Array(rows.map { $0.map(Optional.some) }.joined(separator: [nil])))
    return clauses + ["\(name) using 1:2 with lines \(pen.line(series, color))"]
  }

  private func mark(
    _ horizontal: [Double], _ vertical: [Double], in script: inout GnuplotScript
  ) -> [String] {
    let shown = placement.distinct(horizontal, vertical)
    guard !shown.isEmpty else { return [] }
    let name = script.addData(shown.map { [horizontal[$0], vertical[$0]] })
    return [
      "\(name) using 1:2 with points \(pen.points(series))"
        + " lc \(pen.color(color, opacity: series.opacity))"
    ]
  }

  private func markColored(
    _ horizontal: [Double], _ vertical: [Double], _ values: [Double],
    in script: inout GnuplotScript
  ) -> [String] {
    let shown = placement.byValue(horizontal, vertical, values)
    guard let scale, !shown.isEmpty else { return [] }
    let lowest = scale.range.lowerBound
    let name = script.addData(
      shown.map {
        [horizontal[$0], vertical[$0], pen.colorColumn(max(values[$0], lowest), on: scale)]
      })
    return ["\(name) using 1:2:3 with points \(pen.points(series)) \(pen.coloring)"]
  }

  private func fill(
    _ horizontal: [Double], _ lower: [Double], _ upper: [Double], opacity: Double,
    in script: inout GnuplotScript
  ) -> [String] {
    let area = placement.area(horizontal, lower, upper)
    let pieces = area.pieces.filter { $0.count > 1 }
    guard !pieces.isEmpty else { return [] }
    let rows = pieces.map { piece in piece.map { [horizontal[$0], area.lower[$0], upper[$0]] } }
    let name = script.addData(Array(rows.map { $0.map(Optional.some) }.joined(separator: [nil])))
    let color = pen.color(color, opacity: opacity * series.opacity)
    return ["\(name) using 1:2:3 with filledcurves fs solid 1 noborder fc \(color)"]
  }

  private func intervals(
    _ horizontal: [Double], _ vertical: [Double], _ lower: [Double], _ upper: [Double],
    in script: inout GnuplotScript
  ) -> [String] {
    let bars = horizontal.indices.compactMap { index -> [Double]? in
      guard placement.x.position(horizontal[index]) != nil, upper[index].isFinite,
        lower[index].isFinite, placement.y.position(upper[index]) != nil
      else { return nil }
      return [
        horizontal[index], placement.clamped(lower[index]), horizontal[index], upper[index],
      ]
    }
    var rows: [[Double]?] = []
    for bar in bars { rows += [[bar[0], bar[1]], [bar[2], bar[3]], nil] }
    let marks = mark(horizontal, vertical, in: &script)
    guard !rows.isEmpty else { return marks }
    let name = script.addData(rows)
    return ["\(name) using 1:2 with lines \(pen.line(series, color))"] + marks
  }

  private func arrows(
    _ horizontal: [Double], _ vertical: [Double], _ dx: [Double], _ dy: [Double],
    in script: inout GnuplotScript
  ) -> [String] {
    let rows = horizontal.indices.map { [horizontal[$0], vertical[$0], dx[$0], dy[$0]] }
      .filter { row in row.allSatisfy(\.isFinite) && (row[2] != 0 || row[3] != 0) }
    guard !rows.isEmpty else { return [] }
    let name = script.addData(rows)
    return [
      "\(name) using 1:2:3:4 with vectors head filled size screen 0.008,20,60"
        + " lc \(pen.color(color, opacity: series.opacity)) lw \(pen.width(series.lineWidth))"
    ]
  }
}

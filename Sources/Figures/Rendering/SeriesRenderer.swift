/// Draws the data of one series.
struct SeriesRenderer {
  let series: Series
  let color: Color
  let x: AxisTransform
  let y: AxisTransform
  /// Where areas stand that begin at zero.
  let baseline: Double
  let scale: ColorScale?

  func draw(into svg: inout SVGBuilder) {
    precondition(
      series.content.isConsistent, "the arrays of the series '\(series.label)' differ in length")
    switch series.content {
    case .line(let x, let y): stroke(points(x, y), into: &svg)
    case .points(let x, let y):
      mark(points(x, y).compactMap { $0 }, color, into: &svg)
    case .coloredPoints(let x, let y, let values): markColored(points(x, y), values, into: &svg)
    case .band(let x, let lower, let upper): fill(x, lower, upper, into: &svg)
    case .intervals(let x, let y, let lower, let upper):
      strokeIntervals(x, lower, upper, into: &svg)
      mark(points(x, y).compactMap { $0 }, color, into: &svg)
    case .steps(let edges, let values): stroke(staircase(edges, values), into: &svg)
    case .bars(let edges, let values): fillBars(staircase(edges, values), into: &svg)
    case .heatMap, .arrows: break
    }
  }

  private func points(_ horizontal: [Double], _ vertical: [Double]) -> [PagePoint?] {
    zip(horizontal, vertical).map { point($0, $1) }
  }

  private func point(_ horizontal: Double, _ vertical: Double) -> PagePoint? {
    guard let px = x.position(horizontal), let py = y.position(vertical) else { return nil }
    return PagePoint(x: px, y: py)
  }

  // MARK: Lines

  private func stroke(_ points: [PagePoint?], into svg: inout SVGBuilder) {
    let pieces = linePieces(points).map { piece in
      // A lone point between gaps is drawn as a dot by the round cap.
      piece.count == 1 ? pathText(piece) + "h0.01" : pathText(piece)
    }
    guard !pieces.isEmpty else { return }
    strokePath(pieces.joined(), into: &svg)
  }

  private func strokePath(_ path: String, into svg: inout SVGBuilder) {
    let dashes = series.line.dashes(width: series.lineWidth)
    svg.element(
      "path",
      [
        "d": path, "fill": "none", "stroke": color.hexadecimal,
        "stroke-width": pixels(series.lineWidth), "stroke-linecap": "round",
        "stroke-linejoin": "round", "stroke-dasharray": dashes.isEmpty ? "none" : dashes,
        "stroke-opacity": pixels(series.opacity),
      ])
  }

  private func strokeIntervals(
    _ horizontal: [Double], _ lower: [Double], _ upper: [Double], into svg: inout SVGBuilder
  ) {
    var path = ""
    for index in horizontal.indices {
      guard let px = x.position(horizontal[index]), let low = y.positionOrStart(lower[index]),
        let high = y.positionOrStart(upper[index])
      else { continue }
      path += "M\(pixels(px)) \(pixels(low))V\(pixels(high))"
    }
    if !path.isEmpty { strokePath(path, into: &svg) }
  }

  /// The outline of a histogram from the baseline over the steps and back.
  private func staircase(_ edges: [Double], _ values: [Double]) -> [PagePoint?] {
    var points: [PagePoint?] = []
    for (index, value) in values.enumerated() {
      guard let left = x.position(edges[index]), let right = x.position(edges[index + 1]),
        let top = y.positionOrStart(value)
      else {
        if let last = points.last ?? nil { points.append(PagePoint(x: last.x, y: baseline)) }
        points.append(nil)
        continue
      }
      if points.isEmpty || points.last == .some(nil) {
        points.append(PagePoint(x: left, y: baseline))
      }
      points.append(PagePoint(x: left, y: top))
      points.append(PagePoint(x: right, y: top))
    }
    if let last = points.last ?? nil { points.append(PagePoint(x: last.x, y: baseline)) }
    return points
  }

  // MARK: Areas

  private func fill(
    _ horizontal: [Double], _ lower: [Double], _ upper: [Double], into svg: inout SVGBuilder
  ) {
    var above: [PagePoint?] = []
    var below: [PagePoint?] = []
    for index in horizontal.indices {
      guard let px = x.position(horizontal[index]), let low = y.positionOrStart(lower[index]),
        let high = y.positionOrStart(upper[index])
      else {
        above.append(nil)
        below.append(nil)
        continue
      }
      above.append(PagePoint(x: px, y: high))
      below.append(PagePoint(x: px, y: low))
    }
    let path = zip(linePieces(above), linePieces(below)).map { upperPiece, lowerPiece in
      pathText(upperPiece + lowerPiece.reversed(), isClosed: true)
    }
    fillPath(path.joined(), opacity: 0.22 * series.opacity, into: &svg)
  }

  private func fillBars(_ outline: [PagePoint?], into svg: inout SVGBuilder) {
    let path = outline.split(separator: nil).map { piece in
      pathText(piece.compactMap { $0 }, isClosed: true)
    }
    fillPath(path.joined(), opacity: 0.3 * series.opacity, into: &svg)
  }

  private func fillPath(_ path: String, opacity: Double, into svg: inout SVGBuilder) {
    guard !path.isEmpty else { return }
    svg.element(
      "path", ["d": path, "fill": color.hexadecimal, "fill-opacity": pixels(opacity)])
  }

  // MARK: Points

  /// Draws points of one colour; those that fall onto a tenth of a pixel are drawn once.
  private func mark(_ points: [PagePoint], _ color: Color, into svg: inout SVGBuilder) {
    var seen = Set<PagePoint>()
    var path = ""
    for point in points {
      let place = PagePoint(x: (point.x * 10).rounded(), y: (point.y * 10).rounded())
      guard seen.insert(place).inserted else { continue }
      path +=
        series.marker == .circle
        ? "M\(pixels(point.x)) \(pixels(point.y))h0.01"
        : series.marker.outline(at: point, size: series.markerSize)
    }
    guard !path.isEmpty else { return }
    switch series.marker {
    case .circle:
      svg.element(
        "path",
        [
          "d": path, "fill": "none", "stroke": color.hexadecimal, "stroke-linecap": "round",
          "stroke-width": pixels(series.markerSize), "stroke-opacity": pixels(series.opacity),
        ])
    case .ring:
      svg.element(
        "path",
        [
          "d": path, "fill": "none", "stroke": color.hexadecimal, "stroke-width": "1.4",
          "stroke-opacity": pixels(series.opacity),
        ])
    default: fillPath(path, color, into: &svg)
    }
  }

  private func fillPath(_ path: String, _ color: Color, into svg: inout SVGBuilder) {
    svg.element(
      "path",
      ["d": path, "fill": color.hexadecimal, "fill-opacity": pixels(series.opacity)])
  }

  /// Draws points by rising value in 64 shades, so that the highest lie on top.
  private func markColored(
    _ points: [PagePoint?], _ values: [Double], into svg: inout SVGBuilder
  ) {
    guard let scale else { return }
    let transform = AxisTransform(scale.range, scale: scale.style.scale, start: 0, length: 1)
    var shades = [[PagePoint]](repeating: [], count: 64)
    for (point, value) in zip(points, values) {
      guard let point, let fraction = transform.position(value) else { continue }
      shades[Int((min(max(fraction, 0), 1) * 63).rounded())].append(point)
    }
    for (shade, points) in shades.enumerated() where !points.isEmpty {
      mark(points, scale.map.color(at: Double(shade) / 63), into: &svg)
    }
  }
}

internal import Foundation

/// One series with its data as the page's script reads them.
///
/// Lines are thinned as in a printed figure, and what the axes have no place for is a gap.
struct VegaSeries {
  let series: Series
  let panel: Int
  let color: Color
  let placement: DataPlacement
  let scale: ColorScale?

  var json: JSONValue {
    var style: [(key: String, value: JSONValue)] = [
      ("panel", .number(Double(panel))), ("color", .string(color.hexadecimal)),
    ]
    // What is usual is left to the page's script: a movie has thousands of series.
    if !series.label.isEmpty { style.append(("name", .string(RichText(series.label).terminal))) }
    if let layer = series.layer { style.append(("layer", .number(Double(layer)))) }
    if let frame = series.frame { style.append(("frame", .number(Double(frame)))) }
    if series.opacity != 1 { style.append(("opacity", .number(series.opacity))) }
    if series.lineWidth != 1.8 { style.append(("width", .number(series.lineWidth))) }
    if series.line != .solid { style.append(("dash", .numbers(series.line.dashes))) }
    if series.marker != .circle { style.append(("shape", .string(series.marker.vegaShape))) }
    if series.marker == .ring { style.append(("hollow", true)) }
    if series.markerSize != 5 { style.append(("size", .number(series.markerSize))) }
    return .object(style + data)
  }

  private var data: [(key: String, value: JSONValue)] {
    precondition(
      series.content.isConsistent, "the arrays of the series '\(series.label)' differ in length")
    switch series.content {
    case .line(let x, let y): return line(x, y)
    case .steps(let edges, let values):
      let corners = staircase(edges: edges, values: values)
      return line(corners.map { $0?.x ?? .nan }, corners.map { $0?.y ?? .nan })
    case .points(let x, let y):
      let shown = placement.distinct(x, y)
      return [
        ("kind", "points"), ("x", .numbers(shown.map { x[$0] })),
        ("y", .numbers(shown.map { y[$0] })),
      ]
    case .coloredPoints(let x, let y, let values): return coloredPoints(x, y, values)
    case .band(let x, let lower, let upper):
      return band(x, lower, upper, opacity: FigureTheme.bandOpacity)
    case .bars(let edges, let values):
      let corners = staircase(edges: edges, values: values)
      return band(
        corners.map { $0?.x ?? .nan }, corners.map { $0 == nil ? .nan : 0 },
        corners.map { $0?.y ?? .nan }, opacity: FigureTheme.barOpacity)
    case .intervals(let x, let y, let lower, let upper):
      return [
        ("kind", "intervals"), ("x", .numbers(x)), ("y", .numbers(y.map(shownHeight))),
        ("lower", .numbers(lower.map(placement.clamped))),
        ("upper", .numbers(upper.map(placement.clamped))),
      ]
    case .heatMap(let xEdges, let yEdges, let values):
      return [
        ("kind", "cells"), ("x", .numbers(xEdges)), ("y", .numbers(yEdges)),
        ("values", .string(quantized(values))),
      ]
    case .arrows(let x, let y, let dx, let dy):
      return [
        ("kind", "arrows"), ("x", .numbers(x)), ("y", .numbers(y)), ("dx", .numbers(dx)),
        ("dy", .numbers(dy)),
      ]
    }
  }

  private func line(_ x: [Double], _ y: [Double]) -> [(key: String, value: JSONValue)] {
    let pieces = placement.pieces(x, y)
    return [
      ("kind", "line"),
      ("x", .numbers(Array(pieces.map { $0.map { x[$0] } }.joined(separator: [.nan])))),
      ("y", .numbers(Array(pieces.map { $0.map { y[$0] } }.joined(separator: [.nan])))),
    ]
  }

  private func coloredPoints(
    _ x: [Double], _ y: [Double], _ values: [Double]
  ) -> [(key: String, value: JSONValue)] {
    let shown = placement.byValue(x, y, values)
    return [
      ("kind", "points"), ("x", .numbers(shown.map { x[$0] })),
      ("y", .numbers(shown.map { y[$0] })), ("values", .numbers(shown.map { values[$0] })),
    ]
  }

  private func band(
    _ x: [Double], _ lower: [Double], _ upper: [Double], opacity: Double
  ) -> [(key: String, value: JSONValue)] {
    let area = placement.area(x, lower, upper)
    let joined = { (values: [Double]) -> JSONValue in
      .numbers(Array(area.pieces.map { $0.map { values[$0] } }.joined(separator: [.nan])))
    }
    return [
      ("kind", "band"), ("x", joined(x)), ("lower", joined(area.lower)), ("upper", joined(upper)),
      ("fill", .number(opacity)),
    ]
  }

  /// The height, or a gap where a logarithmic axis has no place for it.
  private func shownHeight(_ value: Double) -> Double {
    placement.y.position(value) == nil ? .nan : value
  }

  /// The places of values on the colour scale in 65 534 steps, two bytes each with the lower one
  /// first, in base 64; the largest number stands for a value that has no place.
  private func quantized(_ values: [Double]) -> String {
    guard let scale else { return "" }
    let transform = AxisTransform(scale.range, scale: scale.style.scale, start: 0, length: 65_534)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(2 * values.count)
    for value in values {
      let place = scale.shown(value).flatMap { transform.position($0) }
      let step = place.map { UInt16(min(max($0, 0), 65_534).rounded()) } ?? 65_535
      bytes.append(UInt8(step & 0xFF))
      bytes.append(UInt8(step >> 8))
    }
    return Data(bytes).base64EncodedString()
  }
}

extension LineStyle {
  /// The lengths of strokes and gaps in pixels.
  var dashes: [Double] {
    switch self {
    case .solid: []
    case .dashed: [8, 5]
    case .dotted: [1.5, 4]
    case .dashDotted: [8, 4, 1.5, 4]
    }
  }
}

extension Marker {
  fileprivate var vegaShape: String {
    switch self {
    case .circle, .ring: "circle"
    case .square: "square"
    case .diamond: "diamond"
    case .triangle: "triangle-up"
    }
  }
}

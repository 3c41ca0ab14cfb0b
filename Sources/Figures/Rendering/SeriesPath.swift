/// A place on the page.
struct PagePoint: Hashable {
  var x: Double
  var y: Double
}

/// The parts of a line between gaps.
///
/// Where many points share half a pixel of width only the first, the last and the extremes are kept,
/// so that the size of a figure does not grow with its data.
func linePieces(_ points: [PagePoint?]) -> [[PagePoint]] {
  points.split(separator: nil).map { piece in thinned(piece.compactMap { $0 }) }
}

private func thinned(_ points: [PagePoint]) -> [PagePoint] {
  guard points.count > 4 else { return points }
  var result: [PagePoint] = []
  var start = 0
  while start < points.count {
    let column = (points[start].x * 2).rounded(.down)
    var end = start + 1
    while end < points.count, (points[end].x * 2).rounded(.down) == column { end += 1 }
    result.append(contentsOf: envelope(points[start..<end]))
    start = end
  }
  return result
}

/// The first, the lowest, the highest and the last point, in their order.
private func envelope(_ points: ArraySlice<PagePoint>) -> [PagePoint] {
  guard points.count > 4 else { return Array(points) }
  var lowest = points.startIndex
  var highest = points.startIndex
  for index in points.indices {
    if points[index].y < points[lowest].y { lowest = index }
    if points[index].y > points[highest].y { highest = index }
  }
  let kept = Set([points.startIndex, lowest, highest, points.endIndex - 1])
  return kept.sorted().map { points[$0] }
}

/// The commands of a polyline.
func pathText(_ points: [PagePoint], isClosed: Bool = false) -> String {
  var text = ""
  for (index, point) in points.enumerated() {
    text += (index == 0 ? "M" : "L") + pixels(point.x) + " " + pixels(point.y)
  }
  return isClosed ? text + "Z" : text
}

extension Marker {
  /// The outline around a point; discs and rings are drawn otherwise.
  func outline(at point: PagePoint, size: Double) -> String {
    let half = size / 2
    let (x, y) = (point.x, point.y)
    switch self {
    case .circle, .ring:
      let radius = pixels(half)
      return "M\(pixels(x - half)) \(pixels(y))a\(radius) \(radius) 0 1 0 \(pixels(size)) 0"
        + "a\(radius) \(radius) 0 1 0 \(pixels(-size)) 0Z"
    case .square:
      let side = pixels(size * 0.9)
      return "M\(pixels(x - 0.45 * size)) \(pixels(y - 0.45 * size))h\(side)v\(side)h-\(side)Z"
    case .diamond:
      let reach = half * 1.25
      let corners = [(0, -reach), (reach, 0), (0, reach), (-reach, 0)]
      return pathText(corners.map { PagePoint(x: x + $0.0, y: y + $0.1) }, isClosed: true)
    case .triangle:
      let corners = [(0, -1.2 * half), (1.1 * half, 0.8 * half), (-1.1 * half, 0.8 * half)]
      return pathText(corners.map { PagePoint(x: x + $0.0, y: y + $0.1) }, isClosed: true)
    }
  }
}

extension LineStyle {
  /// The value of `stroke-dasharray` for a line of the given width, or an empty text.
  func dashes(width: Double) -> String {
    let pattern: [Double] =
      switch self {
      case .solid: []
      case .dashed: [4, 2.5]
      case .dotted: [0.1, 2]
      case .dashDotted: [4, 2, 0.1, 2]
      }
    return pattern.map { pixels($0 * max(width, 1)) }.joined(separator: " ")
  }
}

/// A place on the page, in pixels from its upper left corner.
struct PagePoint: Hashable {
  var x: Double
  var y: Double
}

/// The points of a line that are drawn, as indices in pieces between gaps.
///
/// Where many points share half a pixel of width only the first, the last and the extremes are kept,
/// so that the size of a figure does not grow with its data.
func linePieces(_ points: [PagePoint?]) -> [[Int]] {
  let indices = Array(points.indices)
  return indices.split { points[$0] == nil }.map { thinned(Array($0), points) }
}

/// The points that are drawn: of those that fall onto the same tenth of a pixel the first.
func distinctPoints(_ points: [PagePoint?]) -> [Int] {
  var seen = Set<PagePoint>()
  return points.indices.filter { index in
    guard let point = points[index] else { return false }
    let place = PagePoint(x: (point.x * 10).rounded(), y: (point.y * 10).rounded())
    return seen.insert(place).inserted
  }
}

private func thinned(_ piece: [Int], _ points: [PagePoint?]) -> [Int] {
  guard piece.count > 4 else { return piece }
  let columns = piece.map { ((points[$0]?.x ?? 0) * 2).rounded(.down) }
  var result: [Int] = []
  var start = 0
  while start < piece.count {
    var end = start + 1
    while end < piece.count, columns[end] == columns[start] { end += 1 }
    result.append(contentsOf: envelope(piece[start..<end], points))
    start = end
  }
  return result
}

/// The first, the lowest, the highest and the last point, in their order.
private func envelope(_ piece: ArraySlice<Int>, _ points: [PagePoint?]) -> [Int] {
  guard piece.count > 4, let first = piece.first, let last = piece.last else { return Array(piece) }
  let height = { (index: Int) in points[index]?.y ?? 0 }
  let lowest = piece.min { height($0) < height($1) } ?? first
  let highest = piece.max { height($0) < height($1) } ?? first
  return Set([first, lowest, highest, last]).sorted()
}

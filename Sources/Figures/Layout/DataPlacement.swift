/// Where the values of a series lie on a panel, and which of them are drawn.
struct DataPlacement {
  let x: AxisTransform
  let y: AxisTransform
  /// Where areas end that have no place on a logarithmic axis.
  let baseline: Double

  /// The places of points on the page; nil where an axis has none.
  func points(_ horizontal: [Double], _ vertical: [Double]) -> [PagePoint?] {
    zip(horizontal, vertical).map { horizontal, vertical in
      guard let px = x.position(horizontal), let py = y.position(vertical) else { return nil }
      return PagePoint(x: px, y: py)
    }
  }

  /// The pieces of a line between gaps, as indices, thinned to what the page can show.
  func pieces(_ horizontal: [Double], _ vertical: [Double]) -> [[Int]] {
    linePieces(points(horizontal, vertical))
  }

  /// The points of one colour that are drawn.
  func distinct(_ horizontal: [Double], _ vertical: [Double]) -> [Int] {
    distinctPoints(points(horizontal, vertical))
  }

  /// The points that have a colour by rising value, so that the highest lie on top.
  func byValue(_ horizontal: [Double], _ vertical: [Double], _ values: [Double]) -> [Int] {
    let places = points(horizontal, vertical)
    return places.indices.filter { places[$0] != nil && values[$0].isFinite }
      .sorted { (values[$0], $0) < (values[$1], $1) }
  }

  /// The lower edge of an area and its pieces between gaps.
  func area(
    _ horizontal: [Double], _ lower: [Double], _ upper: [Double]
  ) -> (lower: [Double], pieces: [[Int]]) {
    let lower = lower.map(clamped)
    return (lower, pieces(horizontal, zip(lower, upper).map { $0.isFinite ? $1 : .nan }))
  }

  /// The height, or the end of a logarithmic axis for what lies below it.
  func clamped(_ value: Double) -> Double {
    value <= 0 && y.position(value) == nil ? baseline : value
  }
}

/// A heat map as clauses of gnuplot's `plot` command.
///
/// Few cells are drawn as rectangles with sharp edges. Many are drawn as an image of at most one
/// point for each pixel, laid over the panel on axes of its own, so that it also fits logarithmic
/// axes and cells of different widths.
struct GnuplotHeatMap {
  let xEdges: [Double]
  let yEdges: [Double]
  let values: [Double]
  let x: AxisTransform
  let y: AxisTransform
  let scale: ColorScale
  let pen: GnuplotPen

  private var columns: Int { xEdges.count - 1 }
  private static let mostRectangles = 1500

  func clauses(in script: inout GnuplotScript) -> [String] {
    values.count <= Self.mostRectangles ? rectangles(in: &script) : image(in: &script)
  }

  private func rectangles(in script: inout GnuplotScript) -> [String] {
    let rows = values.indices.compactMap { index -> [Double]? in
      guard let value = scale.shown(values[index]) else { return nil }
      let (column, row) = (index % columns, index / columns)
      let edges = [xEdges[column], xEdges[column + 1], yEdges[row], yEdges[row + 1]]
      guard x.position(edges[1]) != nil, y.position(edges[3]) != nil else { return nil }
      return [0.5 * (edges[0] + edges[1]), 0.5 * (edges[2] + edges[3])] + edges
        + [pen.colorColumn(value, on: scale)]
    }
    guard !rows.isEmpty else { return [] }
    let name = script.addData(rows)
    return ["\(name) using 1:2:3:4:5:6:7 with boxxyerror fs solid 1 noborder \(pen.coloring)"]
  }

  private func image(in script: inout GnuplotScript) -> [String] {
    let places = (centers(of: x), centers(of: y))
    var rows: [[Double]] = []
    for (rowFraction, rowValue) in places.1 {
      guard let row = cell(of: rowValue, in: yEdges) else { continue }
      for (columnFraction, columnValue) in places.0 {
        guard let column = cell(of: columnValue, in: xEdges),
          let value = scale.shown(values[row * columns + column])
        else { continue }
        rows.append([columnFraction, rowFraction] + components(of: value))
      }
    }
    guard !rows.isEmpty else { return [] }
    let name = script.addData(rows)
    return [
      pen.isOpaque
        ? "\(name) using 1:2:3:4:5 axes x2y2 with rgbimage"
        : "\(name) using 1:2:3 axes x2y2 with image"
    ]
  }

  /// The columns of a pixel's colour: the value on the palette, or red, green and blue.
  private func components(of value: Double) -> [Double] {
    guard pen.isOpaque else { return [value] }
    let color = scale.stepColor(value).rgb
    return [16, 8, 0].map { Double(color >> $0 & 0xFF) }
  }

  /// The pixels along an axis: their place as a fraction of the axis, and their value.
  private func centers(of axis: AxisTransform) -> [(fraction: Double, value: Double)] {
    let count = max(1, Int(axis.extent))
    return (0..<count).map { index in
      let fraction = (Double(index) + 0.5) / Double(count)
      return (fraction, axis.value(at: fraction))
    }
  }

  /// The cell that holds a value, or nil outside all of them.
  private func cell(of value: Double, in edges: [Double]) -> Int? {
    guard let first = edges.first, let last = edges.last, value >= first, value < last else {
      return nil
    }
    var (low, high) = (0, edges.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if edges[middle] <= value { low = middle } else { high = middle }
    }
    return low
  }
}

/// Carries the content of cells of any widths to other cells of the same interval.
///
/// The cumulative content is interpolated through the six nearest faces, and kept between its
/// values at the faces of the cell where the place lies and from falling within it: no cell gets a
/// negative content from cells that have none, and the sum is kept. Sixth order in the widths for
/// smooth contents.
struct ContentTransfer {
  private let faces: CellVector
  private let cumulative: [Double]
  private static let stencil = 6

  init(faces: CellVector, content: CellVector) {
    self.faces = faces
    var cumulative = [0.0]
    cumulative.reserveCapacity(faces.count)
    for cell in 0..<content.count { cumulative.append(cumulative[cell] + content.pointer[cell]) }
    self.cumulative = cumulative
  }

  /// The contents of the cells between ascending places, of which the first and the last are ends.
  func contents(between places: [Double]) -> [Double] {
    let (x, last) = (faces.pointer, faces.count - 1)
    var (cell, previousCell, previous) = (0, -1, 0.0)
    return places.indices.dropFirst().map { index in
      let place = places[index]
      while cell < last - 1, x[cell + 1] <= place { cell += 1 }
      let (low, high) = (cumulative[cell], cumulative[cell + 1])
      var value = index == places.count - 1 ? cumulative[last] : interpolated(place, in: cell)
      value = min(max(value, min(low, high)), max(low, high))
      if cell == previousCell, high >= low { value = max(value, previous) }
      defer { (previousCell, previous) = (cell, value) }
      return value - previous
    }
  }

  /// The cumulative content at a place in a cell, by Lagrange's formula.
  private func interpolated(_ place: Double, in cell: Int) -> Double {
    let width = min(Self.stencil, faces.count)
    let first = min(max(cell + 1 - width / 2, 0), faces.count - width)
    let x = faces.pointer + first
    var sum = 0.0
    for node in 0..<width {
      var (numerator, denominator) = (1.0, 1.0)
      for other in 0..<width where other != node {
        numerator *= place - x[other]
        denominator *= x[node] - x[other]
      }
      sum += numerator / denominator * (cumulative[first + node] - cumulative[cell])
    }
    return cumulative[cell] + sum
  }
}

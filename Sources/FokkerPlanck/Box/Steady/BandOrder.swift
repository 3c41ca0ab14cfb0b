internal import Grids

/// An order of the cells of a box in which neighbours lie close to one another.
///
/// The axis with the most cells is the slowest. A ring is folded, 0, n − 1, 1, n − 2, …, so that its
/// neighbours are at most two places apart.
struct BandOrder {
  /// The place of every cell.
  let places: [Int]

  init(_ shape: BoxShape) {
    let slowestFirst = shape.axes.indices.sorted { first, second in
      let (a, b) = (shape.axes[first].cellCount, shape.axes[second].cellCount)
      return a != b ? a > b : first < second
    }
    places = (0..<shape.cellCount).map { cell in
      slowestFirst.reduce(0) { place, axis in
        let (count, index) = (shape.axes[axis].cellCount, shape.index(of: cell, along: axis))
        let folded = 2 * index < count ? 2 * index : 2 * (count - 1 - index) + 1
        return place * count + (shape.isRing(axis) ? folded : index)
      }
    }
  }

  /// The numbers of all cells in this order.
  func ordered(_ values: [Double]) -> [Double] {
    var result = values
    for (cell, place) in places.enumerated() { result[place] = values[cell] }
    return result
  }

  /// The numbers in the order of the cells again.
  func restored(_ values: [Double]) -> [Double] { places.map { values[$0] } }
}

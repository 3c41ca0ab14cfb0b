internal import Grids

/// The elements of a box's generator, found by acting with it on combs of cells.
///
/// Probability moves to neighbours only, corners included, so cells that are three apart along every
/// axis share no target and one product serves them all: 9 products in two dimensions, 27 in three.
struct GeneratorColumns {
  /// A jump from a cell into another, or the negative rate of leaving on the diagonal.
  struct Element {
    var row: Int
    var column: Int
    var value: Double
  }

  private(set) var elements: [Element] = []
  private let shape: BoxShape

  init(_ generator: BoxGenerator) {
    shape = generator.shape
    let (u, change) = (CellVector(count: shape.cellCount), CellVector(count: shape.cellCount))
    for comb in combs {
      u.pointer.update(repeating: 0, count: u.count)
      change.pointer.update(repeating: 0, count: u.count)
      for cell in comb { u.pointer[cell] = 1 }
      var losses = WallLosses(dimension: shape.dimension)
      generator.addChange(of: u, times: 1, to: change, losses: &losses)
      for column in comb {
        for row in neighbours(of: column) where change.pointer[row] != 0 {
          elements.append(Element(row: row, column: column, value: change.pointer[row]))
        }
      }
    }
  }

  /// The rate at which probability leaves the box, for every cell.
  var escapeRates: [Double] {
    var rates = [Double](repeating: 0, count: shape.cellCount)
    for element in elements { rates[element.column] -= element.value }
    return rates
  }

  /// The largest rate at which a cell is left.
  var largestRate: Double { elements.reduce(0) { max($0, abs($1.value)) } }

  /// Cells that have no neighbour in common, in classes that together are all cells.
  private var combs: [[Int]] {
    var classes: [Int: [Int]] = [:]
    for cell in 0..<shape.cellCount {
      let number = shape.axes.indices.reduce(0) { number, axis in
        let (count, index) = (shape.axes[axis].cellCount, shape.index(of: cell, along: axis))
        // The last cells of a ring whose length is no multiple of three are classes of their own.
        let isRest = shape.isRing(axis) && index >= count - count % 3
        return number * 5 + (isRest ? 3 + count - 1 - index : index % 3)
      }
      classes[number, default: []].append(cell)
    }
    return classes.keys.sorted().map { classes[$0] ?? [] }
  }

  /// A cell and its neighbours along axes and diagonals, each once.
  private func neighbours(of cell: Int) -> [Int] {
    var found = [cell]
    for axis in shape.axes.indices {
      for near in found {
        for steps in [-1, 1] {
          guard let next = shape.neighbor(of: near, along: axis, by: steps) else { continue }
          if !found.contains(next) { found.append(next) }
        }
      }
    }
    return found
  }
}

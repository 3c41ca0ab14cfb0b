public import Grids
internal import RealModule

/// A density in the plane, stored as its averages over the cells of two axes.
public struct PlanarDensity: Hashable, Codable, Sendable {
  /// The cells along x.
  public let x: Axis
  /// The cells along y.
  public let y: Axis
  /// The cell averages; cell (i, j) lies at `i * y.cellCount + j`.
  public var values: [Double]

  /// Creates a density from its cell averages.
  ///
  /// - Throws: ``GridError/wrongCount(expected:found:)`` and ``GridError/notFinite(cell:)``.
  public init(x: Axis, y: Axis, values: [Double]) throws(GridError) {
    let expected = x.cellCount * y.cellCount
    guard values.count == expected else {
      throw .wrongCount(expected: expected, found: values.count)
    }
    if let cell = values.firstIndex(where: { !$0.isFinite }) { throw .notFinite(cell: cell) }
    self.x = x
    self.y = y
    self.values = values
  }

  /// Creates cell averages of a function by Gauss-Legendre quadrature with 3 × 3 points per cell.
  public init(x: Axis, y: Axis, averaging function: (Double, Double) -> Double) {
    self.x = x
    self.y = y
    let (offsetX, offsetY) = (
      x.spacing * 0.5 * 0.6.squareRoot(), y.spacing * 0.5 * 0.6.squareRoot()
    )
    let nodes: [(Double, Double)] = [(-1, 5.0 / 18), (0, 8.0 / 18), (1, 5.0 / 18)]
    values = []
    values.reserveCapacity(x.cellCount * y.cellCount)
    for i in 0..<x.cellCount {
      for j in 0..<y.cellCount {
        var sum = 0.0
        for (s, u) in nodes {
          for (r, v) in nodes {
            sum +=
              u * v
              * function(x.center(ofCell: i) + s * offsetX, y.center(ofCell: j) + r * offsetY)
          }
        }
        values.append(sum)
      }
    }
  }

  /// The average over cell (i, j).
  public subscript(i: Int, j: Int) -> Double { values[i * y.cellCount + j] }

  /// The integral of the density.
  public var mass: Double { values.reduce(0, +) * x.spacing * y.spacing }

  /// The smallest cell average.
  public var minimum: Double { values.min() ?? 0 }

  /// The differential entropy −∫ p ln p dx dy in nats, where cells that are not positive count zero.
  public var entropy: Double {
    -values.reduce(0) { $0 + ($1 > 0 ? $1 * Double.log($1) : 0) } * x.spacing * y.spacing
  }

  /// The density of x alone.
  public var marginalX: [Double] {
    let count = y.cellCount
    return (0..<x.cellCount).map {
      values[$0 * count..<($0 + 1) * count].reduce(0, +) * y.spacing
    }
  }

  /// The density of y alone.
  public var marginalY: [Double] {
    var sums = [Double](repeating: 0, count: y.cellCount)
    for (index, value) in values.enumerated() { sums[index % y.cellCount] += value * x.spacing }
    return sums
  }

  /// ∫ f p dx dy with f taken at the middles of the cells.
  public func moment(_ function: (Double, Double) -> Double) -> Double {
    var sum = 0.0
    for i in 0..<x.cellCount {
      for j in 0..<y.cellCount {
        sum += self[i, j] * function(x.center(ofCell: i), y.center(ofCell: j))
      }
    }
    return sum * x.spacing * y.spacing
  }

  /// The distance ∫ |p − q| dx dy of two densities on the same axes.
  public func l1Distance(to other: PlanarDensity) -> Double {
    precondition(x == other.x && y == other.y, "densities must share their axes")
    return zip(values, other.values).reduce(0) { $0 + abs($1.0 - $1.1) } * x.spacing * y.spacing
  }
}

internal import RealModule

/// A density on a box of one, two, three or more dimensions, stored as its averages over the cells.
///
/// Cell (i₀, i₁, …) is at place (i₀ n₁ + i₁) n₂ + …: the last axis varies fastest.
public struct BoxDensity: Hashable, Codable, Sendable {
  /// The axis of each variable.
  public let axes: [Axis]
  /// The cell averages, the last axis varying fastest.
  public var values: [Double]

  /// Creates a density from its cell averages.
  ///
  /// - Throws: ``GridError/wrongCount(expected:found:)`` and ``GridError/notFinite(cell:)``.
  public init(axes: [Axis], values: [Double]) throws(GridError) {
    let expected = axes.reduce(1) { $0 * $1.cellCount }
    guard values.count == expected else {
      throw .wrongCount(expected: expected, found: values.count)
    }
    if let cell = values.firstIndex(where: { !$0.isFinite }) { throw .notFinite(cell: cell) }
    self.axes = axes
    self.values = values
  }

  /// Creates a density from as many cell averages as there are cells.
  init(unchecked axes: [Axis], values: [Double]) {
    self.axes = axes
    self.values = values
  }

  /// Creates cell averages of a function by Gauss-Legendre quadrature with three points per axis and
  /// cell.
  public init(axes: [Axis], averaging function: ([Double]) -> Double) {
    self.axes = axes
    let nodes = axes.map(QuadratureNodes.init)
    values = []
    values.reserveCapacity(axes.reduce(1) { $0 * $1.cellCount })
    var point = [Double](repeating: 0, count: axes.count)
    func average(_ cells: [Int], _ variable: Int) -> Double {
      guard variable < axes.count else { return function(point) }
      var sum = 0.0
      for (x, weight) in nodes[variable].nodes(ofCell: cells[variable]) {
        point[variable] = x
        sum += weight * average(cells, variable + 1)
      }
      return sum
    }
    forEachCell { cells in values.append(average(cells, 0)) }
  }

  /// The number of variables.
  public var dimension: Int { axes.count }

  /// The volume of one cell.
  public var cellVolume: Double { axes.reduce(1) { $0 * $1.spacing } }

  /// The integral of the density.
  public var mass: Double { compensatedSum(values) * cellVolume }

  /// The smallest cell average; negative only for schemes that do not keep the sign.
  public var minimum: Double { values.min() ?? 0 }

  /// The differential entropy −∫ p ln p dx in nats, where cells that are not positive count zero.
  public var entropy: Double {
    -compensatedSum(values.map { $0 > 0 ? $0 * Double.log($0) : 0 }) * cellVolume
  }

  /// The density of one variable alone.
  public func marginal(of variable: Int) -> Density {
    precondition(axes.indices.contains(variable), "no such variable")
    let axis = axes[variable]
    let inner = axes[(variable + 1)...].reduce(1) { $0 * $1.cellCount }
    var sums = [Double](repeating: 0, count: axis.cellCount)
    for (place, value) in values.enumerated() {
      sums[place / inner % axis.cellCount] += value
    }
    let volume = cellVolume / axis.spacing
    return Density(unchecked: axis, values: sums.map { $0 * volume })
  }

  /// ∫ f p dx with f taken at the middles of the cells.
  public func moment(_ function: ([Double]) -> Double) -> Double {
    var (sum, place) = (0.0, 0)
    forEachCell { cells in
      let point = cells.indices.map { axes[$0].center(ofCell: cells[$0]) }
      sum += values[place] * function(point)
      place += 1
    }
    return sum * cellVolume
  }

  /// The means of all variables, ∫ x p dx / ∫ p dx.
  public var means: [Double] { axes.indices.map { marginal(of: $0).mean } }

  /// The covariance of two variables, with Sheppard's correction on the diagonal.
  public func covariance(_ first: Int, _ second: Int) -> Double {
    guard first != second else { return marginal(of: first).variance }
    let (a, b) = (marginal(of: first).mean, marginal(of: second).mean)
    return moment { ($0[first] - a) * ($0[second] - b) } / mass
  }

  /// The distance ∫ |p − q| dx of two densities on the same axes, between 0 and 2.
  public func l1Distance(to other: BoxDensity) -> Double {
    precondition(axes == other.axes, "densities must share their axes")
    return compensatedSum(zip(values, other.values).map { abs($0 - $1) }) * cellVolume
  }

  /// Calls a function with the cell numbers in the order of ``values``.
  private func forEachCell(_ body: ([Int]) -> Void) {
    var cells = [Int](repeating: 0, count: axes.count)
    let count = axes.reduce(1) { $0 * $1.cellCount }
    for _ in 0..<count {
      body(cells)
      var variable = axes.count - 1
      while variable >= 0 {
        cells[variable] += 1
        if cells[variable] < axes[variable].cellCount { break }
        cells[variable] = 0
        variable -= 1
      }
    }
  }
}

/// The three Gauss-Legendre points of each cell of an axis.
private struct QuadratureNodes {
  let axis: Axis
  let offset: Double

  init(_ axis: Axis) {
    self.axis = axis
    offset = axis.spacing * 0.5 * (0.6).squareRoot()
  }

  func nodes(ofCell cell: Int) -> [(Double, Double)] {
    let x = axis.center(ofCell: cell)
    return [(x - offset, 5.0 / 18), (x, 8.0 / 18), (x + offset, 5.0 / 18)]
  }
}

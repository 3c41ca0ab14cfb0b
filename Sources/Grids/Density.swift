internal import RealModule

/// A density on an axis, stored as its averages over the cells.
///
/// Cell averages are what finite volumes conserve and what a histogram counts; a smooth density's
/// value in the middle of a cell differs from the average by h² p″/24.
public struct Density: Hashable, Codable, Sendable {
  /// The cells.
  public let axis: Axis
  /// The average of the density over each cell, in units of 1/state.
  public var values: [Double]

  /// Creates a density from its cell averages.
  ///
  /// - Throws: ``GridError/wrongCount(expected:found:)`` and ``GridError/notFinite(cell:)``.
  public init(axis: Axis, values: [Double]) throws(GridError) {
    guard values.count == axis.cellCount else {
      throw .wrongCount(expected: axis.cellCount, found: values.count)
    }
    if let cell = values.firstIndex(where: { !$0.isFinite }) { throw .notFinite(cell: cell) }
    self.axis = axis
    self.values = values
  }

  /// Creates a density from as many cell averages as there are cells.
  init(unchecked axis: Axis, values: [Double]) {
    self.axis = axis
    self.values = values
  }

  /// Creates the exact cell averages of a law from its cumulative distribution function.
  public init(axis: Axis, cumulative: (Double) -> Double) {
    self.axis = axis
    let atFaces = axis.faces.map(cumulative)
    values = (0..<axis.cellCount).map { (atFaces[$0 + 1] - atFaces[$0]) / axis.spacing }
  }

  /// Creates cell averages of a function by Gauss-Legendre quadrature with three points per cell.
  ///
  /// Exact for polynomials of degree five within a cell.
  public init(axis: Axis, averaging function: (Double) -> Double) {
    self.axis = axis
    let offset = axis.spacing * 0.5 * (0.6).squareRoot()
    values = (0..<axis.cellCount).map { cell in
      let x = axis.center(ofCell: cell)
      return (5 * function(x - offset) + 8 * function(x) + 5 * function(x + offset)) / 18
    }
  }

  /// The integral of the density.
  public var mass: Double { compensatedSum(values) * axis.spacing }

  /// The smallest cell average; negative only for schemes that do not keep the sign.
  public var minimum: Double { values.min() ?? 0 }

  /// The mean ∫ x p dx / ∫ p dx.
  public var mean: Double { moment { $0 } / mass }

  /// The variance ∫ (x − mean)² p dx / ∫ p dx, with Sheppard's correction −h²/12 for the averaging
  /// over cells, which makes it exact to fourth order for smooth densities; never negative.
  public var variance: Double {
    let mean = mean
    let ofCenters = moment { ($0 - mean) * ($0 - mean) } / mass
    return max(0, ofCenters - axis.spacing * axis.spacing / 12)
  }

  /// The differential entropy −∫ p ln p dx in nats, where cells that are not positive count zero.
  public var entropy: Double {
    -compensatedSum(values.map { $0 > 0 ? $0 * Double.log($0) : 0 }) * axis.spacing
  }

  /// The same density scaled to mass 1.
  ///
  /// - Throws: ``GridError/noMass`` when the mass is not positive.
  public func normalized() throws(GridError) -> Density {
    let mass = mass
    guard mass > 0, mass.isFinite else { throw .noMass }
    var result = self
    for cell in values.indices { result.values[cell] /= mass }
    return result
  }

  /// ∫ f(x) p(x) dx with f taken at the middle of each cell.
  public func moment(_ function: (Double) -> Double) -> Double {
    compensatedSum(values.indices.map { values[$0] * function(axis.center(ofCell: $0)) })
      * axis.spacing
  }

  /// The integral of the density from the lower bound to each face.
  public var cumulativeAtFaces: [Double] {
    var sum = 0.0
    var result = [0.0]
    result.reserveCapacity(values.count + 1)
    for value in values {
      sum += value * axis.spacing
      result.append(sum)
    }
    return result
  }
}

/// The sum of `terms` with Neumaier's compensation: its error does not grow with their number.
package func compensatedSum(_ terms: [Double]) -> Double {
  var sum = 0.0
  var lost = 0.0
  for term in terms {
    let next = sum + term
    lost += abs(sum) >= abs(term) ? (sum - next) + term : (term - next) + sum
    sum = next
  }
  return sum + lost
}

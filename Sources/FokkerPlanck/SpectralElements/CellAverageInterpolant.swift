internal import Grids

/// A smooth function with given averages over cells.
///
/// In each cell it is the derivative of the polynomial through the cumulative distribution at the
/// faces of the 19 nearest cells (10 or more beside a wall): every average is reproduced, and the
/// error is of 19th order in the spacing for smooth densities. Where half as many cells give another
/// result, as beside a jump or in a histogram, the function is the average of the cell.
final class CellAverageInterpolant {
  private let axis: Axis
  private let values: [Double]
  private let isRing: Bool
  /// The mass below every face.
  private let cumulative: [Double]
  /// The coefficients of powers of (x − centre)/h in each cell that was asked for.
  private var polynomials: [[Double]?]
  private var operators: [Stencil: [Double]] = [:]
  /// Points and weights that are exact for the product of a polynomial in a cell and one of degree 20.
  let quadrature = ReferenceElement(degree: 20)

  /// A number of cells and the position of the cell in question among them.
  private struct Stencil: Hashable {
    let count: Int
    let position: Int
  }

  init(_ density: Density, isRing: Bool) {
    axis = density.axis
    values = density.values
    self.isRing = isRing
    cumulative = density.cumulativeAtFaces
    polynomials = [[Double]?](repeating: nil, count: values.count)
  }

  /// The density at a point of the axis.
  func value(at x: Double) -> Double {
    let (cell, t) = place(of: x)
    return Self.value(of: polynomial(in: cell), at: t)
  }

  /// The mass below a point of the axis.
  func cumulative(at x: Double) -> Double {
    let (cell, t) = place(of: x)
    var sum = 0.0
    var (upper, lower) = (t, -0.5)
    for (power, coefficient) in polynomial(in: cell).enumerated() {
      sum += coefficient * (upper - lower) / Double(power + 1)
      (upper, lower) = (upper * t, lower * -0.5)
    }
    return cumulative[cell] + axis.spacing * sum
  }

  /// The density at a point of a piece of a cell; the ends of the piece count as inside.
  func value(at x: Double, between from: Double, _ to: Double) -> Double {
    let (cell, _) = place(of: 0.5 * (from + to))
    let t = (x - axis.center(ofCell: cell)) / axis.spacing
    return Self.value(of: polynomial(in: cell), at: t)
  }

  /// The parts of an interval that lie in one cell each.
  func pieces(from lower: Double, to upper: Double) -> [(Double, Double)] {
    let first = place(of: lower).cell
    var (pieces, start) = ([(Double, Double)](), lower)
    for cell in first..<axis.cellCount {
      let end = min(axis.face(cell + 1), upper)
      if end > start { pieces.append((start, end)) }
      start = max(start, end)
      if end >= upper { break }
    }
    return pieces
  }

  private func place(of x: Double) -> (cell: Int, offset: Double) {
    let cell = axis.cell(containing: min(max(x, axis.lowerBound), axis.upperBound)) ?? 0
    return (cell, (x - axis.center(ofCell: cell)) / axis.spacing)
  }

  private func polynomial(in cell: Int) -> [Double] {
    if let known = polynomials[cell] { return known }
    let distance = isRing ? values.count : min(cell, values.count - 1 - cell)
    let width = min(values.count, distance >= 9 ? 19 : max(10, 2 * distance + 1))
    let wide = polynomial(in: cell, width: width)
    let narrow = polynomial(in: cell, width: max(1, width / 2))
    let tolerance = 1e-3 * wide.largest
    let agree = [-0.5, 0, 0.5].allSatisfy { t in
      abs(Self.value(of: wide.coefficients, at: t) - Self.value(of: narrow.coefficients, at: t))
        <= tolerance
    }
    let result = agree ? wide.coefficients : [values[cell]]
    polynomials[cell] = result
    return result
  }

  /// The polynomial of the nearest cells, and the largest of their averages.
  private func polynomial(
    in cell: Int, width: Int
  ) -> (coefficients: [Double], largest: Double) {
    let count = values.count
    var first = cell - width / 2
    if !isRing { first = min(max(first, 0), count - width) }
    let averages = (0..<width).map { values[(first + $0 + count) % count] }
    return (
      apply(Stencil(count: width, position: cell - first), to: averages),
      averages.reduce(0) { max($0, abs($1)) }
    )
  }

  private static func value(of polynomial: [Double], at t: Double) -> Double {
    polynomial.reversed().reduce(0) { $0 * t + $1 }
  }

  private func apply(_ stencil: Stencil, to averages: [Double]) -> [Double] {
    let n = stencil.count
    guard averages.contains(where: { $0 != 0 }) else { return [Double](repeating: 0, count: n) }
    let matrix = matrix(of: stencil)
    return (0..<n).map { power in
      (0..<n).reduce(0) { $0 + matrix[power * n + $1] * averages[$1] }
    }
  }

  /// The matrix from the averages of a stencil to the coefficients of its polynomial, row by row.
  private func matrix(of stencil: Stencil) -> [Double] {
    if let known = operators[stencil] { return known }
    let n = stencil.count
    let faces = (0...n).map { Double($0 - stencil.position) - 0.5 }
    var matrix = [Double](repeating: 0, count: n * n)
    // The average of cell j raises the cumulative distribution at all later faces.
    var slopes = [Double](repeating: 0, count: n)
    for face in stride(from: n, to: 0, by: -1) {
      let cardinal = Self.cardinal(face, faces)
      for power in 0..<n { slopes[power] += Double(power + 1) * cardinal[power + 1] }
      for power in 0..<n { matrix[power * n + face - 1] = slopes[power] }
    }
    operators[stencil] = matrix
    return matrix
  }

  /// The coefficients of the polynomial that is 1 at one face and 0 at the others.
  private static func cardinal(_ face: Int, _ faces: [Double]) -> [Double] {
    var result = [1.0]
    for (other, place) in faces.enumerated() where other != face {
      let scale = 1 / (faces[face] - place)
      var product = [Double](repeating: 0, count: result.count + 1)
      for (power, coefficient) in result.enumerated() {
        product[power + 1] += scale * coefficient
        product[power] -= scale * place * coefficient
      }
      result = product
    }
    return result
  }
}

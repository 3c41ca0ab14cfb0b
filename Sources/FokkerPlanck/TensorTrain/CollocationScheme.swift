internal import LinearAlgebra

/// The collocation of an initial-value problem at the points of Radau, on a step from 0 to 1.
///
/// With s points it is the implicit Runge-Kutta method Radau IIA: order 2s − 1 at the end of a step,
/// s + 1 inside, L-stable.
///
/// ## Reference
///
/// E. Hairer and G. Wanner, *Solving Ordinary Differential Equations II* (Springer, 1996), section
/// IV.5, [doi:10.1007/978-3-642-05221-7](https://doi.org/10.1007/978-3-642-05221-7).
struct CollocationScheme {
  /// The points, ascending; the last is 1.
  let points: [Double]
  /// The roots of the quadrature weights of the points.
  let rootWeights: [Double]
  /// The derivative at the points of the polynomial through the start and the points, its part from
  /// the points; both indices in values times root weights.
  let derivative: Matrix
  /// The part of the derivative from the start, times root weights.
  let derivativeFromStart: [Double]
  /// The coefficients of the polynomial along the Legendre polynomials of the two highest degrees,
  /// from the start (first) and the values at the points.
  private let highest: [[Double]]

  init(stageCount: Int) throws(FokkerPlanckError) {
    let s = stageCount
    // Gauss-Radau quadrature: the last coefficient is such that 1 is a node.
    let beside = (1..<max(s, 1)).map { Double($0) / Double(4 * $0 * $0 - 1).squareRoot() }
    var diagonal = [Double](repeating: 0, count: s)
    diagonal[s - 1] =
      s == 1 ? 1 : 1 - beside[s - 2] * (Double(2 * s - 3) / Double(2 * s - 1)).squareRoot()
    let eigen: SymmetricTridiagonalEigenDecomposition
    do {
      eigen = try SymmetricTridiagonalEigenDecomposition(
        diagonal: diagonal, offDiagonal: beside, count: s)
    } catch {
      throw .numericalFailure(reason: error.description)
    }
    points = eigen.eigenvalues.reversed().map { ($0 + 1) / 2 }
    rootWeights = eigen.eigenvectors.reversed().map { abs($0[0]) }
    let all = [0] + points
    let slopes = Self.differentiation(all)
    var matrix = Matrix(rowCount: s, columnCount: s)
    var fromStart = [Double](repeating: 0, count: s)
    for row in 0..<s {
      fromStart[row] = rootWeights[row] * slopes[row + 1][0]
      for column in 0..<s {
        matrix[row, column] =
          rootWeights[row] * slopes[row + 1][column + 1] / rootWeights[column]
      }
    }
    derivative = matrix
    derivativeFromStart = fromStart
    highest = try Self.highestCoefficients(all)
  }

  /// The derivatives of the cardinal polynomials of nodes at the nodes.
  private static func differentiation(_ nodes: [Double]) -> [[Double]] {
    let count = nodes.count
    let weights = nodes.map { x in
      nodes.reduce(1) { $1 == x ? $0 : $0 / (x - $1) }
    }
    return (0..<count).map { row in
      var slopes = (0..<count).map { column in
        row == column ? 0 : weights[column] / weights[row] / (nodes[row] - nodes[column])
      }
      slopes[row] = -slopes.reduce(0, +)
      return slopes
    }
  }

  private static func highestCoefficients(
    _ nodes: [Double]
  ) throws(FokkerPlanckError) -> [[Double]] {
    let count = nodes.count
    var values = Matrix(rowCount: count, columnCount: count)
    for (row, x) in nodes.enumerated() {
      var (before, present) = (0.0, 1.0)
      for degree in 0..<count {
        values[row, degree] = Double(2 * degree + 1).squareRoot() * present
        let next = Double(2 * degree + 1) * (2 * x - 1) * present - Double(degree) * before
        (before, present) = (present, next / Double(degree + 1))
      }
    }
    do {
      let inverse = try values.solve(.identity(count))
      return [count - 1, count - 2].map { degree in
        (0..<count).map { inverse[degree, $0] }
      }
    } catch {
      throw .numericalFailure(reason: error.description)
    }
  }

  /// The weights of the start and of the values at the points, in the value at a fraction of the
  /// step.
  func interpolation(at fraction: Double) -> (start: Double, points: [Double]) {
    let nodes = [0] + points
    let cardinal = nodes.map { x in
      nodes.reduce(1) { $1 == x ? $0 : $0 * (fraction - $1) / (x - $1) }
    }
    return (cardinal[0], Array(cardinal.dropFirst()))
  }

  /// An estimate of what the polynomial leaves out, from the inner products of the start (first) and
  /// the values at the points.
  ///
  /// The coefficients of the two highest degrees tell how fast they fall; the next one is taken to
  /// fall likewise.
  func estimatedError(gram: Matrix) -> Double {
    let norms = highest.map { weights in
      max(0, zip(weights, gram * weights).reduce(0) { $0 + $1.0 * $1.1 }).squareRoot()
    }
    guard norms[0] > 0 else { return 0 }
    return norms[0] * min(1, norms[0] / max(norms[1], norms[0]))
  }
}

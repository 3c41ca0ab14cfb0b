internal import Grids
internal import LinearAlgebra
internal import RealModule

/// What the computations on one axis need, made once.
struct SpectralTables {
  let axis: SpectralAxis
  /// The nodes, ascending.
  let nodes: [Double]
  /// The roots of the quadrature weights.
  let rootWeights: [Double]
  /// The orthogonal matrix from values at nodes to modes: row k, column of a node.
  let modes: Matrix
  /// The derivative, from values at nodes to values at nodes.
  let derivative: Matrix
  /// The integral of a density is the sum of its values at nodes with these weights.
  let integral: [Double]

  init(_ axis: SpectralAxis) throws(FokkerPlanckError) {
    self.axis = axis
    nodes = try axis.nodes
    let count = axis.count
    let values = nodes.map(axis.modeValues)
    rootWeights = values.map { 1 / $0.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    var modes = Matrix(rowCount: count, columnCount: count)
    var slopes = modes
    for (k, row) in axis.modeDerivatives.enumerated() {
      for node in 0..<count {
        modes[k, node] = rootWeights[node] * values[node][k]
        slopes[k, node] = row[node]
      }
    }
    self.modes = modes
    derivative = modes.transposed * slopes * modes
    integral = modes.transposed * axis.modeIntegrals
  }

  /// The weights that turn values at nodes into the density at a point.
  func interpolation(at x: Double) -> [Double] { modes.transposed * axis.modeValues(at: x) }

  /// The matrix from values at nodes to the density at points.
  func interpolation(at points: [Double]) -> Matrix {
    var values = Matrix(rowCount: points.count, columnCount: axis.count)
    for (row, x) in points.enumerated() {
      for (column, value) in axis.modeValues(at: x).enumerated() { values[row, column] = value }
    }
    return values * modes
  }

  /// The weights that turn values at nodes into ∫ f p dx.
  func integral(of function: (Double) -> Double) throws(FokkerPlanckError) -> [Double] {
    let fine = try axis.finePoints
    let values = zip(fine.points, fine.weights).map { $1 * function($0) }
    return interpolation(at: fine.points).transposed * values
  }

  /// The matrix from values at nodes to the averages over the cells of an axis, by three Gauss
  /// points per cell.
  func averages(over cells: Axis) -> Matrix {
    let offset = cells.spacing * 0.5 * (0.6).squareRoot()
    let centers = cells.centers
    let outer = interpolation(at: centers.map { $0 - offset } + centers.map { $0 + offset })
    let middle = interpolation(at: centers)
    var result = Matrix(rowCount: centers.count, columnCount: axis.count)
    for cell in centers.indices {
      for node in 0..<axis.count {
        result[cell, node] =
          (5 * (outer[cell, node] + outer[centers.count + cell, node]) + 8 * middle[cell, node])
          / 18
      }
    }
    return result
  }
}

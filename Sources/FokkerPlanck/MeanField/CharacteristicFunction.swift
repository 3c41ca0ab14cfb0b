internal import ComplexModule
internal import Grids
internal import StochasticProcesses

/// The function whose zeros are the growth rates of small deviations from a stationary state.
///
/// A deviation δp_k e^{st} obeys s δp_k = A_k δp_k + Σⱼ b_kj δqⱼ with b_kj = ∂(A_k p_k)/∂qⱼ, so that
///
/// ```
/// g(s) = det(1 − χ(s)) = 0,   χᵢⱼ(s) = ⟨φᵢ, (s − A_k)⁻¹ b_kj⟩
/// ```
///
/// with the population k of average i. One tridiagonal system of the adjoint per average and s.
struct CharacteristicFunction {
  private let rows: [Row]

  /// What belongs to one average.
  private struct Row {
    let generator: DiscreteGenerator
    /// φ minus its average.
    let deviation: [Double]
    /// b_kj h for every average j.
    let forces: [[Double]]
  }

  /// The largest |χ s| for fast deviations: the rate at which the field acts back on itself.
  let couplingRate: Double

  init<System: MeanFieldProcess>(
    _ map: SelfConsistency<System>, at state: StationaryMeanField
  ) throws(FokkerPlanckError) {
    let units = try map.units(in: state.averages)
    let generators = try map.generators(in: state.averages)
    var rows: [Row] = []
    for (population, generator) in generators.enumerated() {
      let density = state.states[population].density
      let forces = try map.derivative(
        of: { (averages) throws(FokkerPlanckError) in
          try map.generators(in: averages)[population].rateOfChange(of: density)
        }, at: state.averages, units: units)
      let weighted = forces.map { force in force.map { $0 * density.axis.spacing } }
      for deviation in map.weights.deviations(ofPopulation: population, in: density) {
        rows.append(Row(generator: generator, deviation: deviation, forces: weighted))
      }
    }
    self.rows = rows
    var largest = 0.0
    for (i, row) in rows.enumerated() {
      for (j, force) in row.forces.enumerated() {
        let response = zip(row.deviation, force).reduce(0) { $0 + $1.0 * $1.1 }
        largest = max(largest, abs(response) * units[j] / units[i])
      }
    }
    couplingRate = largest
  }

  /// g(s).
  func callAsFunction(_ s: Complex<Double>) -> Complex<Double> {
    var matrix: [[Complex<Double>]] = []
    for (i, row) in rows.enumerated() {
      let dual = row.generator.adjointResolvent(at: s, of: row.deviation)
      matrix.append(
        row.forces.enumerated().map { j, force in
          var sum = Complex<Double>.zero
          for (value, weight) in zip(dual, force) { sum += value * Complex(weight) }
          return (i == j ? 1 : 0) - sum
        })
    }
    return determinant(&matrix)
  }
}

/// The determinant by elimination with pivots.
private func determinant(_ matrix: inout [[Complex<Double>]]) -> Complex<Double> {
  var product = Complex<Double>.one
  for column in matrix.indices {
    let pivot =
      (column..<matrix.count).max {
        matrix[$0][column].length < matrix[$1][column].length
      } ?? column
    if pivot != column {
      matrix.swapAt(pivot, column)
      product = -product
    }
    let head = matrix[column][column]
    product *= head
    guard head != .zero else { return .zero }
    for row in (column + 1)..<max(matrix.count, column + 1) {
      let factor = matrix[row][column] / head
      for index in column..<matrix.count {
        matrix[row][index] -= factor * matrix[column][index]
      }
    }
  }
  return product
}

extension DiscreteGenerator {
  /// A p, the rate at which the averages of a density change.
  func rateOfChange(of density: Density) -> [Double] {
    let slope = CellVector(count: axis.cellCount)
    rates.apply(
      to: CellVector(density.values), slope: slope, flux: CellVector(count: axis.cellCount + 1))
    return slope.array
  }

  /// The solution of (s − Aᵀ) y = f for a complex s to the right of the spectrum.
  ///
  /// Row i reads (s + r[i] + l[i]) y[i] − r[i] y[i+1] − l[i] y[i−1] = f[i]; for a ring the corners
  /// are removed by the formula of Sherman and Morrison.
  func adjointResolvent(at s: Complex<Double>, of function: [Double]) -> [Complex<Double>] {
    let (right, left) = (rates.rightward.pointer, rates.leftward.pointer)
    let last = axis.cellCount - 1
    var diagonal = (0...last).map { s + Complex(right[$0] + left[$0]) }
    let values = function.map { Complex($0) }
    guard rates.isRing else { return eliminate(diagonal, values) }
    let (below, above) = (left[0], right[last])
    let gamma = -diagonal[0]
    diagonal[0] -= gamma
    diagonal[last] -= Complex(below * above) / gamma
    var corner = [Complex<Double>](repeating: .zero, count: last + 1)
    corner[0] = gamma
    corner[last] = Complex(-above)
    let (plain, correction) = (eliminate(diagonal, values), eliminate(diagonal, corner))
    let ratio = Complex(-below) / gamma
    let factor =
      (plain[0] + ratio * plain[last]) / (.one + correction[0] + ratio * correction[last])
    return zip(plain, correction).map { $0 - factor * $1 }
  }

  /// Thomas's elimination of the rows without corners.
  private func eliminate(
    _ diagonal: [Complex<Double>], _ values: [Complex<Double>]
  ) -> [Complex<Double>] {
    let (right, left) = (rates.rightward.pointer, rates.leftward.pointer)
    var solution = values
    var ratios = values
    var inverse = Complex<Double>.one / diagonal[0]
    ratios[0] = Complex(right[0]) * inverse
    solution[0] *= inverse
    for cell in 1..<values.count {
      inverse = .one / (diagonal[cell] - Complex(left[cell]) * ratios[cell - 1])
      ratios[cell] = Complex(right[cell]) * inverse
      solution[cell] = (values[cell] + Complex(left[cell]) * solution[cell - 1]) * inverse
    }
    for cell in stride(from: values.count - 2, through: 0, by: -1) {
      solution[cell] += ratios[cell] * solution[cell + 1]
    }
    return solution
  }
}

internal import LinearAlgebra

/// A mode of relaxation on a box: e^{−(rate + i frequency) t}.
public struct BoxRelaxationMode: Hashable, Codable, Sendable {
  /// The rate of decay.
  public let rate: Double
  /// The angular frequency; positive for one of a pair of conjugates, whose other one is left out.
  public let frequency: Double
  /// The deviation of the density in each cell, of mass 1 where it has one sign, otherwise with
  /// ∫|deviation| dx = 1.
  public let deviation: [Double]
  /// The deviation a quarter of a period before; zero for a mode that does not turn.
  public let quadrature: [Double]
  /// |A v + λ v| for the mode scaled to |v| = 1: how well it solves the discrete equation.
  public let residual: Double
}

extension BoxDiscreteGenerator {
  /// The slowest modes of relaxation, from the smallest rate upwards.
  ///
  /// Currents make rates complex: such a pair is one mode with a frequency. Arnoldi's iteration on
  /// the resolvent with full orthogonalisation. Second order in the spacing.
  ///
  /// - Parameter count: The number of modes, from 1 to 200.
  /// - Returns: The modes.
  /// - Throws: ``FokkerPlanckError/invalidParameter(name:value:remedy:)`` and
  ///   ``FokkerPlanckError/numericalFailure(reason:)``.
  ///
  /// ## Reference
  ///
  /// Y. Saad, *Numerical Methods for Large Eigenvalue Problems* (SIAM 2011), chapter 6,
  /// [doi:10.1137/1.9781611970739](https://doi.org/10.1137/1.9781611970739).
  public func relaxationModes(count: Int) throws(FokkerPlanckError) -> [BoxRelaxationMode] {
    guard count >= 1, count <= min(200, shape.cellCount / 2) else {
      throw .invalidParameter(
        name: "count", value: Double(count),
        remedy: "ask for between 1 and \(min(200, shape.cellCount / 2)) modes")
    }
    let shift = scaleOfRates
    let inverse = try resolvent(shift: shift)
    let tolerance = 1e-11 * columns.largestRate
    var size = min(shape.cellCount, 4 * count + 30)
    while true {
      let space = try KrylovSpace(order: shape.cellCount, size: size, applying: inverse)
      let modes = try space.modes(
        count: count, shift: shift, columns: columns, cellVolume: shape.cellVolume)
      if modes.count == count, modes.allSatisfy({ $0.residual <= tolerance }) { return modes }
      guard size < min(shape.cellCount, 700) else {
        throw .numericalFailure(
          reason: "the slowest modes are not separated after \(size) steps; ask for fewer.")
      }
      size = min(shape.cellCount, 2 * size)
    }
  }
}

/// An orthonormal basis of Krylov vectors of a resolvent, and the resolvent in it.
private struct KrylovSpace {
  private var basis: [[Double]] = []
  private var projected: Matrix

  init(
    order: Int, size: Int, applying inverse: BoxDiscreteGenerator.Resolvent
  ) throws(FokkerPlanckError) {
    projected = Matrix(rowCount: size, columnCount: size)
    // A start without symmetry, so that no mode is missed.
    var vector = (0..<order).map { (index: Int) -> Double in
      1 + 0.5 * (Double(index) * 0.618_033_988_75).truncatingRemainder(dividingBy: 1)
    }
    for step in 0..<size {
      if Task.isCancelled { throw .cancelled(time: 0) }
      let norm = Self.norm(vector)
      guard norm > 1e-14 else {
        // The space is closed: fewer vectors hold it exactly.
        projected = projected.leadingBlock(step)
        return
      }
      if step > 0 { projected[step, step - 1] = norm }
      basis.append(vector.map { $0 / norm })
      vector = inverse.solve(basis[step])
      for _ in 0..<2 {
        for (index, direction) in basis.enumerated() {
          let overlap = zip(direction, vector).reduce(0) { $0 + $1.0 * $1.1 }
          projected[index, step] += overlap
          for cell in vector.indices { vector[cell] -= overlap * direction[cell] }
        }
      }
    }
  }

  private static func norm(_ vector: [Double]) -> Double {
    vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  /// The modes that the space holds, from the slowest, one of each pair of conjugates.
  func modes(
    count: Int, shift: Double, columns: GeneratorColumns, cellVolume: Double
  ) throws(FokkerPlanckError) -> [BoxRelaxationMode] {
    let spectrum: GeneralEigenDecomposition
    do {
      spectrum = try GeneralEigenDecomposition(projected)
    } catch {
      throw .numericalFailure(reason: error.description)
    }
    // μ = 1/(shift + λ), so λ = 1/μ − shift.
    let found = spectrum.realParts.indices.compactMap { index -> (Int, Double, Double)? in
      let (a, b) = (spectrum.realParts[index], spectrum.imaginaryParts[index])
      let square = a * a + b * b
      guard square > 0, b <= 0 else { return nil }
      return (index, a / square - shift, -b / square)
    }
    let slowest = found.sorted { ($0.1, $0.2) < ($1.1, $1.2) }.prefix(count)
    return slowest.map { index, rate, frequency in
      let (real, imaginary) = spectrum.eigenvector(index)
      let (x, y) = (combined(real), combined(imaginary))
      let residual = columns.residual(rate: rate, frequency: frequency, x, y)
      // A density is scaled to mass 1, a deviation that sums to zero to ∫|v| dx = 1.
      let (sum, total) = (x.reduce(0, +), x.reduce(0) { $0 + abs($1) })
      let scale = (abs(sum) > 0.999 * total ? sum : max(total, .leastNormalMagnitude)) * cellVolume
      return BoxRelaxationMode(
        rate: rate, frequency: frequency, deviation: x.map { $0 / scale },
        quadrature: y.map { $0 / scale }, residual: residual)
    }
  }

  private func combined(_ weights: [Double]) -> [Double] {
    var sum = [Double](repeating: 0, count: basis[0].count)
    for (weight, direction) in zip(weights, basis) where weight != 0 {
      for cell in sum.indices { sum[cell] += weight * direction[cell] }
    }
    return sum
  }
}

extension GeneratorColumns {
  /// |A v + λ v| for v = x + i y, λ = rate + i frequency.
  fileprivate func residual(
    rate: Double, frequency: Double, _ x: [Double], _ y: [Double]
  ) -> Double {
    var real = zip(x, y).map { rate * $0 - frequency * $1 }
    var imaginary = zip(x, y).map { frequency * $0 + rate * $1 }
    for element in elements {
      real[element.row] += element.value * x[element.column]
      imaginary[element.row] += element.value * y[element.column]
    }
    return zip(real, imaginary).reduce(0) { $0 + $1.0 * $1.0 + $1.1 * $1.1 }.squareRoot()
  }
}

extension Matrix {
  /// The first rows and columns.
  fileprivate func leadingBlock(_ order: Int) -> Matrix {
    var block = Matrix(rowCount: order, columnCount: order)
    for row in 0..<order { for column in 0..<order { block[row, column] = self[row, column] } }
    return block
  }
}

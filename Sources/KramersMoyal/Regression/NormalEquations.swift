internal import LinearAlgebra

/// The sums of weighted least squares, Σ w φ φᵀ and Σ w φ y.
struct NormalEquations {
  let count: Int
  private var gram: [Double]
  private var moments: [Double]

  init(count: Int) {
    self.count = count
    gram = [Double](repeating: 0, count: count * count)
    moments = [Double](repeating: 0, count: count)
  }

  /// Adds a sample with the basis values `row`.
  @inline(__always)
  mutating func add(_ row: UnsafeMutableBufferPointer<Double>, weight: Double, response: Double) {
    for i in 0..<count {
      let scaled = weight * row[i]
      moments[i] += scaled * response
      for j in 0...i { gram[i * count + j] += scaled * row[j] }
    }
  }

  /// Solves the equations.
  ///
  /// - Throws: ``KramersMoyalError/undetermined(coefficients:samples:)``.
  func solve(samples: Int) throws(KramersMoyalError) -> NormalSolution {
    let scales = (0..<count).map { gram[$0 * count + $0].squareRoot() }
    let failure = KramersMoyalError.undetermined(coefficients: count, samples: samples)
    guard samples >= count, scales.allSatisfy({ $0 > 0 && $0.isFinite }) else { throw failure }
    var scaled = Matrix(rowCount: count, columnCount: count)
    for i in 0..<count {
      for j in 0...i {
        scaled[i, j] = gram[i * count + j] / (scales[i] * scales[j])
        scaled[j, i] = scaled[i, j]
      }
    }
    do throws(LinearAlgebraError) {
      let factor = try CholeskyFactorization(scaled)
      let pivots = (0..<count).map { factor.lower[$0, $0] }
      guard pivots.allSatisfy({ $0 > 1e-6 }) else {
        throw LinearAlgebraError.notPositiveDefinite(order: count)
      }
      var inverse = Matrix(rowCount: count, columnCount: count)
      for column in 0..<count {
        var unit = [Double](repeating: 0, count: count)
        unit[column] = 1 / scales[column]
        for (row, value) in try factor.solve(unit).enumerated() {
          inverse[row, column] = value / scales[row]
        }
      }
      return NormalSolution(coefficients: inverse * moments, inverse: inverse)
    } catch {
      throw failure
    }
  }
}

/// The solution of normal equations with the inverse of their matrix.
struct NormalSolution {
  var coefficients: [Double]
  var inverse: Matrix
}

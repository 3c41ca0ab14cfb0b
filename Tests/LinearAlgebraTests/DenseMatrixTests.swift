import Foundation
import LinearAlgebra
import Testing

/// Repeatable numbers between −1 and 1.
struct TestNumbers {
  private var state: UInt64
  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }
  mutating func next() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(Int64(bitPattern: state) >> 11) / Double(1 << 52)
  }
}

func randomMatrix(_ rows: Int, _ columns: Int, seed: UInt64) -> Matrix {
  var numbers = TestNumbers(seed: seed)
  var matrix = Matrix(rowCount: rows, columnCount: columns)
  for index in matrix.elements.indices { matrix.elements[index] = numbers.next() }
  return matrix
}

func largestMagnitude(_ numbers: [Double]) -> Double { numbers.reduce(0) { max($0, abs($1)) } }

@Suite("Dense matrices")
struct DenseMatrixTests {
  @Test("A Cholesky factor multiplies back to its matrix", arguments: [1, 2, 5, 20])
  func choleskyMultipliesBack(order: Int) throws {
    let factor = randomMatrix(order, order + 3, seed: 1)
    let matrix = factor * factor.transposed + Matrix.identity(order)
    let cholesky = try CholeskyFactorization(matrix)
    let product = cholesky.lower * cholesky.lower.transposed
    #expect(largestMagnitude((product - matrix).elements) < 1e-12 * Double(order))
    let solution = try cholesky.solve(matrix * [Double](repeating: 1, count: order))
    #expect(largestMagnitude(solution.map { $0 - 1 }) < 1e-11)
  }

  @Test("The determinant of a diagonal matrix is the product of its numbers")
  func determinant() throws {
    let cholesky = try CholeskyFactorization(.diagonal([2, 3, 4]))
    #expect(abs(cholesky.logarithmOfDeterminant - 3.178_053_830_347_946) < 1e-14)
  }

  @Test("A matrix that is not positive definite is refused with the order of the block")
  func refusesIndefinite() throws {
    let matrix = try Matrix(rows: [[1, 2], [2, 1]])
    #expect(throws: LinearAlgebraError.notPositiveDefinite(order: 2)) {
      try CholeskyFactorization(matrix)
    }
  }

  @Test("Eigenvectors are orthonormal and rebuild the matrix", arguments: [1, 2, 7, 30])
  func eigenDecompositionRebuilds(order: Int) throws {
    let half = randomMatrix(order, order, seed: 2)
    let matrix = half + half.transposed
    let result = try SymmetricEigenDecomposition(matrix)
    let vectors = result.eigenvectors
    let rebuilt = vectors * Matrix.diagonal(result.eigenvalues) * vectors.transposed
    #expect(largestMagnitude((rebuilt - matrix).elements) < 1e-13 * Double(order + 10))
    let overlap = vectors.transposed * vectors - Matrix.identity(order)
    #expect(largestMagnitude(overlap.elements) < 1e-13 * Double(order + 10))
    #expect(result.eigenvalues == result.eigenvalues.sorted())
  }

  @Test("The eigenvalues of a known matrix are found")
  func knownEigenvalues() throws {
    let result = try SymmetricEigenDecomposition(Matrix(rows: [[2, -1], [-1, 2]]))
    #expect(abs(result.eigenvalues[0] - 1) < 1e-15)
    #expect(abs(result.eigenvalues[1] - 3) < 1e-15)
  }

  @Test("Least squares recovers a line and its residual")
  func leastSquaresLine() throws {
    let abscissas = [0.0, 1, 2, 3]
    let design = try Matrix(rows: abscissas.map { [1, $0] })
    let solution = try design.leastSquares([1, 3, 5, 8])
    #expect(abs(solution.coefficients[0] - 0.8) < 1e-14)
    #expect(abs(solution.coefficients[1] - 2.3) < 1e-14)
    #expect(abs(solution.residualSumOfSquares - 0.3) < 1e-13)
    #expect(solution.rank == 2)
  }

  @Test("Dependent columns give the shortest solution and a reduced rank")
  func leastSquaresOfDependentColumns() throws {
    let design = try Matrix(rows: [[1, 1], [2, 2], [3, 3]])
    let solution = try design.leastSquares([2, 4, 6])
    #expect(solution.rank == 1)
    #expect(abs(solution.coefficients[0] - 1) < 1e-14)
    #expect(abs(solution.coefficients[1] - 1) < 1e-14)
  }

  @Test("More columns than rows are allowed")
  func underdetermined() throws {
    let solution = try Matrix(rows: [[3, 4]]).leastSquares([25])
    #expect(abs(solution.coefficients[0] - 3) < 1e-13)
    #expect(abs(solution.coefficients[1] - 4) < 1e-13)
  }

  @Test("Sizes and numbers are checked")
  func checksInput() throws {
    #expect(throws: LinearAlgebraError.sizeMismatch(expected: 4, found: 3)) {
      try Matrix(rowCount: 2, columnCount: 2, elements: [1, 2, 3])
    }
    #expect(throws: LinearAlgebraError.notFinite(row: 1, column: 0)) {
      try Matrix(rows: [[1, 2], [.nan, 3]])
    }
    #expect(throws: LinearAlgebraError.sizeMismatch(expected: 2, found: 1)) {
      try Matrix(rows: [[1, 2], [3]])
    }
    #expect(throws: LinearAlgebraError.sizeMismatch(expected: 2, found: 3)) {
      try Matrix.identity(2).leastSquares([1, 2, 3])
    }
    #expect(throws: LinearAlgebraError.notFinite(row: 1, column: 2)) {
      try Matrix.identity(2).leastSquares([1, .infinity])
    }
    #expect(LinearAlgebraError.singular(row: 3).description.contains("row 3"))
  }

  @Test("A product agrees with the sum over the inner index")
  func product() {
    let (a, b) = (randomMatrix(3, 4, seed: 5), randomMatrix(4, 2, seed: 6))
    let c = a * b
    for row in 0..<3 {
      for column in 0..<2 {
        let expected = (0..<4).reduce(0) { $0 + a[row, $1] * b[$1, column] }
        #expect(abs(c[row, column] - expected) < 1e-15)
      }
    }
    #expect(!c.isSymmetric())
    #expect((a * a.transposed).isSymmetric())
  }
}

@Suite("Symmetric tridiagonal spectra")
struct SymmetricTridiagonalTests {
  @Test("The spectrum of the second difference is known", arguments: [1, 2, 10, 200])
  func secondDifference(order: Int) throws {
    let count = min(order, 5)
    let result = try SymmetricTridiagonalEigenDecomposition(
      diagonal: [Double](repeating: -2, count: order),
      offDiagonal: [Double](repeating: 1, count: order - 1), count: count)
    for (index, eigenvalue) in result.eigenvalues.enumerated() {
      let sine = sin(.pi * Double(index + 1) / Double(2 * (order + 1)))
      #expect(abs(eigenvalue + 4 * sine * sine) < 1e-13)
      let vector = result.eigenvectors[index]
      #expect(abs(vector.reduce(0) { $0 + $1 * $1 } - 1) < 1e-13)
      for row in 0..<order {
        let lower = row > 0 ? vector[row - 1] : 0
        let upper = row < order - 1 ? vector[row + 1] : 0
        #expect(abs(lower - 2 * vector[row] + upper - eigenvalue * vector[row]) < 1e-13)
      }
    }
  }

  @Test("Sizes and numbers are checked")
  func checksInput() {
    #expect(throws: LinearAlgebraError.sizeMismatch(expected: 1, found: 2)) {
      try SymmetricTridiagonalEigenDecomposition(
        diagonal: [1, 2], offDiagonal: [1, 1], count: 1)
    }
    #expect(throws: LinearAlgebraError.notFinite(row: 1, column: 0)) {
      try SymmetricTridiagonalEigenDecomposition(
        diagonal: [1, 2], offDiagonal: [.nan], count: 1)
    }
    #expect(throws: LinearAlgebraError.sizeMismatch(expected: 2, found: 3)) {
      try SymmetricTridiagonalEigenDecomposition(diagonal: [1, 2], offDiagonal: [1], count: 3)
    }
  }
}

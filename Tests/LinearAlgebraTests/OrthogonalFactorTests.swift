import LinearAlgebra
import Testing

@Suite("Orthogonal factors")
struct OrthogonalFactorTests {
  @Test(
    "Q is orthonormal, R triangular, their product the matrix",
    arguments: [
      (1, 1), (7, 3), (3, 7), (5, 5), (40, 12),
    ])
  func orthogonalTriangular(rows: Int, columns: Int) throws {
    let matrix = randomMatrix(rows, columns, seed: 11)
    let (q, r) = try matrix.orthogonalTriangular()
    #expect(largestMagnitude((q * r - matrix).elements) < 1e-13)
    let overlap = q.transposed * q - Matrix.identity(q.columnCount)
    #expect(largestMagnitude(overlap.elements) < 1e-13)
    for row in 0..<r.rowCount {
      for column in 0..<min(row, r.columnCount) { #expect(r[row, column] == 0) }
    }
  }

  @Test(
    "Singular vectors are orthonormal and rebuild the matrix",
    arguments: [
      (1, 4), (6, 3), (3, 6), (20, 20),
    ])
  func singularValues(rows: Int, columns: Int) throws {
    let matrix = randomMatrix(rows, columns, seed: 12)
    let result = try SingularValueDecomposition(matrix)
    let scaled = result.leftVectors * Matrix.diagonal(result.values) * result.rightVectors
    #expect(largestMagnitude((scaled - matrix).elements) < 1e-13)
    let left = result.leftVectors.transposed * result.leftVectors
    let right = result.rightVectors * result.rightVectors.transposed
    let one = Matrix.identity(min(rows, columns))
    #expect(largestMagnitude((left - one).elements + (right - one).elements) < 1e-13)
    #expect(zip(result.values, result.values.dropFirst()).allSatisfy { $0 >= $1 })
  }

  @Test("The rank leaves out as much as the bound allows and says how much")
  func rank() throws {
    let result = try SingularValueDecomposition(.diagonal([4, 3e-1, 4e-2, 3e-2, 1e-9]))
    #expect(result.rank(leavingAtMost: 0.051) == 2)
    #expect(result.rank(leavingAtMost: 0.049) == 3)
    #expect(result.rank(leavingAtMost: 100) == 1)
    #expect(abs(result.remainder(beyond: 2) - 0.05) < 1e-15)
  }
}

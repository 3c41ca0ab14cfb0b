import LinearAlgebra
import Testing

@Suite("Matrix equations")
struct MatrixEquationTests {
  private let rotation = [[1.0, 2, -0.5], [-2, 0.3, 0.7], [0.1, 0.4, 2]]

  @Test("The exponential of a rotation, of a nilpotent matrix, and of large and small multiples")
  func exponential() throws {
    let turn = try Matrix(rows: [[0, -30], [30, 0]]).exponential()
    let (cosine, sine) = (0.154_251_449_887_584_05, -0.988_031_624_092_861_9)
    for (a, b) in zip(turn.elements, [cosine, -sine, sine, cosine]) { #expect(abs(a - b) < 1e-12) }
    let shear = try Matrix(rows: [[0, 3], [0, 0]]).exponential()
    let sheared: [Double] = [1, 3, 0, 1]
    for (a, b) in zip(shear.elements, sheared) { #expect(abs(a - b) < 1e-14) }
    let matrix = try Matrix(rows: rotation)
    let product = try matrix.exponential() * (-1 * matrix).exponential()
    for (a, b) in zip(product.elements, Matrix.identity(3).elements) { #expect(abs(a - b) < 1e-13) }
  }

  @Test("Lyapunov's equation is satisfied")
  func lyapunov() throws {
    let matrix = try Matrix(rows: rotation)
    let right = try Matrix(rows: [[2, 0.3, 0], [0.3, 1, 0.1], [0, 0.1, 0.5]])
    let solution = try LyapunovEquation(matrix).solve(right)
    #expect(solution.isSymmetric(tolerance: 1e-13))
    let back = matrix * solution + solution * matrix.transposed
    for (a, b) in zip(back.elements, right.elements) { #expect(abs(a - b) < 1e-13) }
  }

  @Test("A system is solved, a singular one refused")
  func systems() throws {
    let matrix = try Matrix(rows: rotation)
    let solution = try matrix.solve(Matrix(rows: [[1, 0], [2, 1], [3, -1]]))
    let expected: [Double] = [1, 0, 2, 1, 3, -1]
    for (a, b) in zip((matrix * solution).elements, expected) { #expect(abs(a - b) < 1e-13) }
    #expect(throws: LinearAlgebraError.singular(row: 1)) {
      try Matrix(rows: [[1, 2], [2, 4]]).solve(.identity(2))
    }
  }
}

import LinearAlgebra
import StochasticProcesses
import Testing

@Suite("Processes of sums of products")
struct SeparableProcessTests {
  /// A process that is known by the terms of another one.
  private struct Terms<Process: SeparableDiffusionProcess>: SeparableDiffusionProcess {
    let process: Process
    var dimension: Int { process.dimension }
    func driftTerms(of variable: Int, time: Double) -> [ProductTerm] {
      process.driftTerms(of: variable, time: time)
    }
    func diffusionTerms(_ row: Int, _ column: Int, time: Double) -> [ProductTerm] {
      process.diffusionTerms(row, column, time: time)
    }
  }

  private func coefficients(
    of process: some MultivariateDiffusionProcess<Double>, at points: [Double]
  ) -> [Double] {
    let count = points.count / process.dimension
    var drift = points
    var diffusion = [Double](
      repeating: 0, count: MatrixTriangle.count(dimension: process.dimension) * count)
    var driftSpan = drift.mutableSpan
    var diffusionSpan = diffusion.mutableSpan
    process.evaluate(at: points.span, time: 0.7, drift: &driftSpan, diffusion: &diffusionSpan)
    return drift + diffusion
  }

  @Test("The terms of a linear process are its coefficients")
  func linear() throws {
    let process = LinearDiffusion(
      relaxation: try Matrix(rows: [[1, 0.8, 0], [-0.3, 0.5, 2], [0, 0, 1]]), center: [0.5, -1, 3],
      diffusion: try Matrix(rows: [[0.2, 0.05, 0], [0.05, 0.1, 0], [0, 0, 0.4]]))
    let points = [0.3, -2, 1.1, 0, 4, -0.7]
    for (a, b) in zip(
      coefficients(of: process, at: points), coefficients(of: Terms(process: process), at: points))
    {
      #expect(abs(a - b) < 1e-14)
    }
  }

  @Test("Polynomials are evaluated as written, and as their terms")
  func polynomial() {
    let process = PolynomialDiffusion(
      drift: [
        [.init(1, [0: 1]), .init(-1, [0: 3]), .init(0.5, [0: 1, 1: 2])], [.init(-2, [1: 1])],
      ],
      diffusion: [[.init(0.1), .init(0.02, [0: 2])], [.init(0.01, [0: 1, 1: 1])], [.init(0.3)]])
    let points = [0.5, -1.5, 2, 0.25]
    let found = coefficients(of: process, at: points)
    func expected(_ x: Double, _ y: Double) -> [Double] {
      [x - x * x * x + 0.5 * x * y * y, -2 * y, 0.1 + 0.02 * x * x, 0.01 * x * y, 0.3]
    }
    let (first, second) = (expected(0.5, 2), expected(-1.5, 0.25))
    for element in 0..<5 {
      #expect(abs(found[2 * element] - first[element]) < 1e-15)
      #expect(abs(found[2 * element + 1] - second[element]) < 1e-15)
    }
    let terms = coefficients(of: Terms(process: process), at: points)
    for (a, b) in zip(found, terms) { #expect(abs(a - b) < 1e-14) }
    #expect(!process.hasHomogeneousDiffusion)
    let constant = PolynomialDiffusion(drift: [[.init(-1, [0: 1])]], diffusion: [0.4])
    #expect(constant.hasHomogeneousDiffusion)
    #expect(coefficients(of: constant, at: [2]) == [-2, 0.4])
  }
}

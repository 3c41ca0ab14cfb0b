import LinearAlgebra
import StochasticProcesses
import Testing

@Suite("Processes of several variables")
struct MultivariateProcessTests {
  @Test("A linear process and the same one as closures have the same coefficients")
  func linearAgainstClosures() throws {
    let linear = LinearDiffusion(
      relaxation: try Matrix(rows: [[1, 0.8], [-0.3, 0.5]]), center: [0.5, -1],
      diffusion: try Matrix(rows: [[0.2, 0.05], [0.05, 0.1]]))
    let closures = MultivariateClosureProcess(
      dimension: 2,
      drift: { x, _ in
        [
          -(x[0] - 0.5) - 0.8 * (x[1] + 1),
          0.3 * (x[0] - 0.5) - 0.5 * (x[1] + 1),
        ]
      },
      diffusion: { _, _ in [[0.2, 0.05], [0.05, 0.1]] })
    let points = [0.0, 1, 2, -1, 0.5, 3]
    let (a, b) = (coefficients(of: linear, at: points), coefficients(of: closures, at: points))
    for (x, y) in zip(a.drift, b.drift) { #expect(abs(x - y) < 1e-14) }
    #expect(a.diffusion == b.diffusion)
    // Variable by variable, element by element of the upper triangle.
    #expect(a.diffusion == [0.2, 0.2, 0.2, 0.05, 0.05, 0.05, 0.1, 0.1, 0.1])
  }

  private func coefficients(
    of process: some MultivariateDiffusionProcess<Double>, at points: [Double]
  ) -> (drift: [Double], diffusion: [Double]) {
    let count = points.count / process.dimension
    var drift = [Double](repeating: .nan, count: points.count)
    var diffusion = [Double](
      repeating: .nan, count: MatrixTriangle.count(dimension: process.dimension) * count)
    var driftSpan = drift.mutableSpan
    var diffusionSpan = diffusion.mutableSpan
    process.evaluate(at: points.span, time: 0, drift: &driftSpan, diffusion: &diffusionSpan)
    return (drift, diffusion)
  }

  @Test("The triangle's places are those of its rows one after another, in either order")
  func triangle() {
    var place = 0
    for row in 0..<4 {
      for column in row..<4 {
        #expect(MatrixTriangle.index(row, column, dimension: 4) == place)
        #expect(MatrixTriangle.index(column, row, dimension: 4) == place)
        place += 1
      }
    }
    #expect(MatrixTriangle.count(dimension: 4) == place)
  }
}

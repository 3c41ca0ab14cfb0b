import FokkerPlanck
import Grids
import StochasticProcesses
import Testing

@Suite("The example of the README")
struct ReadmeExampleTests {
  @Test("solves a typed process in five lines, and its mean relaxes towards the other well")
  func example() throws {
    let axis = try Axis(-3...3, cellCount: 400)
    let start = Density(axis: axis, cumulative: GaussianLaw(mean: -1, variance: 0.04).cumulative)
    let process = ClosureProcess(drift: { x, _ in x - x * x * x }, diffusion: { _, _ in 0.1 })
    let evolution = try FiniteVolumeSolver().solve(
      process, from: start, startingAt: 0, times: [1, 10])
    let means = evolution.densities.map(\.mean)
    #expect(abs(evolution.densities[1].mass - 1) < 1e-12)
    #expect(means[0] < -0.8 && means[1] > means[0] && means[1] < 0)
  }
}

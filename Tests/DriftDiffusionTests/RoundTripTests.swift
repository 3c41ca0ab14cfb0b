import FokkerPlanck
import Grids
import KramersMoyal
import Langevin
import StochasticProcesses
import Testing

@Suite("Round trip: simulate, fit, solve")
struct RoundTripTests {
  private static let pathCount = 60
  private static let lag = 0.05

  /// Every fifth step of paths that start in both wells.
  private func sample(
    of process: some DiffusionProcess<Double>, seed: UInt64
  ) async throws -> IncrementSample {
    var configuration = LangevinConfiguration()
    configuration.particleCount = Self.pathCount
    configuration.stepSize = Self.lag / 5
    configuration.traceStride = 5
    configuration.tracedPaths = Array(0..<Self.pathCount)
    configuration.seed = seed
    let traces = try await LangevinEnsemble(configuration).run(
      process, from: (0..<Self.pathCount).map { $0 % 2 == 0 ? -1 : 1 }, recordingAt: [10],
      on: Axis(-4...4, cellCount: 8), scheme: PlatenWeakOrderTwo()
    ).traces
    return try IncrementSample(
      traces.paths.indices.map { try Trajectory(traces[path: $0], step: Self.lag) })
  }

  /// The density at time 3 of particles that start in the left well, in some of its cells.
  private func density(of process: some DiffusionProcess<Double>) throws -> [Double] {
    let axis = try Axis(-3...3, cellCount: 240)
    let start = Density(
      axis: axis, cumulative: GaussianLaw(mean: -1, variance: 0.04).cumulative)
    let end = try FiniteVolumeSolver().solve(
      process, from: start, startingAt: 0, times: [3]
    ).densities[0]
    return stride(from: 40, to: 200, by: 10).map { end.values[$0] }
  }

  @Test(
    "the density of the fitted process has the one of the original within its interval",
    arguments: [1, 2, 3])
  func doubleWell(seed: UInt64) async throws {
    let original = DoubleWell(diffusionCoefficient: 0.2)
    let sample = try await sample(of: original, seed: seed)
    let fit = try ProcessFit(.init(drift: .polynomial(degree: 3), diffusion: .constant))
    var failure: (any Error)?
    let estimates = try fit.jackknife(sample) { process in
      do { return try density(of: process) } catch {
        failure = error
        return [Double](repeating: .nan, count: 16)
      }
    }
    if let failure { throw failure }
    let exact = try density(of: original)
    #expect(exact.count == estimates.values.count)
    let peak = exact.max() ?? 0
    for (place, value) in exact.enumerated() {
      // Five coefficients move all places together: intervals of 99 % hold for all in about 95 %.
      let interval = estimates.interval(
        of: place, level: 0.99, degrees: Double(Self.pathCount - 1))
      #expect(
        interval.contains(value),
        "\(value) at \(place): \(estimates.values[place]) ± \(estimates.standardErrors[place])")
      // And the intervals say something.
      #expect(estimates.standardErrors[place] < 0.1 * peak)
    }
  }
}

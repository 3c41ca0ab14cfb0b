import Grids
import Langevin
import RealModule
import StochasticProcesses
import Testing

@Suite("Finite numbers of interacting particles")
struct FiniteSizeTests {
  private static func ensemble(stepSize: Double) throws -> LangevinEnsemble {
    var configuration = LangevinConfiguration()
    configuration.stepSize = stepSize
    configuration.seed = 3
    return try LangevinEnsemble(configuration)
  }

  /// The linear model with its mean and its variance.
  private static let linear = ClosureMeanFieldProcess(
    orderParameters: [[.mean, .variance]],
    drift: { _, x, _, field in -0.5 * x - 1.5 * (x - field[0, 0]) },
    diffusion: { _, _, _, _ in 0.4 })

  @Test("R19: n particles have the known mean, variance and fluctuation", arguments: [4, 16, 64])
  func linear(count: Int) async throws {
    let replicas = 60_000 / count
    let field = try await Self.ensemble(stepSize: 0.04).replicate(
      Self.linear, replicaCount: replicas, particleCounts: [count],
      from: [try normalDensity(mean: 1, variance: 0.1)], recordingAt: [0.8],
      scheme: StrongOrderThreeHalves(), threads: 2)
    let mean = field.statistics(ofPopulation: 0, parameter: 0, time: 0)
    let variance = field.statistics(ofPopulation: 0, parameter: 1, time: 0)
    let n = Double(count)
    // The mean is an Ornstein-Uhlenbeck process with D/n; deviations from it have (1 − 1/n) D.
    let ofMean = StochasticProcesses.OrnsteinUhlenbeck(
      relaxationRate: 0.5, diffusionCoefficient: 0.4 / n
    )
    .law(from: GaussianLaw(mean: 1, variance: 0.1 / n), after: 0.8)
    #expect(abs(mean.mean - ofMean.mean) < 3 * mean.meanStandardError + 1e-4)
    #expect(
      abs(mean.deviation - ofMean.variance.squareRoot())
        < 3 * mean.deviationStandardError + 1e-3 * mean.deviation)
    #expect(
      abs(variance.mean - 0.195_923_780 * (1 - 1 / n)) < 3 * variance.meanStandardError + 2e-4)
  }

  @Test("the result does not depend on the number of threads")
  func threads() async throws {
    func fields(_ threads: Int) async throws -> ReplicatedField {
      try await Self.ensemble(stepSize: 0.1).replicate(
        DesaiZwanzig(diffusionCoefficient: 0.3), replicaCount: 7, particleCounts: [5],
        from: [try normalDensity(mean: 0.5, variance: 0.05)], recordingAt: [0.5, 1],
        threads: threads)
    }
    let one = try await fields(1)
    #expect(try await fields(3) == one)
    #expect(Set(one.fields.map { $0[1][0, 0] }).count == 7)
  }

  @Test("replicas without particles are refused")
  func badInput() async throws {
    let density = try normalDensity(mean: 0, variance: 1)
    let ensemble = try Self.ensemble(stepSize: 0.1)
    await #expect(throws: LangevinError.wrongPopulationCount(expected: 1, found: 2)) {
      try await ensemble.replicate(
        Self.linear, replicaCount: 2, particleCounts: [3, 3], from: [density], recordingAt: [1])
    }
    await #expect(throws: LangevinError.self) {
      try await ensemble.replicate(
        Self.linear, replicaCount: 0, particleCounts: [3], from: [density], recordingAt: [1])
    }
    await #expect(throws: LangevinError.self) {
      try await ensemble.replicate(
        Self.linear, replicaCount: 2, particleCounts: [0], from: [density], recordingAt: [1])
    }
  }
}

import Foundation
import KramersMoyal
import StochasticProcesses
import Testing

@Suite("Choice of a model by held-out likelihood")
struct ModelChoiceTests {
  static func trajectories(
    _ process: some DiffusionProcess<Double>, count: Int = 20, seed: UInt64 = 21
  ) throws -> IncrementSample {
    try IncrementSample(
      (0..<count).map { index in
        try Trajectory(
          SyntheticPaths.euler(
            process, from: Double(index % 2) * 2 - 1, step: 0.1, substeps: 10, count: 500,
            seed: seed, index: UInt64(index)), step: 0.1)
      })
  }

  static let models: [CandidateModel] = [
    .curves(drift: .constant, diffusion: .constant),
    .curves(drift: .polynomial(degree: 1), diffusion: .constant),
    .curves(drift: .polynomial(degree: 3), diffusion: .constant),
    .curves(drift: .polynomial(degree: 3), diffusion: .polynomial(degree: 2)),
    .curves(drift: .spline(knots: 8), diffusion: .spline(knots: 6)), .kernels,
  ]

  @Test("finds the affine drift of an Ornstein-Uhlenbeck process")
  func affine() throws {
    let process = OrnsteinUhlenbeck(relaxationRate: 1, diffusionCoefficient: 0.5)
    let choice = try ModelChoice(among: Self.models, Self.trajectories(process))
    #expect(choice.simplest == Self.models[1])
    #expect(choice.scores.count == Self.models.count && choice.failures.isEmpty)
    let constant = try #require(choice.scores.first { $0.model == Self.models[0] })
    #expect(constant.lossToBest > 4 * constant.lossError)
    #expect(choice.scores[0].lossToBest == 0)
  }

  @Test("finds the cubic drift of a double well")
  func cubic() throws {
    let choice = try ModelChoice(
      among: Self.models, Self.trajectories(DoubleWell(diffusionCoefficient: 0.2)))
    guard case .curves(.polynomial(degree: 3), _) = choice.simplest else {
      Issue.record("the simplest model is \(choice.simplest)")
      return
    }
    let cubic = try #require(choice.scores.first { $0.model == Self.models[2] })
    #expect(cubic.lossToBest < 3 * cubic.lossError)
    let affine = try #require(choice.scores.first { $0.model == Self.models[1] })
    #expect(affine.lossToBest > 4 * affine.lossError)
  }

  @Test("finds that the noise depends on the state")
  func multiplicative() throws {
    let process = ClosureProcess(drift: { x, _ in -x }, diffusion: { x, _ in 0.1 + 0.4 * x * x })
    let choice = try ModelChoice(among: Self.models, Self.trajectories(process))
    guard case .curves(_, let diffusion) = choice.simplest else {
      Issue.record("kernels won")
      return
    }
    #expect(diffusion != .constant)
  }

  @Test("scores are the likelihood of the truth where the truth is fitted")
  func score() throws {
    let path = SyntheticPaths.ornsteinUhlenbeck(
      OrnsteinUhlenbeck(relaxationRate: 1, diffusionCoefficient: 0.5), from: 0, step: 0.2,
      count: 20_001, seed: 2)
    let choice = try ModelChoice(
      among: [Self.models[1]], IncrementSample([Trajectory(path, step: 0.2)]))
    // −½ ln(2πe V) with V = ½(1 − e^{−0.4}), less about three parameters' worth in 16 000.
    let expected = -0.5 * (log(2 * Double.pi * 0.16483997698) + 1)
    #expect(abs(choice.scores[0].logLikelihood - expected) < 4 * choice.scores[0].standardError)
    #expect(choice.scores[0].standardError < 0.01)
  }

  @Test("a model that cannot be fitted is reported, not fatal")
  func failure() throws {
    let sample = try Self.trajectories(
      OrnsteinUhlenbeck(relaxationRate: 1, diffusionCoefficient: 0.5), count: 10)
    let impossible = CandidateModel.curves(drift: .polynomial(degree: 99), diffusion: .constant)
    let choice = try ModelChoice(among: [Self.models[1], impossible], sample)
    #expect(choice.failures.map(\.model) == [impossible])
    #expect(throws: KramersMoyalError.self) { try ModelChoice(among: [impossible], sample) }
  }
}

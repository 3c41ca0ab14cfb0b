import StochasticProcesses
import Testing

@Suite("Reference processes")
struct ReferenceProcessTests {
  @Test("free diffusion has the law R1")
  func freeDiffusion() {
    let law = BrownianMotion(diffusionCoefficient: 0.25)
      .law(from: GaussianLaw(mean: 0, variance: 0.1), after: 2)
    #expect(abs(law.variance - 1.1) < 1e-15)
    #expect(abs(law.density(at: 0) - 0.3803765396311) < 1e-12)
    #expect(abs(law.entropy - 1.466593623107) < 1e-12)
  }

  @Test("advection and diffusion have the law R2")
  func advection() {
    let law = BrownianMotion(velocity: 0.5, diffusionCoefficient: 0.1)
      .law(from: GaussianLaw(mean: 0, variance: 0.04), after: 3)
    #expect(abs(law.mean - 1.5) < 1e-15 && abs(law.variance - 0.64) < 1e-15)
    #expect(abs(law.density(at: 2) - 0.410201210688) < 1e-12)
  }

  @Test("the Ornstein-Uhlenbeck process has the law R3")
  func ornsteinUhlenbeck() {
    let process = OrnsteinUhlenbeck(relaxationRate: 2, center: 1, diffusionCoefficient: 0.5)
    let law = process.law(from: GaussianLaw(mean: -1, variance: 0), after: 0.3)
    #expect(abs(law.mean + 0.0976232721882) < 1e-12)
    #expect(abs(law.variance - 0.174701447022) < 1e-12)
    #expect(abs(law.density(at: 0) - 0.928786749547) < 1e-11)
    #expect(abs(law.entropy - 0.546600143715) < 1e-11)
  }

  @Test("an Ornstein-Uhlenbeck process without relaxation is Brownian motion")
  func noRelaxation() {
    let start = GaussianLaw(mean: 0.3, variance: 0.2)
    let law = OrnsteinUhlenbeck(relaxationRate: 0, diffusionCoefficient: 0.4)
      .law(from: start, after: 2)
    #expect(law == BrownianMotion(diffusionCoefficient: 0.4).law(from: start, after: 2))
  }

  @Test("evaluating many points at once equals evaluating them one by one")
  func bulkEvaluation() {
    let process = ClosureProcess(drift: { x, t in t - x * x }, diffusion: { x, _ in 1 + x * x })
    let points = [-1.0, 0, 0.5, 2]
    var (drift, diffusion) = ([Double](repeating: 0, count: 4), [Double](repeating: 0, count: 4))
    var drifts = drift.mutableSpan
    var diffusions = diffusion.mutableSpan
    process.evaluate(at: points.span, time: 3, drift: &drifts, diffusion: &diffusions)
    #expect(drift == points.map { process.drift(at: $0, time: 3) })
    #expect(diffusion == points.map { process.diffusion(at: $0, time: 3) })
  }
}

import Grids
import Langevin
import StochasticProcesses

/// Every scheme, so that one test runs over all.
enum SchemeUnderTest: String, CaseIterable, Sendable {
  case eulerMaruyama, tamedEuler, leimkuhlerMatthews, milstein, platenWeakOrderTwo
  case stochasticHeun, exactOrnsteinUhlenbeck, strongOrderThreeHalves

  /// Whether the scheme reads coefficients in the sense of Stratonovich.
  var isStratonovich: Bool { self == .stochasticHeun }

  /// The declared weak order, strong order and restriction to additive noise.
  var declared: (weak: Double, strong: Double, needsAdditiveNoise: Bool) {
    func orders<Scheme: LangevinScheme>(_: Scheme.Type) -> (Double, Double, Bool) {
      (Scheme.weakOrder, Scheme.strongOrder, Scheme.needsAdditiveNoise)
    }
    return switch self {
    case .eulerMaruyama: orders(EulerMaruyama.self)
    case .tamedEuler: orders(TamedEuler.self)
    case .leimkuhlerMatthews: orders(LeimkuhlerMatthews.self)
    case .milstein: orders(Milstein.self)
    case .platenWeakOrderTwo: orders(PlatenWeakOrderTwo.self)
    case .stochasticHeun: orders(StochasticHeun.self)
    case .exactOrnsteinUhlenbeck: orders(ExactOrnsteinUhlenbeck.self)
    case .strongOrderThreeHalves: orders(StrongOrderThreeHalves.self)
    }
  }

  /// The positions at time `end` after `steps` steps, each along `increments` Brownian increments.
  func positions<Process: DiffusionProcess<Double>>(
    _ process: Process, steps: Int, increments: Int, until end: Double = 1, from start: Double,
    count: Int, in domain: ParticleDomain = .unbounded
  ) async throws -> [Double] {
    var configuration = LangevinConfiguration()
    configuration.particleCount = count
    configuration.stepSize = end / Double(steps)
    configuration.incrementsPerStep = increments
    configuration.keepsPositions = true
    let ensemble = try LangevinEnsemble(configuration)
    let initial = [Double](repeating: start, count: count)
    let axis = try Axis(-10...10, cellCount: 2)
    func run<Scheme: LangevinScheme>(_ scheme: Scheme) async throws -> [Double] {
      try await ensemble.run(
        process, from: initial, recordingAt: [end], on: axis, in: domain, scheme: scheme,
        threads: 2
      ).snapshots[0].positions
    }
    return switch self {
    case .eulerMaruyama: try await run(EulerMaruyama())
    case .tamedEuler: try await run(TamedEuler())
    case .leimkuhlerMatthews: try await run(LeimkuhlerMatthews())
    case .milstein: try await run(Milstein())
    case .platenWeakOrderTwo: try await run(PlatenWeakOrderTwo())
    case .stochasticHeun: try await run(StochasticHeun())
    case .exactOrnsteinUhlenbeck: try await run(ExactOrnsteinUhlenbeck(rate: 1))
    case .strongOrderThreeHalves: try await run(StrongOrderThreeHalves())
    }
  }
}

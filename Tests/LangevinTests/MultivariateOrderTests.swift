import Grids
import Langevin
import RealModule
import StochasticProcesses
import Testing

/// The end points of two variables.
private typealias Points = (x: [Double], y: [Double])

@Suite("Orders of schemes for several variables")
struct MultivariateOrderTests {
  private func points<Process: MultivariateDiffusionProcess<Double>>(
    _ process: Process, _ scheme: some MultivariateLangevinScheme, from start: (Double, Double),
    until end: Double = 1, steps: Int, finest: Int, count: Int
  ) async throws -> Points {
    var configuration = LangevinConfiguration()
    configuration.particleCount = count
    configuration.stepSize = end / Double(steps)
    configuration.incrementsPerStep = finest / steps
    configuration.keepsPositions = true
    configuration.seed = 8
    let state = EnsembleState(
      positions: [Double](repeating: start.0, count: count)
        + [Double](repeating: start.1, count: count))
    let axis = try Axis(-10...10, cellCount: 2)
    let positions = try await LangevinEnsemble(configuration).run(
      process, from: state, recordingAt: [end], on: [axis, axis], scheme: scheme, threads: 2
    ).snapshots[0].positions
    return (Array(positions[..<count]), Array(positions[count...]))
  }

  /// A function of the points after a number of steps and after twice as many.
  private func differences<Process: MultivariateDiffusionProcess<Double>>(
    _ process: Process, _ scheme: some MultivariateLangevinScheme, from start: (Double, Double),
    steps: Int, finest: Int, count: Int,
    _ function: ((Double, Double), (Double, Double)) -> Double
  ) async throws -> [Double] {
    let coarse = try await points(
      process, scheme, from: start, steps: steps, finest: finest, count: count)
    let fine = try await points(
      process, scheme, from: start, steps: 2 * steps, finest: finest, count: count)
    return (0..<count).map {
      function((coarse.x[$0], coarse.y[$0]), (fine.x[$0], fine.y[$0]))
    }
  }

  private static func distance(_ p: (Double, Double), _ q: (Double, Double)) -> Double {
    ((p.0 - q.0) * (p.0 - q.0) + (p.1 - q.1) * (p.1 - q.1)).squareRoot()
  }

  @Test("paths converge with order ½ when the noise does not commute")
  func strongOrders() async throws {
    func expect(
      _ scheme: some MultivariateLangevinScheme, _ name: String, finest: Int = 512,
      count: Int = 2000
    ) async throws {
      let order = try await observedOrder(steps: (finest / 8, finest / 2)) { steps in
        try await differences(
          RelaxingPlane<Double>(), scheme, from: (1, -0.5), steps: steps, finest: finest,
          count: count, Self.distance)
      }
      order.expect(0.5, name)
    }
    try await expect(EulerMaruyama(), "Euler and Maruyama")
    try await expect(TamedEuler(), "tamed")
    // Terms of first order fade later than in the schemes before.
    try await expect(StochasticHeun(), "Heun", finest: 2048, count: 1000)
    try await expect(PlatenWeakOrderTwo(), "Platen", finest: 2048, count: 1000)
  }

  @Test("paths of schemes for additive noise converge with their strong order")
  func additiveStrongOrders() async throws {
    func expect<Scheme: MultivariateLangevinScheme>(_ scheme: Scheme) async throws {
      let order = try await observedOrder(steps: (64, 256)) { steps in
        try await differences(
          HeatedPlane(), scheme, from: (0.5, 0), steps: steps, finest: 512, count: 4000,
          Self.distance)
      }
      order.expect(Scheme.strongOrder, "\(scheme)")
    }
    try await expect(LeimkuhlerMatthews())
    try await expect(StrongOrderThreeHalves())
  }

  private static let observables: [(String, @Sendable ((Double, Double)) -> Double)] = [
    ("y", { $0.1 }), ("xx", { $0.0 * $0.0 }), ("xy", { $0.0 * $0.1 }), ("yy", { $0.1 * $0.1 }),
  ]

  @Test("Platen's scheme has weak order 2 for matrix noise that does not commute")
  func platenMatrixNoise() async throws {
    let (steps, count) = ((8, 16), 300_000)
    // One pair of runs for all observables.
    var errors: [[[Double]]] = []
    for number in [steps.0, steps.1] {
      let coarse = try await points(
        GrowingPlane(), PlatenWeakOrderTwo(), from: (1, 1), until: 0.5, steps: number, finest: 32,
        count: count)
      let fine = try await points(
        GrowingPlane(), PlatenWeakOrderTwo(), from: (1, 1), until: 0.5, steps: 2 * number,
        finest: 32, count: count)
      errors.append(
        Self.observables.map { _, function in
          (0..<count).map {
            function((coarse.x[$0], coarse.y[$0])) - function((fine.x[$0], fine.y[$0]))
          }
        })
    }
    for (place, observable) in Self.observables.enumerated() {
      let order = ObservedOrder(
        SampleMean(errors[0][place]), SampleMean(errors[1][place]), ratio: 2)
      #expect(
        abs(order.slope - 2) < 0.1 + 3 * order.error,
        "\(observable.0): \(order.slope) ± \(order.error)")
    }
  }

  @Test("Platen's scheme for matrix noise has the moments of the law")
  func platenMoments() async throws {
    // m′ and the second moments of the growing plane, by Runge and Kutta's method.
    let exact = integrated([1, 1, 1, 1, 1], until: 0.5) { s in
      [
        1.2 * s[0], 0.6 * s[0] + 0.8 * s[1], 2.6 * s[2] + 0.1,
        2 * s[3] + 0.6 * s[2] + 0.1 * s[0], 1.2 * s[3] + 1.6 * s[4] + 0.2 + 0.2 * s[2],
      ]
    }
    let found = try await points(
      GrowingPlane(), PlatenWeakOrderTwo(), from: (1, 1), until: 0.5, steps: 16, finest: 16,
      count: 200_000)
    let pairs = zip(found.x, found.y)
    let samples: [[Double]] = [
      found.x, found.y, found.x.map { $0 * $0 }, pairs.map { $0 * $1 }, found.y.map { $0 * $0 },
    ]
    for (sample, expected) in zip(samples, exact) {
      let mean = SampleMean(sample)
      #expect(abs(mean.value - expected) < 4 * mean.error + 1e-3)
    }
  }
}

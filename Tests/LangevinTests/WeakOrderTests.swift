import Langevin
import LinearAlgebra
import RealModule
import StochasticProcesses
import Testing

/// The order from errors after n, 2 n and 4 n steps, with the next power of the step eliminated.
private func order(_ errors: [Double]) -> Double {
  let slopes = zip(errors, errors.dropFirst()).map { Double.log2(abs($0 / $1)) }
  return 2 * slopes[1] - slopes[0]
}

/// Weak orders from exact expectations over the noise: no error of sampling.
@Suite("Weak orders by quadrature over the noise")
struct WeakOrderTests {
  /// Expects that the slowest of the observables converges with the declared order, none slower.
  ///
  /// `exact` are the expectations of the law; `steps` are n, 2 n and 4 n.
  private func expect(
    _ declared: Double, _ name: String, exact: [Double], steps: [Int],
    _ expectations: (Int) -> [Double]
  ) {
    let found = steps.map(expectations)
    var slowest = Double.infinity
    for (place, value) in exact.enumerated() {
      let errors = found.map { $0[place] - value }
      #expect(errors.allSatisfy { $0.isFinite }, "\(name), observable \(place): \(errors)")
      // What is exact has no order.
      guard abs(errors[2]) > 1e-11 * (1 + abs(value)) else { continue }
      let order = order(errors)
      #expect(order > declared - 0.1, "\(name), observable \(place): order \(order), \(errors)")
      slowest = min(slowest, order)
    }
    #expect(abs(slowest - declared) < 0.1, "\(name): order \(slowest)")
  }

  /// One of the cases of one variable with its closed moments.
  struct Case: CustomTestStringConvertible, Sendable {
    var name: String
    var process: PearsonDiffusion
    var start: Double
    var end: Double
    var testDescription: String { name }
    var isAdditive: Bool {
      process.diffusionPowers.1 == 0 && process.diffusionPowers.2 == 0
    }
  }

  static let cases = [
    Case(
      name: "R3", process: PearsonDiffusion(driftPowers: (2, -2), diffusionPowers: (0.5, 0, 0)),
      start: -1, end: 0.3),
    Case(
      name: "R7", process: PearsonDiffusion(driftPowers: (0, 0.1), diffusionPowers: (0, 0, 0.08)),
      start: 1, end: 1),
    Case(
      name: "R8",
      process: PearsonDiffusion(driftPowers: (1.2, -1.5), diffusionPowers: (0, 0.18, 0)),
      start: 0.3, end: 0.05),
    Case(
      name: "R9",
      process: PearsonDiffusion(driftPowers: (0.3, -1), diffusionPowers: (0, 0.2, -0.2)),
      start: 0.4, end: 0.05),
  ]

  private func expect<Scheme: LangevinScheme>(_ scheme: Scheme, _ test: Case, declared: Double) {
    let isStratonovich = Scheme.self == StochasticHeun.self
    let process = isStratonovich ? test.process.inStratonovichReading : test.process
    let powers: [(Double) -> Double] = [{ $0 }, { $0 * $0 }, { $0 * $0 * $0 }]
    let steps = Scheme.noise == .incrementAndIntegral ? [1, 2, 4] : [2, 4, 8]
    let nodes = Scheme.noise == .incrementAndNext ? 3 : 4
    expect(
      declared, "\(scheme) \(test.name)",
      exact: Array(test.process.moments(from: test.start, after: test.end)[..<3]), steps: steps
    ) {
      NoiseTree.expectations(
        scheme, process, from: test.start, until: test.end, steps: $0, nodes: nodes, powers)
    }
  }

  @Test("schemes for any noise have their weak order in R3, R7, R8 and R9", arguments: cases)
  func anyNoise(test: Case) {
    expect(EulerMaruyama(), test, declared: 1)
    expect(TamedEuler(), test, declared: 1)
    expect(Milstein(), test, declared: 1)
    // Of second order when D is constant.
    expect(StochasticHeun(), test, declared: test.isAdditive ? 2 : 1)
    expect(PlatenWeakOrderTwo(), test, declared: 2)
  }

  @Test("schemes for additive noise have their weak order in R3")
  func additiveNoise() throws {
    expect(LeimkuhlerMatthews(), Self.cases[0], declared: LeimkuhlerMatthews.weakOrder)
    expect(StrongOrderThreeHalves(), Self.cases[0], declared: StrongOrderThreeHalves.weakOrder)
  }

  private static let products: [@Sendable ([Double]) -> Double] = [
    { $0[0] }, { $0[1] }, { $0[0] * $0[0] }, { $0[0] * $0[1] }, { $0[1] * $0[1] },
  ]

  /// The moments of the relaxing plane from (2, −1): x, y, xx, xy, yy.
  private func relaxingMoments(after time: Double) -> [Double] {
    integrated([2, -1, 4, -2, 1], until: time) { m in
      [
        0.5 * m[1] - m[0], -0.5 * m[0] - 0.8 * m[1],
        m[3] - 2 * m[2] + 0.3 + 0.4 * m[2],
        0.5 * m[4] - 1.8 * m[3] - 0.5 * m[2] + 0.3 * m[3],
        -m[3] - 1.6 * m[4] + 0.2 + 0.4 * m[4],
      ]
    }
  }

  private func expectInPlane<Scheme: MultivariateLangevinScheme>(
    _ scheme: Scheme, _ declared: Double, steps: [Int], nodes: Int
  ) {
    expect(
      declared, "\(scheme) in the plane", exact: relaxingMoments(after: 0.2), steps: steps
    ) {
      NoiseTree.expectations(
        scheme, RelaxingPlane<Double>(), from: [2, -1], until: 0.2, steps: $0, nodes: nodes,
        Self.products)
    }
  }

  @Test("schemes for any noise have their weak order when the noise does not commute")
  func matrixNoise() {
    // Two nodes give moments of second degree exactly where a step is linear in the noise.
    expectInPlane(EulerMaruyama(), 1, steps: [2, 4, 8], nodes: 2)
    expectInPlane(TamedEuler(), 1, steps: [1, 2, 4], nodes: 3)
    expectInPlane(PlatenWeakOrderTwo(), 2, steps: [1, 2, 4], nodes: 3)
  }

  private func expectRotor<Scheme: MultivariateLangevinScheme>(
    _ scheme: Scheme, _ declared: Double, steps: [Int] = [1, 2, 4]
  ) throws {
    let process = try rotatingPlane()
    let law = try process.law(from: .init(mean: [1, -1], variances: [0, 0]), after: 0.4)
    let (m, c) = (law.mean, law.covariance)
    let exact = [
      m[0], m[1], c[0, 0] + m[0] * m[0], c[0, 1] + m[0] * m[1], c[1, 1] + m[1] * m[1],
    ]
    expect(declared, "\(scheme) in R10", exact: exact, steps: steps) {
      NoiseTree.expectations(
        scheme, process, from: [1, -1], until: 0.4, steps: $0, nodes: 2, Self.products)
    }
  }

  @Test("R10: schemes have their weak order with additive noise of several variables")
  func rotor() throws {
    try expectRotor(EulerMaruyama(), 1, steps: [2, 4, 8])
    try expectRotor(LeimkuhlerMatthews(), 1)
    try expectRotor(PlatenWeakOrderTwo(), 2)
    try expectRotor(StochasticHeun(), 2, steps: [2, 4, 8])
    try expectRotor(StrongOrderThreeHalves(), 2)
  }
}

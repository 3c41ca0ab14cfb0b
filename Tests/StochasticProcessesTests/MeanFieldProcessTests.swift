import Grids
import RealModule
import StochasticProcesses
import Testing

@Suite("Mean-field systems")
struct MeanFieldProcessTests {
  @Test("order parameters are made of averages, each of them taken once")
  func averages() {
    let averages = FieldAverages(of: [
      [.variance, .mean, .gain(count: 8), .secondMoment], [],
      [.cosine(wavenumber: 2), .average(of: .power(3)), .sine(wavenumber: 2)],
    ])
    #expect(averages.count == 5)
    #expect(averages.functions.map(\.count) == [2, 0, 3])
    #expect(averages.range(ofPopulation: 2) == 2..<5)
    let field = averages.field(from: [0.5, 2, 0.1, 0.2, 0.3])
    #expect(field.populationCount == 3)
    #expect(field[0, 0] == 1.75 && field[0, 1] == 0.5 && field[0, 2] == 4 && field[0, 3] == 2)
    #expect(field[2, 0] == 0.1 && field[2, 1] == 0.2 && field[2, 2] == 0.3)
    #expect(MeanField([[1, 2], [], [3]])[2, 0] == 3)
  }

  @Test(
    "sums over many states are those of single ones, in both precisions",
    arguments: [
      StateFunction.power(0), .power(1), .power(2), .power(5), .cosine(wavenumber: 3),
      .sine(wavenumber: 0.5), .function { 1 / (1 + $0 * $0) },
    ])
  func sums(function: StateFunction) {
    let states = (0..<9).map { 0.3 * Double($0) - 1 }
    let singles = states.map(Float.init)
    #expect(abs(function.sum(over: states.span) - states.map(function.callAsFunction).sum) < 1e-13)
    let expected = singles.map { function(Double($0)) }.sum
    #expect(abs(function.sum(over: singles.span) - expected) < 1e-13)
  }

  @Test("a population in a moving field is an ordinary process")
  func populationInField() {
    let system = DesaiZwanzig(coupling: 2, diffusionCoefficient: 0.3)
    let averages = FieldAverages(of: system.orderParameters)
    let path = FieldPath(start: 1, value: [0.5], slope: [0.2], curvature: [-0.1])
    let process = PopulationInField(system, population: 0, averages: averages, path: path)
    // ⟨x⟩ = 0.5 + 0.4 − 0.4 at t = 3.
    let drift = 0.7 - 0.343 - 2 * (0.7 - 0.5)
    #expect(abs(process.drift(at: 0.7, time: 3) - drift) < 1e-14)
    #expect(process.diffusion(at: 0.7, time: 3) == 0.3)
    #expect(FieldPath(start: 0, value: [1, 2]).averages(at: 9) == [1, 2])
  }

  @Test("drifts are the gradients of the free energy")
  func gradients() throws {
    let systems: [any GradientMeanFieldProcess] = [
      DesaiZwanzig(coupling: 1.3, diffusionCoefficient: 0.3),
      MeanFieldOrnsteinUhlenbeck(
        relaxationRate: 0.5, coupling: 1.5, diffusionCoefficient: 0.4),
    ]
    for system in systems { try checkGradient(of: system) }
  }

  /// Moves a little probability up by one cell: the free energy changes by its gradient, which is
  /// −a + T (ln p)′.
  private func checkGradient(of system: some GradientMeanFieldProcess) throws {
    let axis = try Axis(-3...3, cellCount: 600)
    let density = Density(
      axis: axis, cumulative: GaussianLaw(mean: 0.3, variance: 0.5).cumulative(_:))
    let averages = FieldAverages(of: system.orderParameters)
    let field = averages.field(from: [density.moment { $0 }])
    let process = system.process(ofPopulation: 0, in: field)
    for cell in stride(from: 150, to: 450, by: 50) {
      let share = 1e-4 * density.values[cell]
      var (up, down) = (density, density)
      up.values[cell] -= share
      up.values[cell + 1] += share
      down.values[cell] += share
      down.values[cell + 1] -= share
      let change = system.freeEnergy(of: [up]) - system.freeEnergy(of: [down])
      let slope = change / (2 * share * axis.spacing) / axis.spacing
      let x = axis.face(cell + 1)
      let drift = process.drift(at: .init(x), time: 0)
      let expected = -Double(drift) + system.temperature * -(x - 0.3) / 0.5
      #expect(abs(slope - expected) < 1e-3)
    }
  }

  @Test("the linear model has the law R19")
  func linearLaw() {
    let law = MeanFieldOrnsteinUhlenbeck(
      relaxationRate: 0.5, coupling: 1.5, diffusionCoefficient: 0.4
    ).law(from: GaussianLaw(mean: 1, variance: 0.1), after: 0.8)
    #expect(abs(law.mean - 0.670_320_046) < 1e-9 && abs(law.variance - 0.195_923_780) < 1e-9)
  }

  @Test("oscillators of two populations feel their common average, harmonic by harmonic")
  func kuramoto() {
    let system = NoisyKuramoto(
      frequencies: [1, -1], couplings: [2, 0.5], diffusionCoefficient: 0.1)
    // All phases of both populations at 0.4: the force is Σ K_n sin n(0.4 − θ).
    let own: [Double] = [0.4, 0.8].map { .cos($0) } + [0.4, 0.8].map { .sin($0) }
    let field = MeanField([own, own])
    let process = system.process(ofPopulation: 1, in: field)
    let expected = -1 + 2 * Double.sin(0.4 - 1.1) + 0.5 * Double.sin(2 * (0.4 - 1.1))
    #expect(abs(process.drift(at: 1.1, time: 0) - expected) < 1e-14)
    #expect(abs(system.coherence(in: field) - 1) < 1e-14)
  }
}

extension [Double] {
  fileprivate var sum: Double { reduce(0, +) }
}

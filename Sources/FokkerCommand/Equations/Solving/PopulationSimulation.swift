import Grids
import Langevin
import StochasticProcesses
import TypedProcesses

/// Particles of a typed mean-field equation that feel the averages of each other.
struct PopulationSimulation: Sendable {
  /// What the populations looked like at the output times.
  let evolution: InteractingEvolution
  /// The largest time step.
  let timeStep: Double

  /// Simulates as many particles of every population.
  static func run(
    _ equation: PopulationEquation, _ settings: EquationSimulateConfiguration, cells: Int
  ) throws -> PopulationSimulation {
    guard let last = equation.times.last else { throw CommandFailure.needsTimes }
    guard !settings.scheme.needsAdditiveNoise || equation.system.hasHomogeneousDiffusion else {
      throw CommandFailure(
        .usage,
        "The scheme \(settings.scheme.rawValue) is for a diffusion that does not depend on the "
          + "variable; use weak-order-two.")
    }
    var configuration = LangevinConfiguration()
    configuration.particleCount = settings.particles
    configuration.seed = settings.seed
    configuration.stepSize =
      settings.timeStep > 0
      ? settings.timeStep : max(last - equation.startTime, .leastNormalMagnitude) / 400
    let ensemble = try LangevinEnsemble(configuration)
    let evolution = try ensemble.run(equation, settings.scheme, cells: cells)
    return PopulationSimulation(evolution: evolution, timeStep: configuration.stepSize)
  }
}

extension LangevinEnsemble {
  /// Runs interacting populations by a scheme that is known by its name.
  fileprivate func run(
    _ equation: PopulationEquation, _ scheme: EnsembleScheme, cells: Int
  ) throws -> InteractingEvolution {
    let positions = try equation.positions(for: self)
    let axes = try equation.axes(cells: cells)
    let domains = zip(equation.domains, equation.boundaries).map { ParticleDomain.interval($0, $1) }
    func run<Scheme: LangevinScheme>(_ scheme: Scheme) throws -> InteractingEvolution {
      try runInteracting(
        equation.system, from: positions, startingAt: equation.startTime,
        recordingAt: equation.times, on: axes, in: domains, scheme: scheme)
    }
    switch scheme {
    case .eulerMaruyama: return try run(EulerMaruyama())
    case .tamedEuler: return try run(TamedEuler())
    case .milstein: return try run(Milstein())
    case .weakOrderTwo: return try run(PlatenWeakOrderTwo())
    case .leimkuhlerMatthews: return try run(LeimkuhlerMatthews())
    case .strongOrderThreeHalves: return try run(StrongOrderThreeHalves())
    case .stochasticHeun:
      guard equation.system.hasHomogeneousDiffusion else {
        throw CommandFailure(
          .usage,
          "The scheme stochastic-heun reads drifts in Stratonovich's sense, mean-field equations are "
            + "Itô's; use weak-order-two.")
      }
      return try run(StochasticHeun())
    }
  }
}

extension PopulationEquation {
  /// The initial positions of every population.
  fileprivate func positions(for ensemble: LangevinEnsemble) throws -> [[Double]] {
    let count = ensemble.configuration.particleCount
    let densities = try start(on: try axes(cells: 1 << 14))
    return try densities.enumerated().map { population, density in
      if case .point(let place) = initial[population] {
        return [Double](repeating: place, count: count)
      }
      return try ensemble.initialPositions(from: density, ofVariable: population)
    }
  }
}

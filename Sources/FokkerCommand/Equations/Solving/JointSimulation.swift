import Grids
import Langevin
import LinearAlgebra
import StochasticProcesses

/// An ensemble of the process of an equation in several variables.
struct JointSimulation: Sendable {
  /// The fraction of the particles that each wall of a variable has taken.
  struct ExitShares: Sendable {
    var lower = 0.0
    var upper = 0.0
  }

  /// What the ensemble looked like at the output times.
  let evolution: MultivariateEvolution
  /// The cells of the histograms, those of `fokker solve`.
  let axes: [Axis]
  /// The largest time step.
  let timeStep: Double
  /// What the walls have taken until each output time, shape [time][variable]; empty without
  /// absorbing walls.
  let exits: [[ExitShares]]

  /// The cells of all joint histograms that are counted and written, half a gigabyte.
  private static let largestJoint = 1 << 25

  /// The particles that are sent ahead to see where an equation without a domain goes.
  private static let scouts = 2000

  /// Simulates the process as its settings ask.
  static func run(
    _ equation: JointEquation, _ settings: EquationSimulateConfiguration, cells: Int, threads: Int
  ) async throws -> JointSimulation {
    guard let last = equation.times.last else { throw CommandFailure.needsTimes }
    try equation.check(settings.scheme)
    var configuration = LangevinConfiguration()
    configuration.particleCount = settings.particles
    configuration.seed = settings.seed
    configuration.stepSize =
      settings.timeStep > 0 ? settings.timeStep : try equation.stepSize(until: last)
    configuration.keepsState = true
    if settings.paths > 0 {
      let kept = equation.variables.count * settings.particles * equation.times.count
      guard kept <= LineSimulation.largestKept else {
        throw CommandFailure.tooManyPositions(LineSimulation.largestKept)
      }
      configuration.keepsPositions = true
    }
    let axes = try await axes(of: equation, settings.scheme, configuration, cells, threads)
    let jointCells = axes.reduce(Double(equation.times.count)) { $0 * Double($1.cellCount) }
    let all = VariableGroup(Array(axes.indices))
    let evolution = try await LangevinEnsemble(configuration).run(
      equation, settings.scheme, on: axes,
      joint: jointCells <= Double(Self.largestJoint) ? [all] : [], threads: threads)
    return JointSimulation(
      evolution: evolution, axes: axes, timeStep: configuration.stepSize,
      exits: exits(of: evolution, equation))
  }

  /// The box divided into cells; without a domain six standard deviations to either side, as at
  /// the times when this is farthest.
  private static func axes(
    of equation: JointEquation, _ scheme: EnsembleScheme, _ configuration: LangevinConfiguration,
    _ cells: Int, _ threads: Int
  ) async throws -> [Axis] {
    if let box = equation.box { return try box.map { try Axis($0, cellCount: cells) } }
    var ahead = configuration
    ahead.particleCount = min(configuration.particleCount, Self.scouts)
    let anywhere = try equation.variables.map { _ in try Axis(-1...1, cellCount: 2) }
    let snapshots = try await LangevinEnsemble(ahead).run(
      equation, scheme, on: anywhere, joint: [], threads: threads
    ).snapshots
    return try equation.variables.indices.map { variable in
      var (lower, upper) = (Double.infinity, -Double.infinity)
      for snapshot in snapshots {
        let width = 6 * snapshot.covariance[variable, variable].squareRoot()
        lower = min(lower, snapshot.means[variable] - width)
        upper = max(upper, snapshot.means[variable] + width)
      }
      return try Axis(lower < upper ? lower...upper : lower - 1...lower + 1, cellCount: cells)
    }
  }

  /// Counts what each wall has taken: a particle rests where it left.
  private static func exits(
    of evolution: MultivariateEvolution, _ equation: JointEquation
  ) -> [[ExitShares]] {
    guard !evolution.exitTimes.isEmpty, let positions = evolution.finalState?.positions,
      let box = equation.box
    else { return [] }
    let (count, share) = (evolution.particleCount, 1 / Double(evolution.particleCount))
    return evolution.snapshots.map { snapshot in
      var shares = box.map { _ in ExitShares() }
      for (path, exit) in evolution.exitTimes.enumerated() where exit <= snapshot.time {
        for (variable, range) in box.enumerated() {
          let place = positions[variable * count + path]
          if equation.boundaries[variable].absorbsBelow, place == range.lowerBound {
            shares[variable].lower += share
          } else if equation.boundaries[variable].absorbsAbove, place == range.upperBound {
            shares[variable].upper += share
          } else {
            continue
          }
          break
        }
      }
      return shares
    }
  }
}

extension BoundaryConditions {
  fileprivate var absorbsBelow: Bool {
    if case .walls(lower: .absorbing, _) = self { true } else { false }
  }

  fileprivate var absorbsAbove: Bool {
    if case .walls(_, upper: .absorbing) = self { true } else { false }
  }
}

extension LangevinEnsemble {
  /// Runs the ensemble by a scheme that is known by its name.
  fileprivate func run(
    _ equation: JointEquation, _ scheme: EnsembleScheme, on axes: [Axis], joint: [VariableGroup],
    threads: Int
  ) async throws -> MultivariateEvolution {
    let state = EnsembleState(
      time: equation.startTime, positions: try equation.positions(for: self))
    let domain = equation.box.map { box in
      BoxDomain(zip(box, equation.boundaries).map { ParticleDomain.interval($0, $1) })
    }
    func run<Scheme: MultivariateLangevinScheme>(
      _ scheme: Scheme
    ) async throws -> MultivariateEvolution {
      try await self.run(
        equation.process, from: state, recordingAt: equation.times, on: axes, joint: joint,
        in: domain, scheme: scheme, threads: threads)
    }
    switch scheme {
    case .eulerMaruyama: return try await run(EulerMaruyama())
    case .tamedEuler: return try await run(TamedEuler())
    case .weakOrderTwo: return try await run(PlatenWeakOrderTwo())
    case .stochasticHeun: return try await run(StochasticHeun())
    case .leimkuhlerMatthews: return try await run(LeimkuhlerMatthews())
    case .strongOrderThreeHalves: return try await run(StrongOrderThreeHalves())
    case .milstein: throw CommandFailure.milsteinOfSeveral
    }
  }
}

extension CommandFailure {
  /// The failure of a scheme for one variable.
  static let milsteinOfSeveral = CommandFailure(
    .usage, "The scheme milstein is for one variable; use weak-order-two.")
}

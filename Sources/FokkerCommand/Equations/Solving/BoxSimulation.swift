import Grids
import Langevin
import StochasticProcesses

/// An ensemble of the process of an equation in several variables.
struct BoxSimulation: Sendable {
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

  /// Simulates the process as its settings ask.
  static func run(
    _ equation: BoxEquation, _ settings: EquationSimulateConfiguration, cells: Int, threads: Int
  ) async throws -> BoxSimulation {
    guard let last = equation.times.last else { throw CommandFailure.needsTimes }
    try equation.check(settings.scheme)
    let axes = try equation.axes(cells: cells)
    var configuration = LangevinConfiguration()
    configuration.particleCount = settings.particles
    configuration.seed = settings.seed
    configuration.stepSize =
      settings.timeStep > 0 ? settings.timeStep : try equation.stepSize(until: last)
    configuration.keepsState = true
    let ensemble = try LangevinEnsemble(configuration)
    let state = EnsembleState(
      positions: try equation.positions(for: ensemble), time: equation.startTime)
    let jointCells = axes.reduce(Double(equation.times.count)) { $0 * Double($1.cellCount) }
    let all = VariableGroup(Array(axes.indices))
    let evolution = try await ensemble.run(
      equation, settings.scheme, from: state, on: axes,
      joint: jointCells <= Double(Self.largestJoint) ? [all] : [], threads: threads)
    return BoxSimulation(
      evolution: evolution, axes: axes, timeStep: configuration.stepSize,
      exits: exits(of: evolution, equation))
  }

  /// Counts what each wall has taken: a particle rests where it left.
  private static func exits(
    of evolution: MultivariateEvolution, _ equation: BoxEquation
  ) -> [[ExitShares]] {
    guard !evolution.exitTimes.isEmpty, let positions = evolution.finalState?.positions else {
      return []
    }
    let (count, share) = (evolution.particleCount, 1 / Double(evolution.particleCount))
    return evolution.snapshots.map { snapshot in
      var shares = equation.box.map { _ in ExitShares() }
      for (path, exit) in evolution.exitTimes.enumerated() where exit <= snapshot.time {
        for (variable, range) in equation.box.enumerated() {
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
    _ equation: BoxEquation, _ scheme: EnsembleScheme, from state: EnsembleState,
    on axes: [Axis], joint: [VariableGroup], threads: Int
  ) async throws -> MultivariateEvolution {
    let domain = BoxDomain(
      zip(equation.box, equation.boundaries).map { ParticleDomain.interval($0, $1) })
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
  fileprivate static let milsteinOfSeveral = CommandFailure(
    .usage, "The scheme milstein is for one variable; use weak-order-two.")
}

extension BoxEquation {
  /// Makes sure that a scheme integrates this equation.
  fileprivate func check(_ scheme: EnsembleScheme) throws {
    if scheme == .milstein { throw CommandFailure.milsteinOfSeveral }
    guard !typed.hasHomogeneousDiffusion else { return }
    guard !scheme.needsAdditiveNoise, scheme != .stochasticHeun else {
      throw CommandFailure(
        .usage,
        "With several variables the scheme \(scheme.rawValue) is for a diffusion that does not "
          + "depend on \(variables.joined(separator: ", ")); use weak-order-two.")
    }
  }

  /// A 400th of the whole time, or a tenth of the time in which the median drift relaxes along a
  /// line through the middle.
  fileprivate func stepSize(until last: Double) throws -> Double {
    let whole = max(last - startTime, .leastNormalMagnitude) / 400
    let rate = try variables.indices.map(rate(along:)).max() ?? 0
    return rate > 0 ? min(whole, 0.1 / rate) : whole
  }

  /// The median of |∂a/∂x| along the line through the middle that is parallel to an axis.
  private func rate(along variable: Int) throws -> Double {
    let axis = try Axis(box[variable], cellCount: 128)
    let (order, count) = (variables.count, axis.cellCount + 1)
    let points = box.indices.flatMap { other in
      other == variable
        ? axis.faces
        : [Double](repeating: (box[other].lowerBound + box[other].upperBound) / 2, count: count)
    }
    var drift = [Double](repeating: 0, count: order * count)
    var diffusion = [Double](
      repeating: 0, count: MatrixTriangle.count(dimension: order) * count)
    var (driftSpan, diffusionSpan) = (drift.mutableSpan, diffusion.mutableSpan)
    process.evaluate(
      at: points.span, time: startTime, drift: &driftSpan, diffusion: &diffusionSpan)
    let slopes = (1..<count).map { face in
      (0..<order).reduce(0.0) { sum, row in
        let change = drift[row * count + face] - drift[row * count + face - 1]
        return sum + change * change
      }.squareRoot() / axis.spacing
    }
    let ordered = slopes.filter(\.isFinite).sorted()
    return ordered.isEmpty ? 0 : ordered[ordered.count / 2]
  }
}

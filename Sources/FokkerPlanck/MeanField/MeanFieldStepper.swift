internal import Grids
internal import StochasticProcesses

/// A step of several densities that share a field, by sweeps over field and densities.
///
/// A sweep takes the averages along the step as given parabolas and advances every population by an
/// ordinary step with coefficients that depend on time. The averages of the densities that it ends
/// with make the parabolas of the next sweep, through values and rates of change at the start and
/// the values at the end; their error of third order keeps the order of the method. Sweeps end when
/// the densities no longer change.
struct MeanFieldStepper<Inner: FiniteVolumeStepper>: StateStepper {
  private(set) var populations: [Inner]
  private(set) var diagnostics: [SolverDiagnostics]
  private(set) var sweeps = SweepStatistics()
  private let coupling: FieldCoupling
  private let weights: FieldWeights
  private let control: SweepControl
  private let initialMasses: [Double]
  /// The averages along the step that was tried last.
  private var path: FieldPath
  /// The densities of the sweep before the last one.
  private let previous: [CellVector]
  private var trial = SweepStatistics()

  init(
    _ coupling: FieldCoupling, states: [FiniteVolumeState<GeneratorAssembler>],
    weights: FieldWeights, startTime: Double, estimatesError: Bool, control: SweepControl
  ) throws(FokkerPlanckError) {
    self.coupling = coupling
    self.weights = weights
    self.control = control
    path = FieldPath(start: startTime, value: weights.averages(of: states.map(\.density)))
    previous = states.map { CellVector(count: $0.density.count) }
    populations = []
    for (population, state) in states.enumerated() {
      var state = state
      coupling.apply(&state.source, population, path)
      populations.append(
        try Inner(state: state, startTime: startTime, estimatesError: estimatesError))
    }
    initialMasses = populations.map { $0.inspect().mass }
    diagnostics = populations.map { _ in SolverDiagnostics() }
    path.slope = weights.averages(of: populations.map(\.startSlope))
    path.curvature = path.slope.map { _ in 0 }
    watch()
  }

  var localErrorOrder: Double { populations[0].localErrorOrder }

  /// The present averages.
  var averages: [Double] { path.value }

  func initialStep(tolerance: Double) -> Double {
    populations.map { $0.initialStep(tolerance: tolerance) }.min() ?? .greatestFiniteMagnitude
  }

  mutating func attemptStep(
    from time: Double, by step: Double
  ) throws(FokkerPlanckError) -> Double {
    path.start = time
    trial = SweepStatistics()
    var error = try firstSweep(from: time, by: step)
    guard weights.averages.count > 0, error.isFinite else { return error }
    var lastChange = 0.0
    while trial.total < control.largestCount {
      bendPath(step)
      for (kept, population) in zip(previous, populations) {
        kept.pointer.update(from: population.state.candidate.pointer, count: kept.count)
      }
      error = try sweep(from: time, by: step)
      let change = change()
      guard change.isFinite, error.isFinite else { return .nan }
      trial.largestResidual = change
      // What is left of a geometric series of changes is the error.
      let ratio = lastChange > 0 ? change / lastChange : 0.5
      if change * ratio / max(1 - ratio, 1e-3) <= control.tolerance { return error }
      // Sweeps that hardly contract would go on for ever.
      if trial.total > 4, ratio > 0.9 { break }
      lastChange = change
    }
    guard let tolerance = control.stepTolerance else {
      throw .fieldNotConverged(iterations: trial.total, residual: trial.largestResidual)
    }
    // A step half as long contracts twice as well.
    return max(error, 8 * tolerance)
  }

  /// The first sweep, with parabolas continued from the last step, or a field at rest where they
  /// lead to coefficients without a meaning.
  private mutating func firstSweep(
    from time: Double, by step: Double
  ) throws(FokkerPlanckError) -> Double {
    do {
      return try sweep(from: time, by: step)
    } catch {
      let predicted = path
      (path.slope, path.curvature) = ([], [])
      defer { path.slope = predicted.slope }
      return try sweep(from: time, by: step)
    }
  }

  /// Advances all populations along the present path; returns the largest error.
  private mutating func sweep(
    from time: Double, by step: Double
  ) throws(FokkerPlanckError) -> Double {
    trial.total += 1
    var largest = 0.0
    for index in populations.indices {
      coupling.apply(&populations[index].state.source, index, path)
      let error = try populations[index].attemptStep(from: time, by: step)
      guard error.isFinite else { return .nan }
      largest = max(largest, error)
    }
    return largest
  }

  /// Leads the parabolas through the averages that the last sweep ended with.
  private mutating func bendPath(_ step: Double) {
    let ends = weights.averages(of: populations.map(\.state.candidate))
    path.curvature = ends.indices.map { index in
      (ends[index] - path.value[index] - step * path.slope[index]) / (step * step)
    }
  }

  /// The largest L1 distance between the densities of the last two sweeps.
  private func change() -> Double {
    var largest = 0.0
    for (kept, population) in zip(previous, populations) {
      let distance = kept.distance(to: population.state.candidate) * population.state.spacing
      guard distance.isFinite else { return .nan }
      largest = max(largest, distance)
    }
    return largest
  }

  mutating func acceptStep() {
    for index in populations.indices { populations[index].acceptStep() }
    path.value = weights.averages(of: populations.map(\.state.density))
    path.slope = weights.averages(of: populations.map(\.startSlope))
    sweeps.add(trial)
    watch()
  }

  private mutating func watch() {
    for (index, population) in populations.enumerated() {
      let state = population.inspect()
      let error = abs(state.mass + state.exited.total - initialMasses[index])
      diagnostics[index].smallestDensity = min(
        diagnostics[index].smallestDensity, state.smallestDensity)
      diagnostics[index].largestMassError = max(diagnostics[index].largestMassError, error)
    }
  }

  /// The masses of all populations together, the smallest cell of any.
  func inspect() -> StateInspection {
    var exited = ExitProbability()
    var (mass, smallest) = (0.0, Double.infinity)
    for population in populations {
      let state = population.inspect()
      mass += state.mass
      smallest = min(smallest, state.smallestDensity)
      exited.lower += state.exited.lower
      exited.upper += state.exited.upper
    }
    return StateInspection(mass: mass, smallestDensity: smallest, exited: exited)
  }
}

/// Gives the populations of a system the coefficients that they have in a field.
struct FieldCoupling {
  /// Replaces the process behind the rates of a population by that in a field on a path.
  let apply: (inout GeneratorAssembler, Int, FieldPath) -> Void

  init<System: MeanFieldProcess>(
    _ system: System, _ averages: FieldAverages
  ) where System.Population.Scalar == Double {
    apply = { source, population, path in
      source.replaceProcess(
        by: PopulationInField(system, population: population, averages: averages, path: path))
    }
  }
}

/// When sweeps end.
struct SweepControl {
  /// The L1 change of the densities that is no change.
  let tolerance: Double
  /// The largest number of sweeps per step.
  let largestCount: Int
  /// The tolerance of adaptive steps; nil for fixed ones, which cannot be made shorter.
  let stepTolerance: Double?
}

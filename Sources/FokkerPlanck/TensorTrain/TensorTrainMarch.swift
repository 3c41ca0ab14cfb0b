internal import LinearAlgebra
internal import RealModule
internal import TensorTrains

/// Drives collocation steps through the output times.
struct TensorTrainMarch<Source: GeneratorSource> {
  private let source: Source
  private let solver: TensorTrainSolver
  private let scheme: CollocationScheme
  /// The mass to be kept.
  private let mass: Double
  private var density: TensorTrainDensity
  private var tables: [SpectralTables]
  private var time: Double
  private var step = 0.0
  /// The generator of an autonomous process on the present axes.
  private var generator: TensorTrainOperator?
  /// The last step that was kept, while its axes are the present ones.
  private var previous: CollocationStep?
  /// The number of functions given to a line beyond those that the density at the start of a step
  /// needs.
  private var margin = 4
  /// What the lines have to hold at the end of a step that they did not resolve.
  private var unresolvedEnd: [FrameContent]?
  /// Grows by two with every step that full lines do not resolve, falls by one with every other.
  private var crowding = 0
  /// How often in turn a step was shortened since its linear system was not solved.
  private var stalledTrials = 0
  private var diagnostics = TensorTrainDiagnostics()

  init(
    source: Source, solver: TensorTrainSolver, initial: TensorTrainDensity, mass: Double,
    startTime: Double
  ) throws(FokkerPlanckError) {
    self.source = source
    self.solver = solver
    self.mass = mass
    scheme = try CollocationScheme(stageCount: solver.stageCount)
    density = initial
    tables = try initial.axes.tables()
    time = startTime
  }

  /// Steps through all output times and collects the densities.
  mutating func run(through times: [Double]) throws(FokkerPlanckError) -> TensorTrainEvolution {
    var evolution = TensorTrainEvolution(times: times)
    guard let end = times.last else { return evolution }
    while let next = times.dropFirst(evolution.densities.count).first, next <= time {
      evolution.densities.append(density)
    }
    while time < end {
      if Task.isCancelled { throw .cancelled(time: time) }
      let begin = time
      guard let done = try advance(towards: end) else { continue }
      for target in times.dropFirst(evolution.densities.count) where target <= time {
        if target == time {
          evolution.densities.append(density)
          continue
        }
        let inside = done.density(at: (target - begin) / done.length)
        evolution.densities.append(try accepted(inside, on: done).density)
      }
    }
    for (time, density) in zip(times, evolution.densities) {
      try requireResolved(density, time: time)
      diagnostics.smallestRelativeDensity = min(
        diagnostics.smallestRelativeDensity, try density.smallestSampledValue())
    }
    evolution.diagnostics = diagnostics
    return evolution
  }

  /// Tries one step; returns nil when it has to be repeated.
  private mutating func advance(
    towards end: Double
  ) throws(FokkerPlanckError) -> CollocationStep? {
    try follow()
    if step == 0 { step = solver.adaptsStep ? try initialStep() : solver.longestStep }
    let remaining = end - time
    let parts = max(1, (remaining / min(step, solver.longestStep) * (1 - 1e-10)).rounded(.up))
    let length = remaining / parts
    guard time + length > time else { throw .stepTooSmall(time: time, step: length) }
    let trial = try solve(length)
    let error = trial.relativeTimeError
    guard error.isFinite else { throw .diverged(time: time + length) }
    let isBound = trial.stages.maximumRank >= solver.maximumRank
    // What a bound on the rank costs looks like an error in time that no shorter step removes.
    let bound = solver.tolerance
    let allowed = isBound ? max(bound, min(30 * bound, trial.change)) : bound
    let factor = stepFactor(error / allowed)
    let isExact = error <= allowed || !solver.adaptsStep
    guard isExact, trial.hasConverged || isBound else {
      diagnostics.rejectedSteps += 1
      if !trial.hasConverged { try noteStall(trial) }
      step = length * min(trial.hasConverged ? factor : 0.5, 0.8)
      return nil
    }
    let result = try accepted(trial.density(at: 1), on: trial)
    guard isResolved(result) else {
      try refuse(result, length: length)
      return nil
    }
    keep(trial, result, isBound: isBound, at: parts > 1 ? time + length : end, error: error)
    // A step cut short by the end says nothing against a longer one.
    step = solver.adaptsStep ? max(length * factor, parts == 1 ? step : 0) : solver.longestStep
    return trial
  }

  /// Whether the lines have enough functions for the end of a step, or must not have more.
  private func isResolved(_ result: Accepted) -> Bool {
    guard solver.followsDensity else { return true }
    return zip(density.axes, result.unresolved).allSatisfy { axis, part in
      let isFinal = !solver.adaptsStep && axis.count >= solver.maximumModeCount
      return !axis.isLine || part <= solver.tolerance || isFinal
    }
  }

  /// Prepares to repeat a step whose end the lines do not resolve: with more functions or other
  /// scales, and in half the time when no more functions are allowed.
  private mutating func refuse(
    _ result: Accepted, length: Double
  ) throws(FokkerPlanckError) {
    diagnostics.rejectedSteps += 1
    margin += 2
    let bound = solver.tolerance
    unresolvedEnd = zip(result.density.modeGrams(tables), result.unresolved).map { gram, part in
      FrameContent(gram: gram, errorNorm: max(0.5 * bound, part), isCut: part > bound)
    }
    let isFull = zip(density.axes, result.unresolved).contains { axis, part in
      axis.isLine && part > bound && axis.count >= solver.maximumModeCount
    }
    guard isFull else { return }
    crowding += 2
    guard solver.adaptsStep, crowding <= 16 else {
      throw .toleranceNotReached(
        estimate: result.unresolved.max() ?? 0, tolerance: bound,
        remedy: "at t = \(time) a line needs more than \(solver.maximumModeCount) functions: "
          + "raise maximumModeCount, give a larger tolerance, or solve on intervals between walls")
    }
    step = 0.5 * length
  }

  /// Refuses a density at an output time for which axes that do not follow it have too few
  /// functions.
  private func requireResolved(
    _ density: TensorTrainDensity, time: Double
  ) throws(FokkerPlanckError) {
    guard solver.adaptsStep, !diagnostics.steps.isEmpty else { return }
    let tables = try density.axes.tables()
    let parts = try density.unresolvedParts(tables, above: solver.tolerance)
    for (variable, part) in parts.enumerated() where part > solver.tolerance {
      let axis = density.axes[variable]
      guard !axis.isLine || !solver.followsDensity else { continue }
      throw .toleranceNotReached(
        estimate: part, tolerance: solver.tolerance,
        remedy: "at t = \(time) the \(axis.count) functions of variable \(variable) are too few: "
          + "give its axis more, or a larger tolerance")
    }
  }

  /// Gives up when steps that get ever shorter do not make their linear systems solvable.
  private mutating func noteStall(_ trial: CollocationStep) throws(FokkerPlanckError) {
    stalledTrials += 1
    guard stalledTrials > 12 else { return }
    throw .toleranceNotReached(
      estimate: trial.change, tolerance: solver.tolerance,
      remedy: "at t = \(time) the linear system of a step of \(trial.length) is not solved: give a "
        + "larger tolerance or more functions, or solve on intervals between walls")
  }

  /// How much longer the next step may be, from an error in units of the allowed one.
  private func stepFactor(_ error: Double) -> Double {
    guard error > 0 else { return 4 }
    return min(4, max(0.15, 0.85 * Double.pow(error, -1 / Double(solver.stageCount + 1))))
  }

  /// A density that has its mass put back.
  private struct Accepted {
    var density: TensorTrainDensity
    var massError: Double
    var roundingError: Double
    /// The norm in the last two functions of every variable, relative to the norm of all.
    var unresolved: [Double]
  }

  /// Rounds a density of a step and puts its mass back.
  private func accepted(
    _ train: TensorTrain, on step: CollocationStep
  ) throws(FokkerPlanckError) -> Accepted {
    let rounded = try translated(at: time) { () throws(TensorTrainError) in
      try train.rounded(tolerance: 0.5 * solver.tolerance, maximumRank: solver.maximumRank)
    }
    let result = TensorTrainDensity(axes: density.axes, train: rounded.train)
    let found = result.train.contracted(with: tables.map(\.integral))
    guard found > 0, found.isFinite else { throw .diverged(time: time + step.length) }
    return Accepted(
      density: result.scaled(by: mass / found), massError: abs(found - mass),
      roundingError: rounded.relativeError,
      unresolved: try result.unresolvedParts(tables, above: solver.tolerance))
  }

  private mutating func keep(
    _ trial: CollocationStep, _ result: Accepted, isBound: Bool, at end: Double, error: Double
  ) {
    diagnostics.steps.append(
      .init(
        time: end, length: trial.length, rank: result.density.train.maximumRank,
        modeCount: density.axes.map(\.count).max() ?? 0, sweeps: trial.sweeps, timeError: error))
    diagnostics.largestMassError = max(diagnostics.largestMassError, result.massError)
    diagnostics.largestRoundingError = max(
      diagnostics.largestRoundingError, result.roundingError)
    diagnostics.largestSystemResidual = max(
      diagnostics.largestSystemResidual, trial.residual)
    diagnostics.largestUnresolvedPart = max(
      diagnostics.largestUnresolvedPart, result.unresolved.max() ?? 0)
    if isBound { diagnostics.reachedMaximumRank = true }
    previous = trial
    density = result.density
    time = end
    margin = max(4, margin - 1)
    unresolvedEnd = nil
    crowding = max(0, crowding - 1)
    stalledTrials = 0
  }

  /// Solves for the points of a step from the present density.
  private mutating func solve(_ length: Double) throws(FokkerPlanckError) -> CollocationStep {
    var generators: [TensorTrainOperator] = []
    if source.isAutonomous {
      if generator == nil { generator = try source.generator(on: tables, time: time) }
      generators = generator.map { [$0] } ?? []
    } else {
      for point in scheme.points {
        generators.append(try source.generator(on: tables, time: time + point * length))
      }
    }
    let (scheme, train, guess) = (
      scheme, density.train, previous?.continuation(over: length)
    )
    let (tolerance, rank) = (0.5 * solver.tolerance, solver.maximumRank)
    let result = try translated(at: time) { () throws(TensorTrainError) in
      try CollocationStep(
        scheme, from: train, length: length, generators: generators, guess: guess,
        tolerance: tolerance, maximumRank: rank)
    }
    diagnostics.products += result.products
    return result
  }

  /// Moves the lines to where they need the fewest functions.
  private mutating func follow() throws(FokkerPlanckError) {
    guard solver.followsDensity, density.axes.contains(where: \.isLine) else { return }
    let unresolved = try density.unresolvedParts(tables, above: 0.5 * solver.tolerance)
    let (axes, bound) = (density.axes, 0.5 * solver.tolerance)
    let mustMove = diagnostics.steps.isEmpty || unresolvedEnd != nil
    let followed = try density.followed(
      tolerance: 0.3 * solver.tolerance,
      errorNorm: diagnostics.steps.isEmpty ? 0 : 0.5 * solver.tolerance, margin: margin,
      maximumCount: solver.maximumModeCount, with: unresolvedEnd
    ) { variable, line in
      mustMove || unresolved[variable] > bound || line.count + 4 <= axes[variable].count
    }
    unresolvedEnd = nil
    guard followed.hasChanged else { return }
    density = followed.density
    tables = try density.axes.tables()
    generator = nil
    previous = nil
  }

  /// A step over which the density changes by a part that the scheme resolves.
  private mutating func initialStep() throws(FokkerPlanckError) -> Double {
    let operation = try source.generator(on: tables, time: time)
    if source.isAutonomous { generator = operation }
    let train = density.train
    let (change, norm) = try translated(at: time) { () throws(TensorTrainError) in
      (try operation(train).norm(), try train.norm())
    }
    return change > 0 ? min(norm / change, solver.longestStep) : min(1, solver.longestStep)
  }
}

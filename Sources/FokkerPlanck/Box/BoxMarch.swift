internal import Grids
internal import StochasticProcesses

/// One solution on the cells of a box: makes the generator and the scheme, and steps from output time
/// to output time.
struct BoxMarch {
  private let solver: BoxFiniteVolumeSolver
  private let shape: BoxShape
  private let startTime: Double
  private let times: [Double]
  /// Whether this is the solution with wider cells of an extrapolation.
  private let isCoarse: Bool

  init(
    _ solver: BoxFiniteVolumeSolver, _ shape: BoxShape, _ startTime: Double, _ times: [Double],
    isCoarse: Bool = false
  ) {
    self.solver = solver
    self.shape = shape
    self.startTime = startTime
    self.times = times
    self.isCoarse = isCoarse
  }

  func solve<Process: MultivariateDiffusionProcess>(
    _ process: Process, from values: [Double]
  ) throws(FokkerPlanckError) -> BoxEvolution where Process.Scalar == Double {
    let generator = BoxGenerator(
      process, shape: shape, usesDiagonals: solver.timeScheme.usesDiagonals,
      threads: solver.threads)
    switch solver.timeScheme {
    case .hundsdorferVerwer:
      return try march(
        HundsdorferVerwerScheme(generator: generator, startingSteps: solver.startingSteps), values)
    case .strangSplitting, .positiveSplitting:
      return try march(
        SplittingScheme(
          generator: generator, isSecondOrder: solver.timeScheme == .strangSplitting,
          mergesSweeps: !solver.stepControl.isAdaptive), values)
    }
  }

  private func march<Scheme: BoxScheme>(
    _ scheme: Scheme, _ values: [Double]
  ) throws(FokkerPlanckError) -> BoxEvolution {
    var stepper = try BoxStepper(
      scheme: scheme, shape: shape, values: values, startTime: startTime,
      estimatesError: solver.stepControl.isAdaptive)
    var evolution = BoxEvolution(axes: shape.axes, times: times)
    var begin = startTime
    for stage in stages() {
      var march = TimeMarch(startTime: begin, times: stage.times, control: stage.control)
      try march.run(&stepper) { (stepper, time) throws(FokkerPlanckError) in
        let (values, exits) = stepper.snapshot()
        try evolution.append(values, exits: exits, at: time)
      }
      begin = stage.times[stage.times.count - 1]
      evolution.diagnostics.add(march.diagnostics)
    }
    evolution.noteEdges()
    evolution.signIsGuaranteed = stepper.scheme.hasKeptSign
    return evolution
  }

  /// The output times, one after another where each has a step of its own.
  ///
  /// For extrapolation in the step the finer solution takes exactly twice as many steps.
  private func stages() -> [(times: [Double], control: StepControl)] {
    guard solver.extrapolation == .spacingAndStep, case .fixed(let longest) = solver.stepControl
    else { return times.isEmpty ? [] : [(times, solver.stepControl)] }
    var begin = startTime
    return times.map { time in
      let length = time - begin
      begin = time
      let pairs = max(1, (length / (2 * longest) * (1 - 1e-10)).rounded(.up))
      let step = length / (isCoarse ? pairs : 2 * pairs)
      return ([time], .fixed(step: step > 0 ? step : longest))
    }
  }
}

extension SolverDiagnostics {
  /// Adds the steps of a later part of a solution and keeps the worse of the rest.
  fileprivate mutating func add(_ other: SolverDiagnostics) {
    acceptedSteps += other.acceptedSteps
    rejectedSteps += other.rejectedSteps
    smallestDensity = min(smallestDensity, other.smallestDensity)
    largestMassError = max(largestMassError, other.largestMassError)
    largestEdgeMass = max(largestEdgeMass, other.largestEdgeMass)
  }
}

extension BoxEvolution {
  /// Notes the largest probability in the outermost cells at either end of an axis.
  mutating func noteEdges() {
    for density in densities {
      for variable in axes.indices {
        let marginal = density.marginal(of: variable)
        let ends = max(marginal.values[0], marginal.values[marginal.values.count - 1])
        diagnostics.largestEdgeMass = max(
          diagnostics.largestEdgeMass, ends * axes[variable].spacing)
      }
    }
  }
}

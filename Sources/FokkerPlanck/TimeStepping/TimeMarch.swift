internal import Grids
internal import RealModule

/// Drives a one-step method from output time to output time.
struct TimeMarch {
  let startTime: Double
  let times: [Double]
  let control: StepControl
  private(set) var diagnostics = SolverDiagnostics()
  private var initialMass = 0.0
  /// The step that was tried last.
  private var lastTrial = 0.0

  init(startTime: Double, times: [Double], control: StepControl) {
    self.startTime = startTime
    self.times = times
    self.control = control
  }

  /// Steps through all output times and lets the caller record the state at each.
  mutating func run<Stepper: StateStepper>(
    _ stepper: inout Stepper, record: (Stepper, Double) throws(FokkerPlanckError) -> Void
  ) throws(FokkerPlanckError) {
    initialMass = stepper.inspect().mass
    observe(stepper)
    var time = startTime
    var step = firstStep(stepper)
    for target in times {
      while time < target {
        if Task.isCancelled { throw .cancelled(time: time) }
        try advance(&stepper, &time, &step, towards: target)
      }
      try record(stepper, target)
    }
  }

  private func firstStep<Stepper: StateStepper>(_ stepper: Stepper) -> Double {
    switch control {
    case .fixed(let step): step
    case .adaptive(let tolerance): stepper.initialStep(tolerance: tolerance)
    }
  }

  /// Tries one step that lands on the target or divides the way to it evenly.
  private mutating func advance<Stepper: StateStepper>(
    _ stepper: inout Stepper, _ time: inout Double, _ step: inout Double, towards target: Double
  ) throws(FokkerPlanckError) {
    let remaining = target - time
    let longest = min(step, stepper.longestStep)
    let parts = max(1, (remaining / longest * (1 - 1e-10)).rounded(.up))
    var trial = parts > 1 ? remaining / parts : remaining
    // Equal steps share their factors only if no rounding sets them apart.
    if abs(trial - lastTrial) <= 1e-11 * trial { trial = lastTrial }
    lastTrial = trial
    let error = try stepper.attemptStep(from: time, by: trial)
    guard error.isFinite || control.isAdaptive else { throw .diverged(time: time + trial) }
    if case .adaptive(let tolerance) = control {
      let factor = Self.stepFactor(error / tolerance, order: stepper.localErrorOrder)
      guard error <= tolerance else {
        diagnostics.rejectedSteps += 1
        step = trial * min(factor, 0.9)
        guard time + step > time else { throw .stepTooSmall(time: time, step: step) }
        return
      }
      // A step cut short by an output time says nothing against a longer one.
      let keepsStep = factor > 0.9 && factor < 1.2
      step = max(keepsStep ? trial : trial * factor, trial < step ? step : 0)
    }
    stepper.acceptStep()
    time = parts > 1 ? time + trial : target
    diagnostics.acceptedSteps += 1
    observe(stepper)
  }

  /// The factor by which to change a step whose error is `ratio` times the tolerance.
  private static func stepFactor(_ ratio: Double, order: Double) -> Double {
    guard ratio.isFinite else { return 0.1 }
    guard ratio > 0 else { return 5 }
    return min(5, max(0.1, 0.9 * Double.pow(ratio, -1 / order)))
  }

  private mutating func observe<Stepper: StateStepper>(_ stepper: Stepper) {
    let state = stepper.inspect()
    diagnostics.smallestDensity = min(diagnostics.smallestDensity, state.smallestDensity)
    let error = abs(state.mass + state.exited.total - initialMass)
    diagnostics.largestMassError = max(diagnostics.largestMassError, error)
  }
}

extension TimeMarch {
  /// Steps through all output times and collects the densities.
  mutating func run<Stepper: TimeStepper>(
    _ stepper: inout Stepper, on axis: Axis
  ) throws(FokkerPlanckError) -> DensityEvolution {
    var record = DensityRecord(axis: axis)
    try run(&stepper) { (stepper, time) throws(FokkerPlanckError) in
      let averages = try stepper.cellAverages()
      try record.append(
        averages, at: time, exited: stepper.inspect().exited,
        edgeMass: stepper.edgeMass(of: averages))
    }
    return record.evolution(times: times, diagnostics: diagnostics)
  }
}

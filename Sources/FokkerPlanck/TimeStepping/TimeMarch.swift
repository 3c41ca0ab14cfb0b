internal import Grids
internal import RealModule

/// Drives a one-step method from output time to output time.
struct TimeMarch {
  let axis: Axis
  let startTime: Double
  let times: [Double]
  let control: StepControl
  private var diagnostics = SolverDiagnostics()
  private var densities: [Density] = []
  private var exits: [ExitProbability] = []
  private var initialMass = 0.0

  init(axis: Axis, startTime: Double, times: [Double], control: StepControl) {
    self.axis = axis
    self.startTime = startTime
    self.times = times
    self.control = control
  }

  /// Steps through all output times and collects the densities.
  mutating func run<Stepper: TimeStepper>(
    _ stepper: inout Stepper
  ) throws(FokkerPlanckError) -> DensityEvolution {
    initialMass = stepper.inspect().mass
    observe(stepper)
    var time = startTime
    var step = firstStep(stepper)
    for target in times {
      while time < target {
        if Task.isCancelled { throw .cancelled(time: time) }
        try advance(&stepper, &time, &step, towards: target)
      }
      try record(stepper, at: target)
    }
    return DensityEvolution(
      axis: axis, times: times, densities: densities, exits: exits, diagnostics: diagnostics)
  }

  private func firstStep<Stepper: TimeStepper>(_ stepper: Stepper) -> Double {
    switch control {
    case .fixed(let step): step
    case .adaptive(let tolerance): stepper.initialStep(tolerance: tolerance)
    }
  }

  /// Tries one step that lands on the target or divides the way to it evenly.
  private mutating func advance<Stepper: TimeStepper>(
    _ stepper: inout Stepper, _ time: inout Double, _ step: inout Double, towards target: Double
  ) throws(FokkerPlanckError) {
    let remaining = target - time
    let longest = min(step, stepper.longestStep)
    let parts = max(1, (remaining / longest * (1 - 1e-10)).rounded(.up))
    let trial = parts > 1 ? remaining / parts : remaining
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

  private mutating func observe<Stepper: TimeStepper>(_ stepper: Stepper) {
    let state = stepper.inspect()
    diagnostics.smallestDensity = min(diagnostics.smallestDensity, state.smallestDensity)
    let error = abs(state.mass + state.exited.total - initialMass)
    diagnostics.largestMassError = max(diagnostics.largestMassError, error)
  }

  private mutating func record<Stepper: TimeStepper>(
    _ stepper: Stepper, at time: Double
  ) throws(FokkerPlanckError) {
    let averages = try stepper.cellAverages()
    diagnostics.largestEdgeMass = max(
      diagnostics.largestEdgeMass, stepper.edgeMass(of: averages))
    do {
      densities.append(try Density(axis: axis, values: averages))
    } catch {
      throw .diverged(time: time)
    }
    exits.append(stepper.inspect().exited)
  }
}

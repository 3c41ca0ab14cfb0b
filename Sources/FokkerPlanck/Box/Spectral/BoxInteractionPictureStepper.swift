internal import RealModule

/// The Runge-Kutta method of order 4(3) in the interaction picture on a periodic box.
///
/// The method of `InteractionPictureStepper` with the factors E = exp(−kᵀ ∫ D̄ dt k). Where drift and
/// diffusion are homogeneous a step of any length is exact.
///
/// ## Reference
///
/// S. Balac and F. Mahé, "Embedded Runge-Kutta scheme for step-size control in the interaction
/// picture method", *Computer Physics Communications* 184 (2013) 1211-1219,
/// [doi:10.1016/j.cpc.2012.12.020](https://doi.org/10.1016/j.cpc.2012.12.020).
struct BoxInteractionPictureStepper: BoxSpectralStepper {
  let localErrorOrder = 4.0
  private(set) var state: BoxSpectralState
  private(set) var start: BoxNodeCoefficients
  private let middle: BoxNodeCoefficients
  private var end: BoxNodeCoefficients
  private var slope: CellVector
  private var endSlope: CellVector
  private var hasSlope = false
  private var candidateHasSlope = false
  private let stages: [CellVector]
  private let carried: CellVector
  private let stage: CellVector
  private let factors: (CellVector, CellVector)
  private var factorKey = (0.0, 0.0)

  init(state: BoxSpectralState, startTime: Double) throws(FokkerPlanckError) {
    self.state = state
    start = try state.coefficients.begin(at: startTime)
    middle = state.coefficients.another()
    end = state.coefficients.another()
    func modes() -> CellVector { CellVector(count: state.space.modeCount) }
    (slope, endSlope, carried, stage) = (modes(), modes(), modes(), modes())
    stages = (0..<4).map { _ in modes() }
    factors = (modes(), modes())
  }

  func initialStep(tolerance: Double) -> Double {
    if start.isHomogeneous { return .greatestFiniteMagnitude }
    let space = state.space
    state.nonlinearPart(of: state.modes, start, into: stage)
    let change = space.l1Bound(of: stage)
    space.forEachMode(form: start.reference) { index, form in
      stage.pointer[index] = form * state.modes.pointer[index]
      stage.pointer[index + 1] = form * state.modes.pointer[index + 1]
    }
    let rate = max(change, space.l1Bound(of: stage), .leastNormalMagnitude)
    return 0.2 * Double.pow(tolerance, 1 / localErrorOrder) / rate
  }

  mutating func attemptStep(
    from time: Double, by step: Double
  ) throws(FokkerPlanckError) -> Double {
    if try staysHomogeneous(from: time, by: step) {
      stepExactly(from: time, by: step)
      return 0
    }
    if !hasSlope {
      state.nonlinearPart(of: state.modes, start, into: slope)
      hasSlope = true
    }
    try state.coefficients.sample(at: time + step / 2, into: middle)
    try state.coefficients.sample(at: time + step, into: end)
    setFactors(from: time, by: step)
    takeStages(step)
    state.nonlinearPart(of: state.candidate, end, into: endSlope)
    candidateHasSlope = true
    combine(into: stage, 1, stages[3], -1, endSlope)
    return step / 10 * state.space.l1Bound(of: stage)
  }

  private mutating func setFactors(from time: Double, by step: Double) {
    let key = (state.coefficients.isAutonomous ? 0 : time, step)
    guard factorKey != key else { return }
    factorKey = key
    let half = time + step / 2
    let coefficients = state.coefficients
    state.space.setDecay(
      spread: coefficients.integralOfReference(from: time, to: half), into: factors.0)
    state.space.setDecay(
      spread: coefficients.integralOfReference(from: half, to: time + step), into: factors.1)
  }

  private func takeStages(_ step: Double) {
    let count = stage.count
    let (e1, e2) = (factors.0.pointer, factors.1.pointer)
    let (k1, k2) = (stages[0].pointer, stages[1].pointer)
    let (k3, k4) = (stages[2].pointer, stages[3].pointer)
    let (a, s, u) = (carried.pointer, stage.pointer, state.modes.pointer)
    for m in 0..<count {
      a[m] = e1[m] * u[m]
      k1[m] = e1[m] * slope.pointer[m]
      s[m] = a[m] + step / 2 * k1[m]
    }
    state.nonlinearPart(of: stage, middle, into: stages[1])
    for m in 0..<count { s[m] = a[m] + step / 2 * k2[m] }
    state.nonlinearPart(of: stage, middle, into: stages[2])
    for m in 0..<count { s[m] = e2[m] * (a[m] + step * k3[m]) }
    state.nonlinearPart(of: stage, end, into: stages[3])
    let target = state.candidate.pointer
    for m in 0..<count {
      let sum = k1[m] / 6 + (k2[m] + k3[m]) / 3
      target[m] = e2[m] * (a[m] + step * sum) + step / 6 * k4[m]
    }
  }

  // MARK: Exact steps

  /// Whether drift and diffusion are homogeneous at the start, at the end and between.
  private mutating func staysHomogeneous(
    from time: Double, by step: Double
  ) throws(FokkerPlanckError) -> Bool {
    guard start.isHomogeneous else { return false }
    for fraction in [0.211_324_865, 0.5, 0.788_675_135] {
      try state.coefficients.sample(at: time + fraction * step, into: middle)
      guard middle.isHomogeneous else { return false }
    }
    try state.coefficients.sample(at: time + step, into: end)
    return end.isHomogeneous
  }

  private mutating func stepExactly(from time: Double, by step: Double) {
    state.space.propagate(
      state.modes, spread: state.coefficients.integralOfReference(from: time, to: time + step),
      shift: state.coefficients.integralOfDrift(from: time, to: time + step),
      into: state.candidate)
    candidateHasSlope = false
  }

  mutating func acceptStep() {
    swap(&state.modes, &state.candidate)
    swap(&slope, &endSlope)
    swap(&start, &end)
    hasSlope = candidateHasSlope
  }
}

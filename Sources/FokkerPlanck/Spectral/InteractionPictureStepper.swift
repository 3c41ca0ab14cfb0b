/// The Runge-Kutta method of order 4(3) in the interaction picture, for the modes of a density.
///
/// With ∂p/∂t = D̄(t) ∂²p/∂x² + N(p, t) the first part is solved exactly by the factors
/// E = exp(−k² ∫ D̄ dt); the classical method of order four is applied to E⁻¹ p. With E₁, E₂ for the
/// two halves of a step h:
///
/// ```
/// a = E₁ p,  k₁ = E₁ N(p, t),  k₂ = N(a + h k₁/2),  k₃ = N(a + h k₂/2),  k₄ = N(E₂(a + h k₃))
/// p⁺ = E₂ (a + h k₁/6 + h k₂/3 + h k₃/3) + h k₄/6,     error h |k₄ − N(p⁺)|/10
/// ```
///
/// Where drift and diffusion are homogeneous a step of any length is exact.
///
/// ## Reference
///
/// S. Balac and F. Mahé, "Embedded Runge-Kutta scheme for step-size control in the interaction
/// picture method", *Computer Physics Communications* 184 (2013) 1211-1219,
/// [doi:10.1016/j.cpc.2012.12.020](https://doi.org/10.1016/j.cpc.2012.12.020).
struct InteractionPictureStepper: TimeStepper {
  let localErrorOrder = 4.0
  private var state: SpectralState
  private var start: NodeCoefficients
  private let middle: NodeCoefficients
  private var end: NodeCoefficients
  private var slope: CellVector
  private var endSlope: CellVector
  private var hasSlope = false
  private var candidateHasSlope = false
  private let space: ModeSpace
  private let work: InteractionPictureWork

  init(state: SpectralState) throws(FokkerPlanckError) {
    self.state = state
    (space, work) = (state.space, state.work)
    start = NodeCoefficients(count: space.nodeCount)
    middle = NodeCoefficients(count: space.nodeCount)
    end = NodeCoefficients(count: space.nodeCount)
    slope = CellVector(count: space.modeCount)
    endSlope = CellVector(count: space.modeCount)
    try state.coefficients.sample(at: state.time, into: start)
    _ = self.state.coefficients.chooseReference(for: start, at: state.time, always: true)
  }

  func initialStep(tolerance: Double) -> Double {
    if isExactlySolvable(start) { return .greatestFiniteMagnitude }
    return state.initialStep(start, tolerance: tolerance, order: localErrorOrder)
  }

  /// Whether the equation is diagonal in the modes: D homogeneous, drift absent or, on a ring,
  /// homogeneous.
  private func isExactlySolvable(_ set: NodeCoefficients) -> Bool {
    set.isHomogeneous && (space.ends == .ring || !set.hasDrift)
  }

  mutating func attemptStep(
    from time: Double, by step: Double
  ) throws(FokkerPlanckError) -> Double {
    try state.requireContinuity(start)
    state.candidateTime = time + step
    if try staysExactlySolvable(from: time, by: step) {
      stepExactly(from: time, by: step)
      return 0
    }
    if !hasSlope {
      work.nonlinearPart(of: state.modes, start, into: slope)
      hasSlope = true
    }
    try state.coefficients.sample(at: time + step / 2, into: middle)
    try state.coefficients.sample(at: time + step, into: end)
    let half = time + step / 2
    work.setFactors(
      first: state.coefficients.integralOfReference(from: time, to: half),
      second: state.coefficients.integralOfReference(from: half, to: time + step))
    work.takeStages(from: state.modes, slope, (start, middle, end), step, into: state.candidate)
    work.nonlinearPart(of: state.candidate, end, into: endSlope)
    candidateHasSlope = true
    state.addLosses(work.losses(over: step))
    return step / 10 * work.distanceOfLastStage(from: endSlope)
  }

  // MARK: Exact steps

  /// Whether drift and diffusion are homogeneous at the start, at the end and between.
  private mutating func staysExactlySolvable(
    from time: Double, by step: Double
  ) throws(FokkerPlanckError) -> Bool {
    guard isExactlySolvable(start) else { return false }
    for fraction in [0.211_324_865, 0.5, 0.788_675_135] {
      try state.coefficients.sample(at: time + fraction * step, into: middle)
      guard isExactlySolvable(middle) else { return false }
    }
    try state.coefficients.sample(at: time + step, into: end)
    return isExactlySolvable(end)
  }

  private mutating func stepExactly(from time: Double, by step: Double) {
    let coefficients = state.coefficients
    let spread = coefficients.integralOfReference(from: time, to: time + step)
    let shift =
      start.hasDrift || middle.hasDrift || end.hasDrift
      ? coefficients.integralOfDrift(from: time, to: time + step) : 0
    space.propagate(state.modes, spread: spread, shift: shift, into: state.candidate)
    candidateHasSlope = false
    state.addLosses(
      space.ends == .absorbing
        ? space.diffusiveLoss(from: state.modes, to: state.candidate) : (0, 0))
  }

  mutating func acceptStep() {
    state.accept()
    swap(&slope, &endSlope)
    swap(&start, &end)
    hasSlope = candidateHasSlope
    if state.coefficients.chooseReference(for: start, at: state.time, always: false) {
      hasSlope = false
    }
  }

  func inspect() -> StateInspection { state.inspect() }

  func cellAverages() throws(FokkerPlanckError) -> [Double] { try state.cellAverages(start) }

  func edgeMass(of cellAverages: [Double]) -> Double { state.edgeMass(of: cellAverages) }
}

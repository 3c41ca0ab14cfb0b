internal import Grids
internal import RealModule

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
  private let space: ModeSpace
  private var coefficients: SpectralCoefficients
  private let continuity: EndContinuity
  private var start: NodeCoefficients
  private let middle: NodeCoefficients
  private var end: NodeCoefficients
  /// Modes of the point values at the start of the step, and at the end of the last attempt.
  private var modes: CellVector
  private var candidate: CellVector
  private var slope: CellVector
  private var endSlope: CellVector
  private let work: InteractionPictureWork
  private var hasSlope = false
  private var candidateHasSlope = false
  private var exited = ExitProbability()
  private var candidateExited = ExitProbability()
  private var time: Double
  private var candidateTime: Double

  init(
    space: ModeSpace, coefficients: SpectralCoefficients, initial: Density, startTime: Double
  ) throws(FokkerPlanckError) {
    self.space = space
    self.coefficients = coefficients
    continuity = EndContinuity(ends: space.ends, spacing: initial.axis.spacing)
    (time, candidateTime) = (startTime, startTime)
    start = NodeCoefficients(count: space.nodeCount)
    middle = NodeCoefficients(count: space.nodeCount)
    end = NodeCoefficients(count: space.nodeCount)
    modes = CellVector(count: space.modeCount)
    candidate = CellVector(count: space.modeCount)
    slope = CellVector(count: space.modeCount)
    endSlope = CellVector(count: space.modeCount)
    work = InteractionPictureWork(space: space)
    space.modes(of: CellVector(initial.values), into: modes)
    for index in 0..<space.modeCount { modes.pointer[index] /= space.averaging[index] }
    try self.coefficients.sample(at: startTime, into: start)
    _ = self.coefficients.chooseReference(for: start, at: startTime, always: true)
  }

  func initialStep(tolerance: Double) -> Double {
    if isExactlySolvable(start) { return .greatestFiniteMagnitude }
    work.nonlinearPart(of: modes, start, into: work.k1)
    let change = space.l1Bound(of: work.k1)
    let diffusive = start.reference * space.secondDerivativeBound(of: modes)
    let rate = max(change, diffusive, .leastNormalMagnitude)
    return 0.2 * Double.pow(tolerance, 1 / localErrorOrder) / rate
  }

  /// Whether the equation is diagonal in the modes: D homogeneous, drift absent or, on a ring,
  /// homogeneous.
  private func isExactlySolvable(_ set: NodeCoefficients) -> Bool {
    set.isHomogeneous && (space.ends == .ring || !set.hasDrift)
  }

  mutating func attemptStep(
    from time: Double, by step: Double
  ) throws(FokkerPlanckError) -> Double {
    candidateTime = time + step
    if try staysExactlySolvable(from: time, by: step) {
      stepExactly(from: time, by: step)
      return 0
    }
    if !hasSlope {
      work.nonlinearPart(of: modes, start, into: slope)
      hasSlope = true
    }
    try coefficients.sample(at: time + step / 2, into: middle)
    try coefficients.sample(at: time + step, into: end)
    let half = time + step / 2
    work.setFactors(
      first: coefficients.integralOfReference(from: time, to: half),
      second: coefficients.integralOfReference(from: half, to: time + step))
    work.takeStages(from: modes, slope, (start, middle, end), step, into: candidate)
    work.nonlinearPart(of: candidate, end, into: endSlope)
    candidateHasSlope = true
    let losses = work.losses(over: step)
    candidateExited = exited
    candidateExited.lower += losses.lower
    candidateExited.upper += losses.upper
    return step / 10 * work.distanceOfLastStage(from: endSlope)
  }

  // MARK: Exact steps

  /// Whether drift and diffusion are homogeneous at the start, at the end and between.
  private mutating func staysExactlySolvable(
    from time: Double, by step: Double
  ) throws(FokkerPlanckError) -> Bool {
    guard isExactlySolvable(start) else { return false }
    for fraction in [0.211_324_865, 0.5, 0.788_675_135] {
      try coefficients.sample(at: time + fraction * step, into: middle)
      guard isExactlySolvable(middle) else { return false }
    }
    try coefficients.sample(at: time + step, into: end)
    return isExactlySolvable(end)
  }

  private mutating func stepExactly(from time: Double, by step: Double) {
    let spread = coefficients.integralOfReference(from: time, to: time + step)
    let shift =
      start.hasDrift || middle.hasDrift || end.hasDrift
      ? coefficients.integralOfDrift(from: time, to: time + step) : 0
    space.propagate(modes, spread: spread, shift: shift, into: candidate)
    candidateHasSlope = false
    candidateExited = exited
    if space.ends == .absorbing {
      let loss = space.diffusiveLoss(from: modes, to: candidate)
      candidateExited.lower += loss.lower
      candidateExited.upper += loss.upper
    }
  }

  mutating func acceptStep() {
    swap(&modes, &candidate)
    swap(&slope, &endSlope)
    swap(&start, &end)
    (hasSlope, exited, time) = (candidateHasSlope, candidateExited, candidateTime)
    if coefficients.chooseReference(for: start, at: time, always: false) { hasSlope = false }
  }

  func inspect() -> StateInspection {
    space.values(of: modes, times: space.averaging, into: work.nodes)
    let (_, minimum) = work.nodes.sumAndMinimum
    return StateInspection(
      mass: space.mass(of: modes), smallestDensity: minimum, exited: exited)
  }

  func cellAverages() throws(FokkerPlanckError) -> [Double] {
    space.values(of: modes, times: space.averaging, into: work.nodes)
    let nodes = work.nodes
    let atEnds = max(abs(nodes.pointer[0]), abs(nodes.pointer[nodes.count - 1]))
    if atEnds > 1e-4 * nodes.range.upperBound, let violation = continuity.violation(in: start) {
      throw .notSmoothAtEnds(
        coefficient: violation.coefficient, lower: violation.lower, upper: violation.upper,
        time: time)
    }
    return nodes.array
  }

  func edgeMass(of cellAverages: [Double]) -> Double {
    let cells = max(1, coefficients.guardBand.cellCount)
    let sums = (cellAverages.prefix(cells).reduce(0, +), cellAverages.suffix(cells).reduce(0, +))
    return max(sums.0, sums.1) * coefficients.axis.spacing
  }
}

internal import Grids

/// TR-BDF2 on the finite-volume equations: a trapezoid to t + γ Δt, then a backward difference.
///
/// ```
/// (1 − α A_γ) p_γ = (1 + α A_n) p_n,                            γ = 2 − √2,  α = γ Δt/2
/// (1 − α A_{n+1}) p_{n+1} = (p_γ − (1−γ)² p_n)/(γ (2−γ))
/// ```
///
/// Second order also for coefficients that depend on time, L-stable; both stages share one matrix
/// when the coefficients do not. The local error k Δt³ p‴ is estimated from the three slopes and
/// damped by one more solve, which keeps it bounded for stiff modes.
///
/// ## Reference
///
/// M. E. Hosea and L. F. Shampine, "Analysis and implementation of TR-BDF2", *Applied Numerical
/// Mathematics* 20 (1996) 21-37,
/// [doi:10.1016/0168-9274(95)00115-8](https://doi.org/10.1016/0168-9274(95)00115-8).
struct TrapezoidBackwardDifferenceStepper<Source: RateSource>: TimeStepper {
  let localErrorOrder = 3.0
  private let gamma = trapezoidFraction
  var state: FiniteVolumeState<Source>
  private let estimatesError: Bool
  private var startRates: JumpRates
  private var endRates: JumpRates
  private var middleResolvent: CachedResolvent
  private var endResolvent: CachedResolvent
  private let middle: CellVector
  private(set) var startSlope: CellVector
  private let middleSlope: CellVector
  private var endSlope: CellVector
  private var startExit = ExitRate()
  private var endExit = ExitRate()
  /// Keeps the sign; nil accepts an undershoot.
  private var limiter: SignLimiter?

  init(
    state: FiniteVolumeState<Source>, startTime: Double, estimatesError: Bool
  ) throws(FokkerPlanckError) {
    try self.init(
      state: state, startTime: startTime, estimatesError: estimatesError, keepsSign: false)
  }

  /// A stepper that limits fluxes where a density would become negative, if it keeps the sign.
  init(
    state: FiniteVolumeState<Source>, startTime: Double, estimatesError: Bool, keepsSign: Bool
  ) throws(FokkerPlanckError) {
    self.state = state
    self.estimatesError = estimatesError
    let count = state.density.count
    startRates = try self.state.source.rates(at: startTime)
    endRates = startRates
    middleResolvent = CachedResolvent(count: count, isRing: startRates.isRing)
    endResolvent = middleResolvent
    middle = CellVector(count: count)
    startSlope = CellVector(count: count)
    middleSlope = CellVector(count: count)
    endSlope = CellVector(count: count)
    startExit = startRates.apply(to: state.density, slope: startSlope, flux: state.flux)
    limiter = keepsSign ? SignLimiter(count: count, isRing: startRates.isRing) : nil
  }

  func initialStep(tolerance: Double) -> Double {
    state.initialStep(slope: startSlope, tolerance: tolerance, localErrorOrder: localErrorOrder)
  }

  mutating func attemptStep(
    from time: Double, by step: Double
  ) throws(FokkerPlanckError) -> Double {
    if let rates = try state.source.renewMesh(for: state.density) {
      startRates = rates
      startExit = startRates.apply(to: state.density, slope: startSlope, flux: state.flux)
    }
    state.source.beginStep()
    let alpha = gamma * step / 2
    let middleRates = try state.source.rates(at: time + gamma * step)
    endRates = try state.source.rates(at: time + step)
    middleResolvent.prepare(middleRates, tau: alpha)
    combine(into: middle, 1, state.density, alpha, startSlope)
    middleResolvent.solve(middle)
    let middleExit = middleRates.apply(to: middle, slope: middleSlope, flux: state.flux)

    let weight = 1 / (gamma * (2 - gamma))
    combine(into: state.candidate, weight, middle, 1 - weight, state.density)
    solveWithEndMatrix(state.candidate, sharesMiddle: endRates === middleRates, alpha: alpha)
    endExit = endRates.apply(to: state.candidate, slope: endSlope, flux: state.flux)
    let middleExited = state.exited + alpha * (startExit + middleExit)
    state.candidateExited =
      weight * middleExited + (1 - weight) * state.exited + alpha * endExit
    let limitedError = limitSign(step)
    let motionError = limitedError + state.source.motionError(of: state.candidate)
    guard estimatesError else {
      return motionError.isFinite && state.candidate.sumAndMinimum.sum.isFinite ? 0 : .nan
    }
    return motionError + estimateError(step, sharesMiddle: endRates === middleRates, alpha: alpha)
  }

  /// Limits a candidate that is negative somewhere; returns the change in the L1 norm.
  private mutating func limitSign(_ step: Double) -> Double {
    guard limiter != nil, state.candidate.sumAndMinimum.minimum < 0 else { return 0 }
    let change =
      limiter?.limit(
        state.candidate, &state.candidateExited, from: state.density, state.exited,
        rates: endRates, step: step) ?? 0
    endExit = endRates.apply(to: state.candidate, slope: endSlope, flux: state.flux)
    return change * state.spacing
  }

  private mutating func solveWithEndMatrix(
    _ vector: CellVector, sharesMiddle: Bool, alpha: Double
  ) {
    if sharesMiddle { return middleResolvent.solve(vector) }
    endResolvent.prepare(endRates, tau: alpha)
    endResolvent.solve(vector)
  }

  /// The L1 norm of 2 k Δt (p′_n/γ − p′_γ/(γ(1−γ)) + p′_{n+1}/(1−γ)), damped by the end matrix.
  private mutating func estimateError(
    _ step: Double, sharesMiddle: Bool, alpha: Double
  ) -> Double {
    let constant = (-3 * gamma * gamma + 4 * gamma - 2) / (12 * (2 - gamma))
    let factor = 2 * constant * step
    let (first, second, third) = (
      factor / gamma, -factor / (gamma * (1 - gamma)), factor / (1 - gamma)
    )
    let (f0, f1, f2) = (startSlope.pointer, middleSlope.pointer, endSlope.pointer)
    // The middle state is no longer needed; its memory takes the estimate.
    let estimate = middle.pointer
    for cell in 0..<middle.count {
      estimate[cell] = first * f0[cell] + second * f1[cell] + third * f2[cell]
    }
    solveWithEndMatrix(middle, sharesMiddle: sharesMiddle, alpha: alpha)
    return middle.sumOfMagnitudes * state.spacing
  }

  mutating func acceptStep() {
    state.accept()
    swap(&startSlope, &endSlope)
    startExit = endExit
    startRates = endRates
  }

  func inspect() -> StateInspection { state.inspect() }

  func cellAverages() -> [Double] { state.source.averages(of: state.density) }

  func edgeMass(of cellAverages: [Double]) -> Double { state.edgeMass(of: cellAverages) }
}

extension TrapezoidBackwardDifferenceStepper: FiniteVolumeStepper
where Source == GeneratorAssembler {}

/// The part γ = 2 − √2 of a TR-BDF2 step at which the backward difference begins.
let trapezoidFraction = 2 - 2.0.squareRoot()

/// target = a x + b y, cell by cell.
func combine(
  into target: CellVector, _ a: Double, _ x: CellVector, _ b: Double, _ y: CellVector
) {
  let (t, p, q) = (target.pointer, x.pointer, y.pointer)
  for cell in 0..<target.count { t[cell] = a * p[cell] + b * q[cell] }
}

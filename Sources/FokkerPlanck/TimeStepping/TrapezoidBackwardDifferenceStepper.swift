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
  /// α times the largest rate from which on α A p is not computed as a product.
  private static var stiffest: Double { 1e6 }
  /// 1/(γ (2−γ)), the weight of p_γ in the backward difference.
  private static var middleWeight: Double { 1 / (trapezoidFraction * (2 - trapezoidFraction)) }

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
  private var endSlope: CellVector
  private var startExit = ExitRate()
  private var endExit = ExitRate()
  /// Whether the slope was computed as a product, which rounds like the rates, not as a difference.
  private var slopeIsProduct = true
  private var endSlopeIsProduct = true
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
      slopeIsProduct = true
    }
    state.source.beginStep()
    let alpha = gamma * step / 2
    let middleRates = try state.source.rates(at: time + gamma * step)
    endRates = try state.source.rates(at: time + step)
    middleResolvent.prepare(middleRates, tau: alpha)
    let middleExited = takeTrapezoid(middleRates, alpha)
    takeBackwardDifference(middleExited, sharesMiddle: endRates === middleRates, alpha)
    let motionError = limitSign(step) + state.source.motionError(of: state.candidate)
    guard estimatesError else {
      return motionError.isFinite && state.candidate.sumAndMinimum.sum.isFinite ? 0 : .nan
    }
    return motionError + estimateError(step, sharesMiddle: endRates === middleRates, alpha: alpha)
  }

  /// Leaves p_γ in the middle state and returns what has left by then.
  ///
  /// With one matrix at both ends (1 − α A)⁻¹ (1 + α A) p = 2 (1 − α A)⁻¹ p − p, which rounds like p,
  /// where α A p would round like α times the rates. Otherwise α A p is wanted, which is a difference
  /// of states once a step was taken; before, the matrix of the middle stands in if it is stiff.
  private mutating func takeTrapezoid(_ rates: JumpRates, _ alpha: Double) -> ExitRate {
    let isStiff = slopeIsProduct && alpha * rates.largest > Self.stiffest
    if rates === startRates || isStiff {
      middle.pointer.update(from: state.density.pointer, count: middle.count)
      middleResolvent.solve(middle)
      let exit = rates.exit(of: middle)
      combine(into: middle, 2, middle, -1, state.density)
      return state.exited + (2 * alpha) * exit
    }
    combine(into: middle, 1, state.density, alpha, startSlope)
    middleResolvent.solve(middle)
    return state.exited + alpha * (startExit + rates.exit(of: middle))
  }

  /// Leaves p at the end of the step in the candidate, with its slope and what has left by then.
  private mutating func takeBackwardDifference(
    _ middleExited: ExitRate, sharesMiddle: Bool, _ alpha: Double
  ) {
    let weight = Self.middleWeight
    combine(into: state.candidate, weight, middle, 1 - weight, state.density)
    combine(into: endSlope, -1 / alpha, state.candidate, 0, state.candidate)
    solveWithEndMatrix(state.candidate, sharesMiddle: sharesMiddle, alpha: alpha)
    // A p = (p − right-hand side)/α.
    combine(into: endSlope, 1, endSlope, 1 / alpha, state.candidate)
    endExit = endRates.exit(of: state.candidate)
    state.candidateExited =
      weight * middleExited + (1 - weight) * state.exited + alpha * endExit
    endSlopeIsProduct = false
  }

  /// Limits a candidate that is negative somewhere, or whose exits shrink or whose mass is rounded;
  /// returns the change in the L1 norm.
  private mutating func limitSign(_ step: Double) -> Double {
    guard limiter != nil, !state.candidateIsLawful else { return 0 }
    let change =
      limiter?.limit(
        state.candidate, &state.candidateExited, from: state.density, state.exited,
        rates: endRates, step: step) ?? 0
    endExit = endRates.apply(to: state.candidate, slope: endSlope, flux: state.flux)
    endSlopeIsProduct = true
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
    let (f0, f2, p) = (startSlope.pointer, endSlope.pointer, state.density.pointer)
    // The middle state is no longer needed; its memory takes the estimate.
    let estimate = middle.pointer
    for cell in 0..<middle.count {
      let middleSlope = (estimate[cell] - p[cell]) / alpha - f0[cell]
      estimate[cell] = first * f0[cell] + second * middleSlope + third * f2[cell]
    }
    solveWithEndMatrix(middle, sharesMiddle: sharesMiddle, alpha: alpha)
    return middle.sumOfMagnitudes * state.spacing
  }

  mutating func acceptStep() {
    state.accept()
    swap(&startSlope, &endSlope)
    startExit = endExit
    startRates = endRates
    slopeIsProduct = endSlopeIsProduct
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

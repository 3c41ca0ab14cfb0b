internal import Grids

/// Crank-Nicolson on the finite-volume equations, with the start of Rannacher.
///
/// ```
/// (1 − Δt/2 A(t+Δt)) p(t+Δt) = (1 + Δt/2 A(t)) p(t)
/// ```
///
/// Second order, A-stable but not L-stable: stiff modes change sign at every step instead of
/// decaying. The first two steps are therefore two half steps of backward Euler each, which removes
/// them without loss of order. The local error Δt³ p‴/12 is estimated against the explicit method of
/// Adams and Bashforth over the last two steps.
///
/// ## Reference
///
/// R. Rannacher, "Finite element solution of diffusion problems with irregular data", *Numerische
/// Mathematik* 43 (1984) 309-327, [doi:10.1007/BF01390130](https://doi.org/10.1007/BF01390130).
struct CrankNicolsonStepper: FiniteVolumeStepper {
  private static let startingSteps = 2
  var state: FiniteVolumeState<GeneratorAssembler>
  private let estimatesError: Bool
  private var resolvent: CachedResolvent
  private(set) var startSlope: CellVector
  private var endSlope: CellVector
  private var previousSlope: CellVector
  private var startRates: JumpRates
  private var endRates: JumpRates
  private var exit = ExitRate()
  private var endExit = ExitRate()
  private var acceptedSteps = 0
  private var previousStep = 0.0
  private var step = 0.0

  init(
    state: FiniteVolumeState<GeneratorAssembler>, startTime: Double, estimatesError: Bool
  ) throws(FokkerPlanckError) {
    self.state = state
    self.estimatesError = estimatesError
    let count = state.density.count
    startRates = try self.state.source.rates(at: startTime)
    endRates = startRates
    resolvent = CachedResolvent(count: count, isRing: startRates.isRing)
    startSlope = CellVector(count: count)
    endSlope = CellVector(count: count)
    previousSlope = CellVector(count: count)
    exit = startRates.apply(to: state.density, slope: startSlope, flux: state.flux)
  }

  var localErrorOrder: Double { acceptedSteps < Self.startingSteps ? 2 : 3 }

  func initialStep(tolerance: Double) -> Double {
    state.initialStep(slope: startSlope, tolerance: tolerance, localErrorOrder: 2)
  }

  mutating func attemptStep(
    from time: Double, by step: Double
  ) throws(FokkerPlanckError) -> Double {
    self.step = step
    let candidate = state.candidate
    if acceptedSteps < Self.startingSteps {
      candidate.pointer.update(from: state.density.pointer, count: candidate.count)
      let first = try takeHalfStep(to: time + step / 2)
      let second = try takeHalfStep(to: time + step)
      state.candidateExited = state.exited + (step / 2) * (first + second)
    } else {
      try takeTrapezoid(to: time + step)
    }
    guard estimatesError else { return candidate.sumAndMinimum.sum.isFinite ? 0 : .nan }
    return estimateError()
  }

  /// The step itself.
  ///
  /// With one matrix at both ends it is 2 (1 − Δt/2 A)⁻¹ p − p; slopes are differences of states. So
  /// nothing rounds like Δt times the rates.
  private mutating func takeTrapezoid(to time: Double) throws(FokkerPlanckError) {
    let (candidate, half) = (state.candidate, step / 2)
    endRates = try state.source.rates(at: time)
    resolvent.prepare(endRates, tau: half)
    if endRates === startRates {
      candidate.pointer.update(from: state.density.pointer, count: candidate.count)
      resolvent.solve(candidate)
      state.candidateExited = state.exited + step * endRates.exit(of: candidate)
      combine(into: candidate, 2, candidate, -1, state.density)
    } else {
      combine(into: candidate, 1, state.density, half, startSlope)
      resolvent.solve(candidate)
      state.candidateExited = state.exited + half * (exit + endRates.exit(of: candidate))
    }
    let (f, g) = (startSlope.pointer, endSlope.pointer)
    let (p, q) = (state.density.pointer, candidate.pointer)
    for cell in 0..<candidate.count { g[cell] = (q[cell] - p[cell]) / half - f[cell] }
    endExit = endRates.exit(of: candidate)
  }

  /// A half step of backward Euler on the candidate; returns the loss at its end.
  private mutating func takeHalfStep(to time: Double) throws(FokkerPlanckError) -> ExitRate {
    endRates = try state.source.rates(at: time)
    resolvent.prepare(endRates, tau: step / 2)
    combine(into: endSlope, -2 / step, state.candidate, 0, state.candidate)
    resolvent.solve(state.candidate)
    combine(into: endSlope, 1, endSlope, 2 / step, state.candidate)
    endExit = endRates.exit(of: state.candidate)
    return endExit
  }

  private func estimateError() -> Double {
    let (f, g, old) = (startSlope.pointer, endSlope.pointer, previousSlope.pointer)
    var sum = 0.0
    if acceptedSteps < Self.startingSteps {
      for cell in 0..<startSlope.count { sum += abs(g[cell] - f[cell]) }
      return sum * state.spacing * step / 4
    }
    let ratio = step / previousStep
    let (p, q) = (state.density.pointer, state.candidate.pointer)
    for cell in 0..<startSlope.count {
      let explicit = p[cell] + step / 2 * ((2 + ratio) * f[cell] - ratio * old[cell])
      sum += abs(q[cell] - explicit)
    }
    return sum * state.spacing / (3 * (1 + previousStep / step))
  }

  mutating func acceptStep() {
    state.accept()
    swap(&previousSlope, &startSlope)
    swap(&startSlope, &endSlope)
    exit = endExit
    startRates = endRates
    previousStep = step
    acceptedSteps += 1
  }

  func inspect() -> StateInspection { state.inspect() }

  func cellAverages() -> [Double] { state.density.array }

  func edgeMass(of cellAverages: [Double]) -> Double { state.edgeMass(of: cellAverages) }
}

internal import Grids

/// Backward Euler on the finite-volume equations.
///
/// ```
/// (1 − Δt A(t+Δt)) p(t+Δt) = p(t)
/// ```
///
/// First order, L-stable; the matrix is an M-matrix, so no step makes a density negative. The local
/// error is estimated by (Δt/2) (p′(t+Δt) − p′(t)).
struct BackwardEulerStepper: FiniteVolumeStepper {
  let localErrorOrder = 2.0
  var state: FiniteVolumeState<GeneratorAssembler>
  private var resolvent: CachedResolvent
  private(set) var startSlope: CellVector
  private var endSlope: CellVector
  private let estimatesError: Bool

  init(
    state: FiniteVolumeState<GeneratorAssembler>, startTime: Double, estimatesError: Bool
  ) throws(FokkerPlanckError) {
    self.state = state
    self.estimatesError = estimatesError
    let count = state.density.count
    startSlope = CellVector(count: count)
    endSlope = CellVector(count: count)
    let rates = try self.state.source.rates(at: startTime)
    resolvent = CachedResolvent(count: count, isRing: rates.isRing)
    rates.apply(to: state.density, slope: startSlope, flux: state.flux)
  }

  func initialStep(tolerance: Double) -> Double {
    state.initialStep(slope: startSlope, tolerance: tolerance, localErrorOrder: localErrorOrder)
  }

  mutating func attemptStep(
    from time: Double, by step: Double
  ) throws(FokkerPlanckError) -> Double {
    let rates = try state.source.rates(at: time + step)
    resolvent.prepare(rates, tau: step)
    let candidate = state.candidate
    candidate.pointer.update(from: state.density.pointer, count: candidate.count)
    resolvent.solve(candidate)
    let exit = rates.apply(to: candidate, slope: endSlope, flux: state.flux)
    state.candidateExited = state.exited + step * exit
    guard estimatesError else { return candidate.sumAndMinimum.sum.isFinite ? 0 : .nan }
    var sum = 0.0
    for cell in 0..<candidate.count {
      sum += abs(endSlope.pointer[cell] - startSlope.pointer[cell])
    }
    return sum * state.spacing * step / 2
  }

  mutating func acceptStep() {
    state.accept()
    swap(&startSlope, &endSlope)
  }

  func inspect() -> StateInspection { state.inspect() }

  func cellAverages() -> [Double] { state.density.array }

  func edgeMass(of cellAverages: [Double]) -> Double { state.edgeMass(of: cellAverages) }
}

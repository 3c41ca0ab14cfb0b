internal import RealModule

/// ETDRK4 for the modes of a density on a periodic box, about the constant matrix D̄ of the start.
///
/// The method of `ExponentialDifferencingStepper` with L = −kᵀ D̄ k; fourth order, equal steps share
/// their weights.
///
/// ## Reference
///
/// S. M. Cox and P. C. Matthews, "Exponential time differencing for stiff systems", *Journal of
/// Computational Physics* 176 (2002) 430-455,
/// [doi:10.1006/jcph.2002.6995](https://doi.org/10.1006/jcph.2002.6995).
struct BoxExponentialDifferencingStepper: BoxSpectralStepper {
  let localErrorOrder = 5.0
  private(set) var state: BoxSpectralState
  private(set) var start: BoxNodeCoefficients
  private let middle: BoxNodeCoefficients
  private var end: BoxNodeCoefficients
  private var weights: DifferencingWeights
  private var weightsStep = -1.0
  private let constant: [Double]
  private let stage: CellVector
  private let firstStage: CellVector
  private let slopes: [CellVector]

  init(state: BoxSpectralState, startTime: Double) throws(FokkerPlanckError) {
    self.state = state
    start = try state.coefficients.begin(at: startTime)
    middle = state.coefficients.another()
    end = state.coefficients.another()
    constant = start.reference
    let count = state.space.modeCount
    weights = DifferencingWeights(modeCount: count)
    (stage, firstStage) = (CellVector(count: count), CellVector(count: count))
    slopes = (0..<4).map { _ in CellVector(count: count) }
  }

  func initialStep(tolerance: Double) -> Double { .greatestFiniteMagnitude }

  mutating func attemptStep(
    from time: Double, by step: Double
  ) throws(FokkerPlanckError) -> Double {
    try state.coefficients.sample(at: time + step / 2, around: constant, into: middle)
    try state.coefficients.sample(at: time + step, around: constant, into: end)
    setWeights(step)
    let (half, q, u) = (weights.halfDecay.pointer, weights.stage.pointer, state.modes.pointer)
    let (n0, n1, n2) = (slopes[0].pointer, slopes[1].pointer, slopes[2].pointer)
    let (a, b, count) = (firstStage.pointer, stage.pointer, stage.count)
    state.nonlinearPart(of: state.modes, start, into: slopes[0])
    for m in 0..<count { a[m] = half[m] * u[m] + q[m] * n0[m] }
    state.nonlinearPart(of: firstStage, middle, into: slopes[1])
    for m in 0..<count { b[m] = half[m] * u[m] + q[m] * n1[m] }
    state.nonlinearPart(of: stage, middle, into: slopes[2])
    for m in 0..<count { b[m] = half[m] * a[m] + q[m] * (2 * n2[m] - n0[m]) }
    state.nonlinearPart(of: stage, end, into: slopes[3])
    weights.combine(state.modes, slopes, into: state.candidate)
    return state.space.l1Bound(of: state.candidate).isFinite ? 0 : .nan
  }

  private mutating func setWeights(_ step: Double) {
    guard weightsStep != step else { return }
    weightsStep = step
    state.space.forEachMode(form: constant) { index, form in
      weights.set(index..<index + 2, decay: form, step: step)
    }
  }

  mutating func acceptStep() {
    swap(&state.modes, &state.candidate)
    swap(&start, &end)
  }
}

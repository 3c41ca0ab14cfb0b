/// Exponential time differencing of fourth order (ETDRK4) for the modes of a density.
///
/// With ∂p/∂t = L p + N(p, t), L = −c k² for a constant c near D̄, z = L h:
///
/// ```
/// a = e^{z/2} p + Q N(p),   b = e^{z/2} p + Q N(a),   d = e^{z/2} a + Q (2 N(b) − N(p))
/// p⁺ = e^z p + f₁ N(p) + 2 f₂ (N(a) + N(b)) + f₃ N(d),     error (3/5) f₃ |N(d) − N(p⁺)|
/// ```
///
/// Fourth order; the embedded method of order three takes part of N(d) from N(p⁺), as that of the
/// interaction picture does, and N(p⁺) is the first slope of the next step. The weights Q, f₁, f₂,
/// f₃ are sums of the functions φ(z); equal steps share them.
///
/// ## Reference
///
/// S. M. Cox and P. C. Matthews, "Exponential time differencing for stiff systems", *Journal of
/// Computational Physics* 176 (2002) 430-455,
/// [doi:10.1006/jcph.2002.6995](https://doi.org/10.1006/jcph.2002.6995).
struct ExponentialDifferencingStepper: TimeStepper {
  let localErrorOrder = 4.0
  private var state: SpectralState
  /// c, which changes between steps only.
  private var constant: Double
  private var start: NodeCoefficients
  private let middle: NodeCoefficients
  private var end: NodeCoefficients
  private let weights: DifferencingWeights
  /// The constant and the step that the weights belong to.
  private var key = (constant: -1.0, step: -1.0)
  private let stage: CellVector
  private let firstStage: CellVector
  /// N(p), N(a), N(b), N(d) and N(p⁺).
  private var slopes: [CellVector]
  private var hasSlope = false

  init(state: SpectralState) throws(FokkerPlanckError) {
    self.state = state
    let space = state.space
    start = NodeCoefficients(count: space.nodeCount)
    middle = NodeCoefficients(count: space.nodeCount)
    end = NodeCoefficients(count: space.nodeCount)
    weights = DifferencingWeights(modeCount: space.modeCount)
    stage = CellVector(count: space.modeCount)
    firstStage = CellVector(count: space.modeCount)
    slopes = (0..<5).map { _ in CellVector(count: space.modeCount) }
    try state.coefficients.sample(at: state.time, into: start)
    _ = self.state.coefficients.chooseReference(for: start, at: state.time, always: true)
    constant = start.reference
    try state.coefficients.sample(at: state.time, around: constant, into: start)
  }

  func initialStep(tolerance: Double) -> Double {
    state.initialStep(start, tolerance: tolerance, order: localErrorOrder)
  }

  mutating func attemptStep(
    from time: Double, by step: Double
  ) throws(FokkerPlanckError) -> Double {
    try state.requireContinuity(start)
    state.candidateTime = time + step
    try state.coefficients.sample(at: time + step / 2, around: constant, into: middle)
    try state.coefficients.sample(at: time + step, around: constant, into: end)
    setWeights(step)
    takeStages()
    weights.combine(state.modes, slopes, into: state.candidate)
    state.work.nonlinearPart(of: state.candidate, end, into: slopes[4])
    state.addLosses(state.work.losses(over: step))
    return estimatedError()
  }

  private mutating func takeStages() {
    let (work, u, count) = (state.work, state.modes.pointer, stage.count)
    let (half, q) = (weights.halfDecay.pointer, weights.stage.pointer)
    if !hasSlope { work.nonlinearPart(of: state.modes, start, into: slopes[0]) }
    hasSlope = true
    work.noteLosses(of: state.modes, start, stage: 0)
    let (n0, n1, n2) = (slopes[0].pointer, slopes[1].pointer, slopes[2].pointer)
    let (a, b) = (firstStage.pointer, stage.pointer)
    for m in 0..<count { a[m] = half[m] * u[m] + q[m] * n0[m] }
    work.nonlinearPart(of: firstStage, middle, into: slopes[1])
    work.noteLosses(of: firstStage, middle, stage: 1)
    for m in 0..<count { b[m] = half[m] * u[m] + q[m] * n1[m] }
    work.nonlinearPart(of: stage, middle, into: slopes[2])
    work.noteLosses(of: stage, middle, stage: 2)
    for m in 0..<count { b[m] = half[m] * a[m] + q[m] * (2 * n2[m] - n0[m]) }
    work.nonlinearPart(of: stage, end, into: slopes[3])
    work.noteLosses(of: stage, end, stage: 3)
  }

  /// Computes the weights, unless they are those of the last step.
  private mutating func setWeights(_ step: Double) {
    guard key != (constant, step) else { return }
    key = (constant, step)
    for (mode, k) in state.space.wavenumbers.enumerated() {
      weights.set(mode..<mode + 1, decay: constant * k * k, step: step)
    }
  }

  private func estimatedError() -> Double {
    let f3 = weights.last.pointer
    for m in 0..<stage.count {
      stage.pointer[m] = 0.6 * f3[m] * (slopes[3].pointer[m] - slopes[4].pointer[m])
    }
    return state.space.l1Bound(of: stage)
  }

  mutating func acceptStep() {
    state.accept()
    swap(&start, &end)
    slopes.swapAt(0, 4)
    let reference = state.coefficients.reference(at: state.time)
    guard reference > 2 * constant || reference < constant / 2 else { return }
    // The stiff part has left the constant behind.
    (constant, hasSlope) = (reference, false)
    start.split(around: constant)
  }

  func inspect() -> StateInspection { state.inspect() }

  func cellAverages() throws(FokkerPlanckError) -> [Double] { try state.cellAverages(start) }

  func edgeMass(of cellAverages: [Double]) -> Double { state.edgeMass(of: cellAverages) }
}

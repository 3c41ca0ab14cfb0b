internal import ComplexModule
internal import RealModule

/// Exponential time differencing of fourth order (ETDRK4) for the modes of a density.
///
/// With ∂p/∂t = L p + N(p, t), L = −c k² for the constant c = D̄ at the start of the run, z = L h:
///
/// ```
/// a = e^{z/2} p + Q N(p),   b = e^{z/2} p + Q N(a),   d = e^{z/2} a + Q (2 N(b) − N(p))
/// p⁺ = e^z p + f₁ N(p) + 2 f₂ (N(a) + N(b)) + f₃ N(d)
/// ```
///
/// Fourth order; the weights Q, f₁, f₂, f₃ are averages over a circle about z, which avoids the
/// cancellation of their closed forms. Equal steps share the weights.
///
/// ## Reference
///
/// S. M. Cox and P. C. Matthews, "Exponential time differencing for stiff systems", *Journal of
/// Computational Physics* 176 (2002) 430-455,
/// [doi:10.1006/jcph.2002.6995](https://doi.org/10.1006/jcph.2002.6995); A.-K. Kassam and
/// L. N. Trefethen, "Fourth-order time-stepping for stiff PDEs", *SIAM Journal on Scientific
/// Computing* 26 (2005) 1214-1233,
/// [doi:10.1137/S1064827502410633](https://doi.org/10.1137/S1064827502410633).
struct ExponentialDifferencingStepper: TimeStepper {
  let localErrorOrder = 5.0
  private var state: SpectralState
  private let constant: Double
  private var start: NodeCoefficients
  private let middle: NodeCoefficients
  private var end: NodeCoefficients
  private let weights: DifferencingWeights
  private var weightsStep = -1.0
  private let stage: CellVector
  private let firstStage: CellVector
  private let slopes: [CellVector]

  init(state: SpectralState) throws(FokkerPlanckError) {
    self.state = state
    let space = state.space
    start = NodeCoefficients(count: space.nodeCount)
    middle = NodeCoefficients(count: space.nodeCount)
    end = NodeCoefficients(count: space.nodeCount)
    weights = DifferencingWeights(modeCount: space.modeCount)
    stage = CellVector(count: space.modeCount)
    firstStage = CellVector(count: space.modeCount)
    slopes = (0..<4).map { _ in CellVector(count: space.modeCount) }
    try state.coefficients.sample(at: state.time, into: start)
    _ = self.state.coefficients.chooseReference(for: start, at: state.time, always: true)
    constant = start.reference
    try state.coefficients.sample(at: state.time, around: constant, into: start)
  }

  func initialStep(tolerance: Double) -> Double { .greatestFiniteMagnitude }

  mutating func attemptStep(
    from time: Double, by step: Double
  ) throws(FokkerPlanckError) -> Double {
    state.candidateTime = time + step
    try state.coefficients.sample(at: time + step / 2, around: constant, into: middle)
    try state.coefficients.sample(at: time + step, around: constant, into: end)
    setWeights(step)
    let (work, u, count) = (state.work, state.modes.pointer, stage.count)
    let (half, q) = (weights.halfDecay.pointer, weights.stage.pointer)
    let (n0, n1, n2) = (slopes[0].pointer, slopes[1].pointer, slopes[2].pointer)
    work.nonlinearPart(of: state.modes, start, into: slopes[0])
    work.noteLosses(of: state.modes, start, stage: 0)
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
    weights.combine(state.modes, slopes, into: state.candidate)
    state.addLosses(work.losses(over: step))
    return state.space.l1Bound(of: state.candidate).isFinite ? 0 : .nan
  }

  /// Computes the weights, unless they are those of the last step.
  private mutating func setWeights(_ step: Double) {
    guard weightsStep != step else { return }
    weightsStep = step
    for (mode, k) in state.space.wavenumbers.enumerated() {
      weights.set(mode..<mode + 1, decay: constant * k * k, step: step)
    }
  }

  mutating func acceptStep() {
    state.accept()
    swap(&start, &end)
  }

  func inspect() -> StateInspection { state.inspect() }

  func cellAverages() throws(FokkerPlanckError) -> [Double] { try state.cellAverages(start) }

  func edgeMass(of cellAverages: [Double]) -> Double { state.edgeMass(of: cellAverages) }
}

/// The weights of ETDRK4 for every mode and one step.
struct DifferencingWeights {
  let decay: CellVector
  let halfDecay: CellVector
  let stage: CellVector
  let first: CellVector
  let middle: CellVector
  let last: CellVector

  init(modeCount: Int) {
    func modes() -> CellVector { CellVector(count: modeCount) }
    (decay, halfDecay, stage, first, middle, last) = (
      modes(), modes(), modes(), modes(), modes(), modes()
    )
  }

  /// Computes the weights of modes that decay at a rate, for a step.
  func set(_ modes: Range<Int>, decay rate: Double, step: Double) {
    let z = -rate * step
    let averages = Self.circleAverages(about: z)
    for m in modes {
      decay.pointer[m] = Double.exp(z)
      halfDecay.pointer[m] = Double.exp(z / 2)
      stage.pointer[m] = step * averages.stage
      first.pointer[m] = step * averages.first
      middle.pointer[m] = step * averages.middle
      last.pointer[m] = step * averages.last
    }
  }

  /// The modes at the end of a step, from those at its start and the four slopes.
  func combine(_ modes: CellVector, _ slopes: [CellVector], into target: CellVector) {
    let (n0, n1) = (slopes[0].pointer, slopes[1].pointer)
    let (n2, n3) = (slopes[2].pointer, slopes[3].pointer)
    for m in 0..<modes.count {
      target.pointer[m] =
        decay.pointer[m] * modes.pointer[m] + first.pointer[m] * n0[m]
        + 2 * middle.pointer[m] * (n1[m] + n2[m]) + last.pointer[m] * n3[m]
    }
  }

  /// The real parts of the averages of the four weights over 32 points of the unit circle about z.
  private static func circleAverages(
    about z: Double
  ) -> (stage: Double, first: Double, middle: Double, last: Double) {
    var sums = (stage: 0.0, first: 0.0, middle: 0.0, last: 0.0)
    // The lower half of the circle mirrors the upper half.
    for point in 0..<16 {
      let angle = .pi * (Double(point) + 0.5) / 16
      let r = Complex(z + Double.cos(angle), Double.sin(angle))
      let (e, half) = (Complex.exp(r), Complex.exp(r / 2))
      let (square, cube) = (r * r, r * r * r)
      sums.stage += ((half - 1) / r).real
      sums.first += ((-4 - r + e * (4 - 3 * r + square)) / cube).real
      sums.middle += ((2 + r + e * (r - 2)) / cube).real
      sums.last += ((-4 - 3 * r - square + e * (4 - r)) / cube).real
    }
    return (sums.stage / 16, sums.first / 16, sums.middle / 16, sums.last / 16)
  }
}

internal import Grids
internal import RealModule

/// The modes of a density, what has left, and the readings that both spectral steppers share.
struct SpectralState {
  let space: ModeSpace
  var coefficients: SpectralCoefficients
  let work: InteractionPictureWork
  /// Modes of the point values at the start of the step, and at the end of the last attempt.
  var modes: CellVector
  var candidate: CellVector
  var exited = ExitProbability()
  var candidateExited = ExitProbability()
  var time: Double
  var candidateTime: Double
  private let continuity: EndContinuity

  init(
    space: ModeSpace, coefficients: SpectralCoefficients, initial: Density, startTime: Double
  ) {
    self.space = space
    self.coefficients = coefficients
    work = InteractionPictureWork(space: space)
    continuity = EndContinuity(ends: space.ends, spacing: initial.axis.spacing)
    (time, candidateTime) = (startTime, startTime)
    modes = CellVector(count: space.modeCount)
    candidate = CellVector(count: space.modeCount)
    space.modes(of: CellVector(initial.values), into: modes)
    for index in 0..<space.modeCount { modes.pointer[index] /= space.averaging[index] }
  }

  /// Makes the candidate the present state.
  mutating func accept() {
    swap(&modes, &candidate)
    (exited, time) = (candidateExited, candidateTime)
  }

  /// Adds what leaves through the walls over a step to the candidate's exits.
  mutating func addLosses(_ losses: (lower: Double, upper: Double)) {
    candidateExited = exited
    candidateExited.lower += losses.lower
    candidateExited.upper += losses.upper
  }

  /// The mass, the smallest cell average and what has left.
  func inspect() -> StateInspection {
    space.values(of: modes, times: space.averaging, into: work.nodes)
    let (nodes, last) = (work.nodes.pointer, work.nodes.count - 1)
    let (_, minimum) = work.nodes.sumAndMinimum
    work.ends.share = max(abs(nodes[0]), abs(nodes[last])) / work.nodes.range.upperBound
    return StateInspection(
      mass: space.mass(of: modes), smallestDensity: minimum, exited: exited)
  }

  /// Checks that the density, as last inspected, reaches no end where the coefficients `set` break
  /// off.
  func requireContinuity(_ set: NodeCoefficients) throws(FokkerPlanckError) {
    if work.ends.share > 1e-4, let violation = continuity.violation(in: set) {
      throw .notSmoothAtEnds(
        coefficient: violation.coefficient, lower: violation.lower, upper: violation.upper,
        time: time)
    }
  }

  /// The cell averages, unless the density reaches an end where the coefficients `set` break off.
  func cellAverages(_ set: NodeCoefficients) throws(FokkerPlanckError) -> [Double] {
    _ = inspect()
    try requireContinuity(set)
    return work.nodes.array
  }

  /// A time over which the density changes by a small part.
  func initialStep(_ set: NodeCoefficients, tolerance: Double, order: Double) -> Double {
    work.nonlinearPart(of: modes, set, into: work.k1)
    let change = space.l1Bound(of: work.k1)
    let diffusive = set.reference * space.secondDerivativeBound(of: modes)
    let rate = max(change, diffusive, .leastNormalMagnitude)
    return 0.2 * Double.pow(tolerance, 1 / order) / rate
  }

  /// The larger of the probabilities in the guard bands, or in the first and last cell.
  func edgeMass(of cellAverages: [Double]) -> Double {
    let cells = max(1, coefficients.guardBand.cellCount)
    let sums = (cellAverages.prefix(cells).reduce(0, +), cellAverages.suffix(cells).reduce(0, +))
    return max(sums.0, sums.1) * coefficients.axis.spacing
  }
}

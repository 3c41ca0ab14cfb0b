internal import Grids
internal import LinearAlgebra
internal import RealModule

/// The density, what has left, and the rates that both implicit steppers share.
struct FiniteVolumeState<Source: RateSource> {
  var source: Source
  /// The cell averages at the start of the step.
  var density: CellVector
  /// The cell averages at the end of the step that was last tried.
  var candidate: CellVector
  var exited = ExitRate()
  var candidateExited = ExitRate()
  let flux: CellVector
  let spacing: Double

  init(source: Source, initial: Density) {
    self.source = source
    density = CellVector(initial.values)
    candidate = CellVector(count: initial.values.count)
    flux = CellVector(count: initial.values.count + 1)
    spacing = initial.axis.spacing
  }

  /// Makes the candidate the density.
  mutating func accept() {
    swap(&density, &candidate)
    exited = candidateExited
    source.acceptStep()
  }

  /// Whether no cell of the candidate is negative, nothing has come back through a wall, and the mass
  /// is kept to a few units of rounding.
  var candidateIsLawful: Bool {
    let (sum, minimum) = candidate.sumAndMinimum
    let before = density.sumAndMinimum.sum + exited.lower + exited.upper
    let after = sum + candidateExited.lower + candidateExited.upper
    return minimum >= 0 && candidateExited.lower >= exited.lower
      && candidateExited.upper >= exited.upper
      && abs(after - before) <= 8 * Double.ulpOfOne * before
  }

  /// The mass, the smallest cell and what has left.
  func inspect() -> StateInspection {
    let (sum, minimum) = density.sumAndMinimum
    var exits = ExitProbability()
    exits.lower = exited.lower * spacing
    exits.upper = exited.upper * spacing
    return StateInspection(mass: sum * spacing, smallestDensity: minimum, exited: exits)
  }

  /// The larger of the probabilities in the first and in the last cell.
  func edgeMass(of averages: [Double]) -> Double {
    max(averages.first ?? 0, averages.last ?? 0) * spacing
  }

  /// A time over which a first-order change stays small, from the slope at the start.
  func initialStep(slope: CellVector, tolerance: Double, localErrorOrder: Double) -> Double {
    let change = slope.sumOfMagnitudes / max(density.sumOfMagnitudes, .leastNormalMagnitude)
    guard change > 0 else { return .greatestFiniteMagnitude }
    return 0.2 * Double.pow(tolerance, 1 / localErrorOrder) / change
  }
}

/// The factorised matrix 1 − τ A of one set of rates, kept while they and τ stay the same.
struct CachedResolvent {
  private var resolvent: BirthDeathResolvent
  private var generation = -1
  private var tau = 0.0

  init(count: Int, isRing: Bool) {
    resolvent = BirthDeathResolvent(count: count, isRing: isRing)
  }

  /// Factorises for these rates and τ, unless that is what was done last.
  mutating func prepare(_ rates: JumpRates, tau: Double) {
    guard rates.generation != generation || tau != self.tau else { return }
    resolvent.factorize(
      tau: tau, rightward: UnsafeBufferPointer(rates.rightward.buffer).span,
      leftward: UnsafeBufferPointer(rates.leftward.buffer).span)
    generation = rates.generation
    self.tau = tau
  }

  /// Solves (1 − τ A) x = b in place.
  func solve(_ vector: CellVector) {
    var span = vector.buffer.mutableSpan
    resolvent.solve(&span)
  }
}

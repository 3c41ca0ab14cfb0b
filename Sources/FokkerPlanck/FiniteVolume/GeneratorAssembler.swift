internal import Grids
internal import StochasticProcesses

/// Assembles the jump rates of a process on an axis, and knows when they have not changed.
struct GeneratorAssembler: RateSource {
  let axis: Axis
  let boundaries: BoundaryConditions
  private var sampler: CoefficientSampler
  private var sampled: (drift: CellVector, diffusion: CellVector)
  private var latest: (drift: CellVector, diffusion: CellVector)
  private var latestRates: JumpRates?
  private var pool: RatePool

  init<Process: DiffusionProcess>(
    _ process: Process, axis: Axis, boundaries: BoundaryConditions
  ) where Process.Scalar == Double {
    self.axis = axis
    self.boundaries = boundaries
    let points = axis.centers + axis.faces
    sampler = CoefficientSampler(
      process, at: CellVector(points),
      unused: Self.unusedFaces(boundaries, cellCount: axis.cellCount))
    sampled = (CellVector(count: points.count), CellVector(count: points.count))
    latest = (CellVector(count: points.count), CellVector(count: points.count))
    pool = RatePool(count: axis.cellCount, isRing: boundaries == .periodic)
  }

  /// The end faces that are reflecting walls; a drift like 1/x may be infinite there.
  private static func unusedFaces(_ boundaries: BoundaryConditions, cellCount: Int) -> [Int] {
    guard boundaries != .periodic else { return [] }
    return (boundaries.absorbsBelow ? [] : [cellCount])
      + (boundaries.absorbsAbove ? [] : [2 * cellCount])
  }

  /// Takes the coefficients from another process from now on.
  mutating func replaceProcess<Process: DiffusionProcess>(
    by process: Process
  ) where Process.Scalar == Double {
    sampler = CoefficientSampler(process, at: sampler.points, unused: sampler.unused)
  }

  /// The rates at a time: the same object as last time when the coefficients are the same.
  ///
  /// Rates that a caller still holds are never overwritten.
  mutating func rates(at time: Double) throws(FokkerPlanckError) -> JumpRates {
    try sampler.sample(at: time, drift: sampled.drift, diffusion: sampled.diffusion)
    if let latestRates, sampled.drift.isEqual(to: latest.drift),
      sampled.diffusion.isEqual(to: latest.diffusion)
    {
      return latestRates
    }
    swap(&sampled, &latest)
    let rates = pool.take()
    assemble(into: rates)
    latestRates = rates
    return rates
  }

  private func assemble(into rates: JumpRates) {
    FaceCoefficients(
      drift: latest.drift.pointer, diffusion: latest.diffusion.pointer,
      cellCount: axis.cellCount, spacing: axis.spacing
    ).assemble(into: rates, boundaries: boundaries)
  }
}

extension CellVector {
  /// Whether all numbers equal those of another vector.
  func isEqual(to other: CellVector) -> Bool {
    var difference = Lanes.zero
    let whole = count / 8 * 8
    for index in stride(from: 0, to: whole, by: 8) {
      let delta = loadLanes(pointer + index) - loadLanes(other.pointer + index)
      difference = larger(difference, larger(delta, -delta))
    }
    guard difference.max() == 0 else { return false }
    for index in whole..<count where pointer[index] != other.pointer[index] { return false }
    return true
  }
}

internal import Grids
internal import StochasticProcesses

/// Assembles the jump rates of a process on an axis, and knows when they have not changed.
struct GeneratorAssembler: RateSource {
  let axis: Axis
  let boundaries: BoundaryConditions
  private let sampler: CoefficientSampler
  private var sampled: (drift: CellVector, diffusion: CellVector)
  private var latest: (drift: CellVector, diffusion: CellVector)
  private var latestRates: JumpRates?
  /// Integrates coefficients that jump; nil trusts the samples.
  var jumpResolution: JumpResolution?
  /// The coefficients at the second point of an average.
  private var second: (drift: CellVector, diffusion: CellVector)?
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

  /// The rates at a time: the same object as last time when the coefficients are the same.
  ///
  /// Rates that a caller still holds are never overwritten.
  mutating func rates(at time: Double) throws(FokkerPlanckError) -> JumpRates {
    try sample(at: time, drift: sampled.drift, diffusion: sampled.diffusion)
    if let latestRates, sampled.drift.isEqual(to: latest.drift),
      sampled.diffusion.isEqual(to: latest.diffusion)
    {
      return latestRates
    }
    return keepSample()
  }

  /// The rates of the coefficients averaged over a step, by the Gauss rule with two points.
  ///
  /// The average is symmetric in time and exact for cubic polynomials. The same object as last time
  /// when the coefficients are the same.
  mutating func rates(averagedFrom start: Double, to end: Double) throws(FokkerPlanckError)
    -> JumpRates
  {
    let (middle, offset) = ((start + end) / 2, (end - start) / 2 * (1.0 / 3).squareRoot())
    let count = sampled.drift.count
    let second = second ?? (CellVector(count: count), CellVector(count: count))
    self.second = second
    try sample(at: middle - offset, drift: sampled.drift, diffusion: sampled.diffusion)
    try sample(at: middle + offset, drift: second.drift, diffusion: second.diffusion)
    sampled.drift.average(with: second.drift)
    sampled.diffusion.average(with: second.diffusion)
    if let latestRates, sampled.drift.isEqual(to: latest.drift),
      sampled.diffusion.isEqual(to: latest.diffusion)
    {
      return latestRates
    }
    return keepSample()
  }

  private func sample(
    at time: Double, drift: CellVector, diffusion: CellVector
  ) throws(FokkerPlanckError) {
    try sampler.sample(at: time, drift: drift, diffusion: diffusion)
    jumpResolution?.apply(at: time, drift: drift, diffusion: diffusion)
  }

  /// Makes rates of the sampled coefficients and remembers both.
  private mutating func keepSample() -> JumpRates {
    swap(&sampled, &latest)
    let rates = pool.take()
    assemble(into: rates)
    latestRates = rates
    return rates
  }

  /// How far the latest coefficients at the faces are from polynomials through four middles.
  ///
  /// - Parameter density: The density, which weights the faces.
  /// - Returns: The roughness, in units of the mean size of the coefficients; infinite where jumps
  ///   are resolved.
  func roughness(weightedBy density: [Double]) -> SpaceRoughness {
    guard jumpResolution == nil else { return SpaceRoughness(value: .infinity) }
    return SpaceRoughness(
      value: max(
        Self.roughness(latest.drift.pointer, density),
        Self.roughness(latest.diffusion.pointer, density)))
  }

  private static func roughness(_ values: UnsafePointer<Double>, _ density: [Double]) -> Double {
    let count = density.count
    guard count >= 4 else { return 0 }
    var (sum, size) = (0.0, 0.0)
    for face in 2..<count - 1 {
      let outer = values[face - 2] + values[face + 1]
      let inner = values[face - 1] + values[face]
      let weight = abs(density[face - 1]) + abs(density[face])
      sum += weight * abs(values[count + face] - (9 * inner - outer) / 16)
      size += weight * abs(values[count + face])
    }
    return size > 0 ? sum / size : 0
  }

  private func assemble(into rates: JumpRates) {
    FaceCoefficients(
      drift: latest.drift.pointer, diffusion: latest.diffusion.pointer,
      cellCount: axis.cellCount, spacing: axis.spacing
    ).assemble(into: rates, boundaries: boundaries)
  }
}

extension CellVector {
  /// Replaces every number by its mean with that of another vector.
  func average(with other: CellVector) {
    for index in 0..<count { pointer[index] = 0.5 * (pointer[index] + other.pointer[index]) }
  }

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

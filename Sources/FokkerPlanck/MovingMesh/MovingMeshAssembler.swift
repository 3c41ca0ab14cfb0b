internal import Grids
internal import StochasticProcesses

/// Assembles the rates between the cells of a mesh that moves with the drift.
///
/// The unknowns are the contents of the cells over the spacing of the axis. Faces that move with
/// the drift are crossed by diffusion only,
///
/// ```
/// J = −(D[i+1] p[i+1] − D[i] p[i])/δ,   p[i] = m[i]/h[i]
/// ```
///
/// with h the widths of the cells and δ the distances of their middles. In the bands at the walls
/// the rest of the drift crosses with the exponentially fitted flux.
struct MovingMeshAssembler: RateSource {
  private var mesh: MovingMesh
  private let sampler: CoefficientSampler
  private let unusedDrift: CellVector
  private let diffusion: CellVector
  private let inverseWidths: CellVector
  private let displacement: CellVector
  private var pool: RatePool
  private var stageCount = 0

  /// Cells wider than this many spacings are not left where there is probability.
  private static let largestWidth = 1.5
  /// The density, relative to the largest, that counts as probability.
  private static let negligibleDensity = 1e-10
  /// Cells thinner than this many spacings are not left anywhere.
  private static let smallestWidth = 1.0 / 16

  init<Process: DiffusionProcess>(
    _ process: Process, axis: Axis, startTime: Double
  ) throws(FokkerPlanckError) where Process.Scalar == Double {
    let count = axis.cellCount
    mesh = MovingMesh(process, axis: axis, time: startTime)
    sampler = CoefficientSampler(process, at: CellVector(count: count))
    unusedDrift = CellVector(count: count)
    diffusion = CellVector(count: count)
    inverseWidths = CellVector(count: count)
    displacement = CellVector(count: count + 1)
    pool = RatePool(count: count, isRing: false)
    try mesh.prepareStart()
  }

  mutating func beginStep() { stageCount = 0 }

  mutating func rates(at time: Double) throws(FokkerPlanckError) -> JumpRates {
    guard time != mesh.start.time else { return try assemble(mesh.start) }
    let (first, last) = stageCount == 0 ? (mesh.start, mesh.middle) : (mesh.middle, mesh.end)
    stageCount += 1
    try mesh.advance(from: first, to: last, time: time)
    return try assemble(last)
  }

  mutating func acceptStep() { mesh.accept() }

  private mutating func assemble(
    _ position: MovingMesh.Position
  ) throws(FokkerPlanckError) -> JumpRates {
    let (x, middles) = (position.faces.pointer, sampler.points.pointer)
    let count = inverseWidths.count
    for cell in 0..<count {
      middles[cell] = 0.5 * (x[cell] + x[cell + 1])
      inverseWidths.pointer[cell] = 1 / (x[cell + 1] - x[cell])
    }
    try sampler.sample(at: position.time, drift: unusedDrift, diffusion: diffusion)
    let rates = pool.take()
    let (right, left) = (rates.rightward.pointer, rates.leftward.pointer)
    let (d, inverse) = (diffusion.pointer, inverseWidths.pointer)
    (right[count - 1], left[0]) = (0, 0)
    for cell in 0..<count - 1 {
      let scale = 1 / (middles[cell + 1] - middles[cell])
      right[cell] = d[cell] * scale * inverse[cell]
      left[cell + 1] = d[cell + 1] * scale * inverse[cell + 1]
    }
    addCrossings(position, to: rates)
    return rates
  }

  /// Replaces the rates across faces that do not move with the whole drift.
  private func addCrossings(_ position: MovingMesh.Position, to rates: JumpRates) {
    let (u, middles) = (position.crossing.pointer, sampler.points.pointer)
    for face in 1..<inverseWidths.count where u[face] != 0 {
      let distance = middles[face] - middles[face - 1]
      let (first, last) = (diffusion.pointer[face - 1], diffusion.pointer[face])
      let between = ScharfetterGummelFlux.logarithmicMean(first, last)
      let flux = ScharfetterGummelFlux(
        drift: (u[face], u[face], u[face]), diffusion: (first, between, last), distance: distance)
      rates.rightward.pointer[face - 1] =
        flux.forward / distance * inverseWidths.pointer[face - 1]
      rates.leftward.pointer[face] = flux.backward / distance * inverseWidths.pointer[face]
    }
  }

  /// ∫ |∂(p δ)/∂x| dx for faces that are off by δ; infinite when faces have passed each other.
  func motionError(of density: CellVector) -> Double {
    mesh.displacementErrors(into: displacement)
    let (x, count) = (mesh.end.faces.pointer, density.count)
    var (sum, before, last) = (0.0, 0.0, 0.0)
    var isAscending = true
    for cell in 0..<count {
      let width = x[cell + 1] - x[cell]
      isAscending = isAscending && width > 0
      let here = density.pointer[cell] / width
      if cell > 0 {
        let moved = 0.5 * (before + here) * displacement.pointer[cell]
        sum += abs(moved - last)
        last = moved
      }
      before = here
    }
    return isAscending ? (sum + abs(last)) * mesh.axis.spacing : .infinity
  }

  mutating func renewMesh(for density: CellVector) throws(FokkerPlanckError) -> JumpRates? {
    guard isDistorted(density) else { return nil }
    let averages = averages(of: density)
    for cell in averages.indices { density.pointer[cell] = averages[cell] }
    mesh.straighten()
    try mesh.prepareStart()
    return try assemble(mesh.start)
  }

  /// Whether a cell is too thin, or too wide for the probability in it.
  private func isDistorted(_ density: CellVector) -> Bool {
    let (x, spacing) = (mesh.start.faces.pointer, mesh.axis.spacing)
    var largest = 0.0
    for cell in 0..<density.count { largest = max(largest, density.pointer[cell]) }
    let negligible = Self.negligibleDensity * largest
    for cell in 0..<density.count {
      let width = (x[cell + 1] - x[cell]) / spacing
      guard width >= Self.smallestWidth else { return true }
      if width > Self.largestWidth, density.pointer[cell] > negligible * width { return true }
    }
    return false
  }

  func averages(of density: CellVector) -> [Double] {
    ContentTransfer(faces: mesh.start.faces, content: density).contents(between: mesh.axis.faces)
  }
}

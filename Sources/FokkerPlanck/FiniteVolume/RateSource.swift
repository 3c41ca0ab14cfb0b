/// Where an implicit stepper gets the rates of its stages from: fixed cells, or a moving mesh.
protocol RateSource {
  /// Forgets the stages of the step that was tried last.
  mutating func beginStep()

  /// The rates at a time of the present step; rates that a caller still holds are not overwritten.
  mutating func rates(at time: Double) throws(FokkerPlanckError) -> JumpRates

  /// An estimate, in the L1 norm, of the error that the motion of the cells made in the last step.
  func motionError(of density: CellVector) -> Double

  /// Makes the last stage the present mesh.
  mutating func acceptStep()

  /// Carries the density to a new mesh where the present one is too distorted.
  ///
  /// - Parameter density: The content of the cells, replaced when the mesh is.
  /// - Returns: The rates on the new mesh, or nil when the present one is kept.
  /// - Throws: ``FokkerPlanckError`` when a coefficient on the new mesh is not valid.
  mutating func renewMesh(for density: CellVector) throws(FokkerPlanckError) -> JumpRates?

  /// The averages over the cells of the axis.
  func averages(of density: CellVector) -> [Double]
}

/// Cells that do not move.
extension RateSource {
  mutating func beginStep() {}

  func motionError(of density: CellVector) -> Double { 0 }

  mutating func acceptStep() {}

  mutating func renewMesh(for density: CellVector) throws(FokkerPlanckError) -> JumpRates? { nil }

  func averages(of density: CellVector) -> [Double] { density.array }
}

/// Rates that are handed out and taken back when nobody holds them any more.
struct RatePool {
  private let count: Int
  private let isRing: Bool
  private var rates: [JumpRates] = []
  private var generation = 0

  init(count: Int, isRing: Bool) {
    self.count = count
    self.isRing = isRing
  }

  /// Rates that nobody holds, with a new generation.
  mutating func take() -> JumpRates {
    generation += 1
    for index in rates.indices where isKnownUniquelyReferenced(&rates[index]) {
      rates[index].generation = generation
      return rates[index]
    }
    let fresh = JumpRates(count: count, isRing: isRing)
    fresh.generation = generation
    rates.append(fresh)
    return fresh
  }
}

internal import Grids
internal import StochasticProcesses

extension RefinedGenerator {
  /// The largest probability at an end that is a mere cut.
  private static var largestCutMass: Double { 1e-3 }

  /// The stationary density of mass 1 and its current.
  ///
  /// Where ``ends`` are cuts through a longer line, the drift at both must lead inwards and the
  /// probability near them must be below the tolerance: a potential that lets probability escape has
  /// a stationary density between walls, but none on the line.
  ///
  /// - Returns: The density on the cells of the finest level, and the current.
  /// - Throws: ``FokkerPlanckError/noStationaryDensity(reason:)`` when a wall absorbs, the axis falls
  ///   apart or probability escapes, and
  ///   ``FokkerPlanckError/toleranceNotReached(estimate:tolerance:remedy:)``.
  public func stationaryState() throws(FokkerPlanckError) -> CertifiedStationaryState {
    var table: RefinementTableau?
    var roughness = SpaceRoughness()
    var error = Double.infinity
    let sources = try assemblers()
    for count in try levels() {
      let generator = try generator(sources, cellCount: count)
      let state = try generator.stationaryState()
      let field = LevelField(values: state.density.values, pair: SIMD2(state.current, 0))
      let isRegular = generator.roughness.isRegular(after: roughness)
      roughness = generator.roughness
      guard var refined = table else {
        table = RefinementTableau(field, isRing: boundaries == .periodic)
        continue
      }
      let axis = generator.axis
      refined.add(field, coarseSpacing: 2 * axis.spacing, isRegular: isRegular)
      table = refined
      error = refined.best.error
      if count > 2 * smallestCellCount, error <= tolerance {
        try requireConfinement(state.density)
        return try result(refined, axis)
      }
    }
    throw shortfall(error)
  }

  private func result(
    _ table: RefinementTableau, _ axis: Axis
  ) throws(FokkerPlanckError) -> CertifiedStationaryState {
    let best = table.best
    let field = table.entry(best.column)
    do {
      return CertifiedStationaryState(
        density: try Density(axis: axis, values: field.values), densityError: best.error,
        current: EstimatedValue(value: field.pair.x, error: best.error))
    } catch {
      throw .numericalFailure(reason: error.description)
    }
  }

  /// Checks that no probability to speak of is near an end that is a cut.
  private func requireConfinement(_ density: Density) throws(FokkerPlanckError) {
    guard ends == .cuts, boundaries != .periodic else { return }
    let tenth = max(1, density.axis.cellCount / 10)
    let masses = [density.values.prefix(tenth), density.values.suffix(tenth)].map {
      $0.reduce(0, +) * density.axis.spacing
    }
    let places = [domain.lowerBound, domain.upperBound]
    for (place, inward) in zip(places, [1.0, -1.0])
    where inward * process.drift(at: place, time: time) <= 0 {
      throw .noStationaryDensity(
        reason: "the drift at x = \(place) does not lead inwards, so that probability escapes "
          + "to infinity; only walls could keep it")
    }
    for (place, mass) in zip(places, masses) where mass > min(tolerance, Self.largestCutMass) {
      throw .noStationaryDensity(
        reason: "the tenth of the domain at x = \(place) holds the probability \(mass); widen "
          + "the domain, unless the density falls too slowly to be normalised at all")
    }
  }
}

public import Grids

extension BoxDiscreteGenerator {
  /// The stationary density of mass 1.
  ///
  /// Inverse iteration with a shift far below the slowest rate; A p = 0 holds to rounding. Where
  /// mixed diffusion is strong the central differences can leave small negative values, see
  /// `BoxDensity.minimum`.
  ///
  /// - Returns: The density.
  /// - Throws: ``FokkerPlanckError/noStationaryDensity(reason:)`` when a wall absorbs or parts of the
  ///   box are not connected, and ``FokkerPlanckError/numericalFailure(reason:)``.
  public func stationaryDensity() throws(FokkerPlanckError) -> BoxDensity {
    guard !canLose else {
      throw .noStationaryDensity(
        reason: "a wall absorbs, so that all probability leaves in the end; ask for the slowest "
          + "modes or the mean exit times instead.")
    }
    let inverse = try resolvent(shift: 1e-9 * scaleOfRates)
    let count = shape.cellCount
    let found = try settled([Double](repeating: 1 / Double(count), count: count), inverse)
    // A start of other shares ends elsewhere where the box falls into parts.
    let uneven = (0..<count).map { (cell: Int) -> Double in
      1 + (Double(cell) * 0.618_033_988_75).truncatingRemainder(dividingBy: 1)
    }
    let other = try settled(uneven, inverse)
    guard zip(found, other).reduce(0, { $0 + abs($1.0 - $1.1) }) < 1e-8 else {
      throw Self.disconnected
    }
    return try density(found)
  }

  /// The shares of the cells after as many inverse iterations as change anything.
  private func settled(
    _ start: [Double], _ inverse: Resolvent
  ) throws(FokkerPlanckError) -> [Double] {
    var values = start
    for _ in 0..<60 {
      if Task.isCancelled { throw .cancelled(time: 0) }
      var next = inverse.solve(values)
      let sum = next.reduce(0, +)
      for cell in next.indices { next[cell] /= sum }
      let change = zip(next, values).reduce(0) { $0 + abs($1.0 - $1.1) }
      values = next
      guard change.isFinite else { break }
      if change < 1e-12 { return values }
    }
    throw Self.disconnected
  }

  private static var disconnected: FokkerPlanckError {
    .noStationaryDensity(
      reason:
        "parts of the box are not connected, or so weakly that their shares cannot be told in "
        + "double precision; give D that vanishes nowhere, or solve to a late time.")
  }

  private func density(_ shares: [Double]) throws(FokkerPlanckError) -> BoxDensity {
    do {
      return try BoxDensity(axes: axes, values: shares.map { $0 / shape.cellVolume })
    } catch {
      throw .numericalFailure(reason: "\(error)")
    }
  }

  /// The mean time until an absorbing wall is reached, for a start in each cell.
  ///
  /// The solution of Aᵀ T = −1, the backward equation.
  ///
  /// - Returns: One time per cell, in the order of a `BoxDensity`.
  /// - Throws: ``FokkerPlanckError/unsupportedBoundaries(method:remedy:)`` when no wall absorbs, and
  ///   ``FokkerPlanckError/numericalFailure(reason:)``.
  public func meanExitTimes() throws(FokkerPlanckError) -> [Double] {
    try exitMoments(count: 1)[0]
  }

  /// The moments E[Tᵏ] of the time until an absorbing wall is reached, for a start in each cell.
  ///
  /// Aᵀ m₁ = −1 and Aᵀ mₖ = −k mₖ₋₁.
  ///
  /// - Parameter count: The number of moments, at least one.
  /// - Returns: For each moment one number per cell, in the order of a `BoxDensity`.
  /// - Throws: ``FokkerPlanckError/unsupportedBoundaries(method:remedy:)`` when no wall absorbs, and
  ///   ``FokkerPlanckError/numericalFailure(reason:)``.
  public func exitMoments(count: Int) throws(FokkerPlanckError) -> [[Double]] {
    precondition(count >= 1, "ask for at least one moment")
    guard canLose else {
      throw .unsupportedBoundaries(
        method: "first passage", remedy: "make a wall absorbing, so that there is an exit")
    }
    let inverse = try resolvent(shift: 0)
    var moments = [inverse.solve([Double](repeating: 1, count: shape.cellCount), transposed: true)]
    for order in 1..<max(1, count) {
      let source = moments[order - 1].map { Double(order + 1) * $0 }
      moments.append(inverse.solve(source, transposed: true))
    }
    guard moments.allSatisfy({ $0.allSatisfy { $0.isFinite && $0 >= 0 } }) else {
      throw .numericalFailure(
        reason: "the mean exit times are negative or not finite: the exit is too unlikely for "
          + "double precision, or cells do not resolve the mixed diffusion.")
    }
    return moments
  }
}

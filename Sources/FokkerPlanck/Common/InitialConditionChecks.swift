internal import StochasticProcesses

/// The start and the output times of a solution.
struct InitialTimes {
  let startTime: Double
  let times: [Double]

  /// Checks that the times are finite and ascend from the start.
  ///
  /// - Throws: ``FokkerPlanckError/invalidTime(index:time:earliest:)``.
  func validate() throws(FokkerPlanckError) {
    guard startTime.isFinite else {
      throw .invalidTime(index: -1, time: startTime, earliest: startTime)
    }
    var earliest = startTime
    for (index, time) in times.enumerated() {
      guard time.isFinite, time >= earliest else {
        throw .invalidTime(index: index, time: time, earliest: earliest)
      }
      earliest = time
    }
  }
}

/// The mass of an initial density.
struct InitialMass {
  let mass: Double
  /// Whether some of the mass may already have left through an absorbing wall.
  let canDecrease: Bool
  let tolerance: Double

  /// Checks that the mass is 1, or less where it may have left.
  ///
  /// - Throws: ``FokkerPlanckError/massOutside(mass:tolerance:)``.
  func validate() throws(FokkerPlanckError) {
    guard tolerance >= 0 else {
      throw .invalidParameter(
        name: "initialMassTolerance", value: tolerance, remedy: "give a number like 1e-3")
    }
    guard mass > 0, mass <= 1 + tolerance, canDecrease || mass >= 1 - tolerance else {
      throw .massOutside(mass: mass, tolerance: tolerance)
    }
  }
}

extension BoundaryConditions {
  /// Whether probability can leave through a wall.
  var canAbsorb: Bool { absorbsBelow || absorbsAbove }
}

internal import Grids
internal import StochasticProcesses

/// The input of a solver that does not depend on the method.
struct InitialValueProblem {
  let initial: Density
  let startTime: Double
  let times: [Double]

  /// Checks the times and the initial mass.
  ///
  /// - Parameters:
  ///   - boundaries: The conditions at the ends; absorbing walls allow a mass below 1.
  ///   - massTolerance: The largest deviation of the mass from 1.
  /// - Throws: ``FokkerPlanckError/invalidTime(index:time:earliest:)`` and
  ///   ``FokkerPlanckError/massOutside(mass:tolerance:)``.
  func validate(
    boundaries: BoundaryConditions, massTolerance: Double
  ) throws(FokkerPlanckError) {
    guard massTolerance >= 0 else {
      throw .invalidParameter(
        name: "initialMassTolerance", value: massTolerance, remedy: "give a number like 1e-3")
    }
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
    let mass = initial.mass
    guard mass > 0, mass <= 1 + massTolerance,
      boundaries.canAbsorb || mass >= 1 - massTolerance
    else { throw .massOutside(mass: mass, tolerance: massTolerance) }
  }
}

extension BoundaryConditions {
  /// Whether probability can leave through a wall.
  var canAbsorb: Bool {
    switch self {
    case .periodic: false
    case .walls(let lower, let upper): lower == .absorbing || upper == .absorbing
    }
  }
}

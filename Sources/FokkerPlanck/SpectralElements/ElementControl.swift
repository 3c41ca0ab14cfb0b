/// How the elements of a ``SpectralElementSolver`` are chosen.
public enum ElementControl: Hashable, Codable, Sendable {
  /// Equal elements, four at least.
  case fixed(count: Int)
  /// Elements that are halved until the estimated error in space of a step, in the L1 norm of the
  /// density, stays below the tolerance.
  case adaptive(tolerance: Double)

  /// Checks that the count or the tolerance is possible.
  ///
  /// - Throws: ``FokkerPlanckError/invalidParameter(name:value:remedy:)``.
  public func validate() throws(FokkerPlanckError) {
    switch self {
    case .fixed(let count):
      guard (4...100_000).contains(count) else {
        throw .invalidParameter(
          name: "elementCount", value: Double(count), remedy: "give between 4 and 100000 elements")
      }
    case .adaptive(let tolerance):
      guard tolerance >= 1e-12, tolerance < 1 else {
        throw .invalidParameter(
          name: "spatialTolerance", value: tolerance,
          remedy: "give a number between 1e-12 and 1, as 1e-10")
      }
    }
  }
}

public import StochasticProcesses

/// Where particles may be.
public enum ParticleDomain: Hashable, Codable, Sendable {
  /// The whole line.
  case unbounded
  /// An interval with conditions at its ends.
  ///
  /// A reflecting wall mirrors what a step carries beyond it (weak order 1), an absorbing wall
  /// takes a particle out for good, and a periodic interval shifts it by the interval's length.
  case interval(ClosedRange<Double>, BoundaryConditions)

  /// Whether a wall takes particles out.
  @usableFromInline
  var isAbsorbing: Bool {
    guard case .interval(_, .walls(let lower, let upper)) = self else { return false }
    return lower == .absorbing || upper == .absorbing
  }

  /// Whether `position` lies inside.
  @usableFromInline
  func contains(_ position: Double) -> Bool {
    guard case .interval(let range, _) = self else { return position.isFinite }
    return range.contains(position)
  }

  func validate() throws(LangevinError) {
    guard case .interval(let range, _) = self else { return }
    let length = range.upperBound - range.lowerBound
    guard length > 0, length.isFinite else {
      throw .invalidParameter(
        "domain", value: length, remedy: "use an interval of finite positive length")
    }
  }
}

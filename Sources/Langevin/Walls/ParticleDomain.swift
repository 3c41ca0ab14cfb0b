public import StochasticProcesses

/// Where particles may be along one variable.
public enum ParticleDomain: Hashable, Codable, Sendable {
  /// The whole line.
  case unbounded
  /// An interval with conditions at its ends; an infinite end has no wall.
  ///
  /// A reflecting wall mirrors what a step carries beyond it (weak order 1), an absorbing wall
  /// takes a particle out for good, and a periodic interval shifts it by the interval's length.
  /// Supporting points of a scheme that fall beyond a wall are moved to it, so that coefficients are
  /// asked for inside alone: where D vanishes at a wall, as in the processes of Cox, Ingersoll and
  /// Ross and of Jacobi, nothing is ever evaluated where D would be negative.
  case interval(ClosedRange<Double>, BoundaryConditions)

  /// Whether a wall takes particles out.
  @usableFromInline
  var isAbsorbing: Bool {
    guard case .interval(let range, .walls(let lower, let upper)) = self else { return false }
    return lower == .absorbing && range.lowerBound.isFinite
      || upper == .absorbing && range.upperBound.isFinite
  }

  /// The interval between two walls.
  @usableFromInline
  var walledRange: ClosedRange<Double>? {
    guard case .interval(let range, .walls) = self else { return nil }
    return range
  }

  /// Whether `position` lies inside.
  @usableFromInline
  func contains(_ position: Double) -> Bool {
    guard case .interval(let range, _) = self else { return position.isFinite }
    return range.contains(position) && position.isFinite
  }

  func validate() throws(LangevinError) {
    guard case .interval(let range, let conditions) = self else { return }
    let length = range.upperBound - range.lowerBound
    guard length > 0, length.isFinite || conditions != .periodic else {
      throw .invalidParameter(
        "domain", value: length, remedy: "use an interval of positive length, finite if periodic")
    }
  }
}

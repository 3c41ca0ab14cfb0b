/// What happens to probability, or to a particle, at one end of an interval.
public enum Boundary: String, Hashable, Codable, CaseIterable, Sendable {
  /// No probability passes: the current is zero.
  case reflecting
  /// Probability that arrives is removed: the density is zero.
  case absorbing
}

/// The conditions at both ends of an interval.
public enum BoundaryConditions: Hashable, Codable, Sendable {
  /// The two ends are one point.
  case periodic
  /// Each end has a wall of its own.
  case walls(lower: Boundary, upper: Boundary)

  /// Two walls that let nothing pass.
  public static let reflecting = BoundaryConditions.walls(lower: .reflecting, upper: .reflecting)
  /// Two walls that remove what arrives.
  public static let absorbing = BoundaryConditions.walls(lower: .absorbing, upper: .absorbing)
}

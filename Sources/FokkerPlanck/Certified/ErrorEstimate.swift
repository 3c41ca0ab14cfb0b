/// How far a density may be from the exact one, in the L1 norm of its cell averages.
///
/// What has left through either wall counts as one more cell.
public struct ErrorEstimate: Hashable, Codable, Sendable {
  /// The part that comes from the size of the cells.
  public var space = 0.0
  /// The part that comes from the time steps, with rounding.
  public var time = 0.0
  /// The part of the initial law that lies outside the domain, where nothing should have left.
  public var outside = 0.0

  /// The sum of all parts.
  public var total: Double { space + time + outside }

  /// Creates an estimate of no error.
  public init() {}
}

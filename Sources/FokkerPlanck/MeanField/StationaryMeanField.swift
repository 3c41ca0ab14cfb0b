public import StochasticProcesses

/// Densities that are stationary in the field which they make themselves.
public struct StationaryMeanField: Hashable, Codable, Sendable {
  /// The stationary density of each population and the current that flows in it.
  public let states: [StationaryState]
  /// The averages of ``FieldAverages`` over all populations.
  public let averages: [Double]
  /// The order parameters.
  public let field: MeanField
  /// The distance of the averages from those that their own field makes, in standard deviations of
  /// the averaged functions.
  public let residual: Double
}

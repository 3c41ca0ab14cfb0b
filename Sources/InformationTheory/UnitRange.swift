/// The values that the units of a layer can take.
public enum UnitRange: Hashable, Sendable {
  /// From a lower to an upper bound, in units of the activation.
  case bounded(Double, Double)
  /// Without a bound on at least one side, such as rectified units.
  case unbounded

  /// From −1 to 1: tanh and softsign units, and every output of the published experiment.
  public static let signed = UnitRange.bounded(-1, 1)
}

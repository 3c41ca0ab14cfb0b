/// A one-step method that carries the cell averages of a box forward in time.
protocol BoxScheme {
  /// The order in the time step.
  var order: Double { get }

  /// Whether no step so far could make a non-negative density negative.
  var hasKeptSign: Bool { get }

  /// Advances the values by a step, up to work that `complete` does.
  ///
  /// - Parameters:
  ///   - values: The cell averages.
  ///   - time: The time at the start of the step.
  ///   - step: The length of the step.
  ///   - losses: Receives what leaves through the walls.
  /// - Throws: ``FokkerPlanckError`` when a coefficient is not valid.
  mutating func advance(
    _ values: CellVector, from time: Double, by step: Double, losses: inout WallLosses
  ) throws(FokkerPlanckError)

  /// Does on a copy of the values what the last step has put off.
  func complete(_ copy: CellVector, losses: inout WallLosses)

  /// The sum over cells of the magnitude of the rate of change.
  mutating func changeRate(
    of values: CellVector, at time: Double
  ) throws(FokkerPlanckError) -> Double
}

/// Carries the density of one level of refinement from time to time and estimates its error.
protocol DensityPropagator {
  /// The density at the present time.
  var state: LevelState { get }

  /// The present time, the estimated error and the steps taken.
  var budget: StepBudget { get set }

  /// The generator at the present time.
  mutating func presentRates() throws(FokkerPlanckError) -> JumpRates

  /// Advances to a later time.
  mutating func advance(to target: Double) throws(FokkerPlanckError)
}

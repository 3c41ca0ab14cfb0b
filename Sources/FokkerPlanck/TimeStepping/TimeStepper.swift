/// A one-step method that carries cell averages forward in time.
protocol TimeStepper {
  /// The power of the step that the local error is proportional to.
  var localErrorOrder: Double { get }

  /// The longest step worth trying next.
  var longestStep: Double { get }

  /// A time over which the density changes by a small part, to begin with.
  func initialStep(tolerance: Double) -> Double

  /// Tries a step and returns its estimated error in the L1 norm, or zero when none is wanted.
  mutating func attemptStep(from time: Double, by step: Double) throws(FokkerPlanckError) -> Double

  /// Makes the state that was last tried the present one.
  mutating func acceptStep()

  /// The mass, the smallest cell average and what has left, after the last accepted step.
  func inspect() -> StateInspection

  /// The cell averages of the present state, or why they cannot be trusted.
  func cellAverages() throws(FokkerPlanckError) -> [Double]

  /// The probability in the outermost cells at either end.
  func edgeMass(of cellAverages: [Double]) -> Double
}

extension TimeStepper {
  var longestStep: Double { .greatestFiniteMagnitude }
}

/// What is watched after every step.
struct StateInspection {
  var mass: Double
  var smallestDensity: Double
  var exited: ExitProbability
}

/// A one-step method that carries a state forward in time, whatever the state is.
protocol StateStepper {
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
}

/// A one-step method whose state is one density.
protocol TimeStepper: StateStepper {
  /// The cell averages of the present state, or why they cannot be trusted.
  func cellAverages() throws(FokkerPlanckError) -> [Double]

  /// The probability in the outermost cells at either end.
  func edgeMass(of cellAverages: [Double]) -> Double
}

/// A one-step method on the finite-volume equations of fixed cells, for those that couple several.
protocol FiniteVolumeStepper: TimeStepper {
  /// The density at the start of a step and the one that was tried last, with the source of rates.
  var state: FiniteVolumeState<GeneratorAssembler> { get set }

  /// The rate of change of the density at the start of a step.
  var startSlope: CellVector { get }

  init(
    state: FiniteVolumeState<GeneratorAssembler>, startTime: Double, estimatesError: Bool
  ) throws(FokkerPlanckError)
}

extension StateStepper {
  var longestStep: Double { .greatestFiniteMagnitude }
}

/// What is watched after every step.
struct StateInspection {
  var mass: Double
  var smallestDensity: Double
  var exited: ExitProbability
}

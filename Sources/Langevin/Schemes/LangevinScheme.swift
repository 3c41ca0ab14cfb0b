public import RandomStreams
public import StochasticProcesses

/// The random numbers a scheme takes per variable for one step of size h.
public enum StepNoise: Hashable, Sendable {
  /// One standard normal number z; the Brownian increment is √h z.
  case increment
  /// A second, independent number y: ∫ W dt over the step is ½ h^{3/2} (z + y/√3).
  case incrementAndIntegral
  /// The number of this step and, as the second one, that of the next step.
  case incrementAndNext
  /// The number z and, for each pair of variables, a random sign as the second numbers.
  case incrementAndSigns

  /// How many variates a step takes from a stream besides one for each variable.
  @usableFromInline
  func extraNumbers(dimension: Int) -> Int {
    switch self {
    case .increment, .incrementAndNext: 0
    case .incrementAndIntegral: dimension
    case .incrementAndSigns: dimension * (dimension - 1) / 2
    }
  }
}

/// One step of the Itô equation dX = a(X, t) dt + √(2 D(X, t)) dW for a block of paths.
public protocol LangevinScheme: Sendable {
  /// The power of the step with which means of smooth functions converge.
  static var weakOrder: Double { get }
  /// The power of the step with which paths converge.
  static var strongOrder: Double { get }
  /// Whether the orders hold only when D does not depend on the state.
  static var needsAdditiveNoise: Bool { get }
  /// The random numbers of one step.
  static var noise: StepNoise { get }

  /// Replaces the block's positions at time t by those at time t + h.
  ///
  /// - Parameters:
  ///   - block: The paths with their noise.
  ///   - process: The drift and the diffusion coefficient.
  ///   - t: The time at the start of the step.
  ///   - h: The step.
  func advance<Process: DiffusionProcess>(
    _ block: inout ParticleBlock<Process.Scalar>, _ process: Process, from t: Process.Scalar,
    by h: Process.Scalar
  ) where Process.Scalar: NormalScalar
}

public import RandomStreams
public import StochasticProcesses

/// One step of the Itô equation dX = a(X, t) dt + B(X, t) dW of several variables for a block of
/// paths, with the lower triangular B of B Bᵀ = 2 D.
public protocol MultivariateLangevinScheme: Sendable {
  /// The power of the step with which means of smooth functions converge.
  static var weakOrder: Double { get }
  /// The power of the step with which paths converge, for one variable or noise that commutes.
  static var strongOrder: Double { get }
  /// Whether the orders hold only when D does not depend on the state.
  static var needsAdditiveNoise: Bool { get }
  /// The random numbers of one step.
  static var multivariateNoise: StepNoise { get }

  /// Replaces the block's positions at time t by those at time t + h.
  ///
  /// - Parameters:
  ///   - block: The paths with their noise.
  ///   - process: The drift and the diffusion matrix.
  ///   - t: The time at the start of the step.
  ///   - h: The step.
  func advance<Process: MultivariateDiffusionProcess>(
    _ block: inout MultivariateBlock<Process.Scalar>, _ process: Process, from t: Process.Scalar,
    by h: Process.Scalar
  ) where Process.Scalar: NormalScalar
}

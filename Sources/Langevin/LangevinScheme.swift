public import RandomStreams
public import StochasticProcesses

/// One step of the Itô equation dX = a(X, t) dt + √(2 D(X, t)) dW for a block of paths.
public protocol LangevinScheme: Sendable {
  /// The power of the step with which means of smooth functions converge.
  static var weakOrder: Double { get }
  /// The power of the step with which paths converge; for schemes that need constant D, with it.
  static var strongOrder: Double { get }
  /// How many standard normal numbers a path needs per step: 1 or 2.
  static var normalsPerStep: Int { get }

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

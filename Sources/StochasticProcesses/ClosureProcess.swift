public import RealModule

/// A diffusion whose coefficients are given as closures.
///
/// The closures are called once per point and step, about ten times slower than a type of your own
/// that conforms to ``DiffusionProcess``.
///
/// ```swift
/// let doubleWell = ClosureProcess(drift: { x, _ in x - x * x * x }, diffusion: { _, _ in 0.1 })
/// ```
public struct ClosureProcess: DiffusionProcess {
  private let driftFunction: @Sendable (Double, Double) -> Double
  private let diffusionFunction: @Sendable (Double, Double) -> Double
  /// Whether the closures are known to leave their second argument, the time, aside.
  public let isAutonomous: Bool

  /// Creates a process from a(x, t) and D(x, t).
  ///
  /// - Parameters:
  ///   - isAutonomous: Whether neither closure uses the time, which spares solvers the question.
  ///   - drift: The drift a(x, t).
  ///   - diffusion: The diffusion coefficient D(x, t).
  public init(
    isAutonomous: Bool = false,
    drift: @escaping @Sendable (Double, Double) -> Double,
    diffusion: @escaping @Sendable (Double, Double) -> Double
  ) {
    self.isAutonomous = isAutonomous
    driftFunction = drift
    diffusionFunction = diffusion
  }

  /// The drift a(x, t).
  public func drift(at x: Double, time t: Double) -> Double { driftFunction(x, t) }

  /// The diffusion coefficient D(x, t).
  public func diffusion(at x: Double, time t: Double) -> Double { diffusionFunction(x, t) }
}

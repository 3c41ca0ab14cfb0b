public import RealModule

/// Brownian motion dX = v dt + √(2D) dW with a constant drift.
@frozen
public struct BrownianMotion: DiffusionProcess {
  /// The drift v, in units of state per unit of time.
  public var velocity: Double
  /// The diffusion coefficient D, in units of state² per unit of time.
  public var diffusionCoefficient: Double

  /// Creates a process from its drift and diffusion coefficient.
  public init(velocity: Double = 0, diffusionCoefficient: Double) {
    self.velocity = velocity
    self.diffusionCoefficient = diffusionCoefficient
  }

  /// The constant v.
  @inlinable
  public func drift(at x: Double, time t: Double) -> Double { velocity }

  /// The constant D.
  @inlinable
  public func diffusion(at x: Double, time t: Double) -> Double { diffusionCoefficient }

  /// True: nothing depends on time.
  @inlinable
  public var isAutonomous: Bool { true }

  /// The exact law after `time` when it starts from a normal law: mean + v t, variance + 2 D t.
  public func law(from initial: GaussianLaw, after time: Double) -> GaussianLaw {
    GaussianLaw(
      mean: initial.mean + velocity * time,
      variance: initial.variance + 2 * diffusionCoefficient * time)
  }
}

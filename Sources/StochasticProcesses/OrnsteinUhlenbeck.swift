public import RealModule

/// The process dX = −θ (X − μ) dt + √(2D) dW of Ornstein and Uhlenbeck.
///
/// ## Reference
///
/// G. E. Uhlenbeck and L. S. Ornstein, "On the theory of the Brownian motion", *Physical Review* 36
/// (1930) 823-841, [doi:10.1103/PhysRev.36.823](https://doi.org/10.1103/PhysRev.36.823).
@frozen
public struct OrnsteinUhlenbeck: DiffusionProcess {
  /// The relaxation rate θ, per unit of time; negative means instability.
  public var relaxationRate: Double
  /// The point μ that the drift leads to.
  public var center: Double
  /// The diffusion coefficient D, in units of state² per unit of time.
  public var diffusionCoefficient: Double

  /// Creates a process from its rate, center and diffusion coefficient.
  public init(relaxationRate: Double, center: Double = 0, diffusionCoefficient: Double) {
    self.relaxationRate = relaxationRate
    self.center = center
    self.diffusionCoefficient = diffusionCoefficient
  }

  /// The drift −θ (x − μ).
  @inlinable
  public func drift(at x: Double, time t: Double) -> Double { -relaxationRate * (x - center) }

  /// The constant D.
  @inlinable
  public func diffusion(at x: Double, time t: Double) -> Double { diffusionCoefficient }

  /// True: nothing depends on time.
  @inlinable
  public var isAutonomous: Bool { true }

  /// The exact law after `time` when it starts from a normal law.
  ///
  /// ```
  /// mean = μ + (mean₀ − μ) e^{−θt},   variance = variance₀ e^{−2θt} + D (1 − e^{−2θt})/θ
  /// ```
  ///
  /// - Parameters:
  ///   - initial: The law at the start; variance 0 is a point.
  ///   - time: The time since the start.
  /// - Returns: The normal law at `time`.
  public func law(from initial: GaussianLaw, after time: Double) -> GaussianLaw {
    let decay = Double.exp(-relaxationRate * time)
    let exponent = -2 * relaxationRate * time
    let gained =
      abs(exponent) < 1e-300 ? 2 * time : -Double.expMinusOne(exponent) / relaxationRate
    return GaussianLaw(
      mean: center + (initial.mean - center) * decay,
      variance: initial.variance * decay * decay + diffusionCoefficient * gained)
  }
}

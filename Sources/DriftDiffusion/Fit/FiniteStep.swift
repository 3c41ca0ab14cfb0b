internal import RealModule

/// The linear process in continuous time that a linear map over a finite lag comes from.
///
/// A displacement of slope b per unit of time over the lag τ, ⟨w(s + τ)⟩ = w + b τ (w − μ), and noise
/// of variance 2 D η in every step η, are those of dw = λ (w − μ) ds + √(2 D′) dW with
///
/// ```
/// λ = ln(1 + b τ)/τ,   D′ = 2 η λ D/(e^{2λη} − 1)
/// ```
///
/// so that means and variances agree after every step, and the stationary variance with them: for
/// stochastic gradient descent on a quadratic of curvature h it is η D/(1 − (1 − η h)²)·2, not the
/// D/h of the uncorrected process. For b τ ≤ −1 the map overshoots, as no process in continuous time
/// does.
///
/// ## Reference
///
/// C. W. Gardiner, *Handbook of Stochastic Methods* (Springer, 2004), section 3.8.4.
public struct FiniteStep: Hashable, Sendable {
  /// The lag τ over which displacements were measured.
  public var lag: Double
  /// The step η in which noise enters.
  public var step: Double

  /// Creates the correction for a lag and a step, both positive.
  public init(lag: Double, step: Double) {
    precondition(lag > 0 && step > 0, "a lag and a step must be positive")
    self.lag = lag
    self.step = step
  }

  /// λ/b, by which a drift of slope b is multiplied; nil where the map overshoots.
  public func driftFactor(slope: Double) -> Double? {
    let change = slope * lag
    guard change > -1 else { return nil }
    return abs(change) < 1e-12 ? 1 : Double.log(onePlus: change) / change
  }

  /// D′/D for the corrected slope λ.
  public func diffusionFactor(correctedSlope: Double) -> Double {
    let exponent = 2 * correctedSlope * step
    return abs(exponent) < 1e-12 ? 1 : exponent / Double.expMinusOne(exponent)
  }
}

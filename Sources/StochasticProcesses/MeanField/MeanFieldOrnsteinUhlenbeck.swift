internal import RealModule

/// The linear mean-field model dX = (−θ X − κ (X − ⟨X⟩)) dt + √(2D) dW.
///
/// A normal law stays normal. Its mean relaxes at the rate θ, its variance at 2 (θ + κ).
public struct MeanFieldOrnsteinUhlenbeck: GradientMeanFieldProcess {
  /// The rate θ at which each particle relaxes to zero.
  public var relaxationRate: Double
  /// The rate κ at which each particle relaxes to the mean.
  public var coupling: Double
  /// The diffusion coefficient D, in units of state² per unit of time.
  public var diffusionCoefficient: Double

  /// Creates the model.
  public init(relaxationRate: Double, coupling: Double, diffusionCoefficient: Double) {
    self.relaxationRate = relaxationRate
    self.coupling = coupling
    self.diffusionCoefficient = diffusionCoefficient
  }

  /// The mean of the one population.
  public var orderParameters: [[OrderParameter]] { [[.mean]] }

  /// The process with the rate θ + κ about the centre κ ⟨x⟩/(θ + κ).
  public func process(
    ofPopulation population: Int, in field: MeanField
  ) -> OrnsteinUhlenbeck {
    let rate = relaxationRate + coupling
    return OrnsteinUhlenbeck(
      relaxationRate: rate, center: coupling * field[0, 0] / rate,
      diffusionCoefficient: diffusionCoefficient)
  }

  /// The exact law after `time` when it starts from a normal law.
  public func law(from initial: GaussianLaw, after time: Double) -> GaussianLaw {
    let spread = OrnsteinUhlenbeck(
      relaxationRate: relaxationRate + coupling, diffusionCoefficient: diffusionCoefficient)
    return GaussianLaw(
      mean: initial.mean * Double.exp(-relaxationRate * time),
      variance: spread.law(from: initial, after: time).variance)
  }

  /// The diffusion coefficient.
  public var temperature: Double { diffusionCoefficient }

  /// (θ + κ) x²/2.
  public func potential(ofPopulation population: Int, at x: Double) -> Double {
    (relaxationRate + coupling) * x * x / 2
  }

  /// −κ ⟨x⟩²/2.
  public func interactionEnergy(in field: MeanField) -> Double {
    -coupling * field[0, 0] * field[0, 0] / 2
  }
}

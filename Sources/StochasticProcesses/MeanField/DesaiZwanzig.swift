public import RealModule

/// Particles in a double well that attract each other: the model of Desai and Zwanzig.
///
/// ```
/// dX = (X − X³ − κ (X − ⟨X⟩)) dt + √(2D) dW
/// ```
///
/// For κ = 1 the symmetric state becomes unstable below D = (2 Γ(3/4)/Γ(1/4))² = 0.4569, and two
/// states with ±⟨X⟩ ≠ 0 take its place.
///
/// ## Reference
///
/// R. C. Desai and R. Zwanzig, "Statistical mechanics of a nonlinear stochastic model", *Journal of
/// Statistical Physics* 19 (1978) 1-24, [doi:10.1007/BF01020331](https://doi.org/10.1007/BF01020331).
public struct DesaiZwanzig: GradientMeanFieldProcess {
  /// The strength κ of the attraction, per unit of time.
  public var coupling: Double
  /// The diffusion coefficient D, in units of state² per unit of time.
  public var diffusionCoefficient: Double

  /// Creates the model.
  public init(coupling: Double = 1, diffusionCoefficient: Double) {
    self.coupling = coupling
    self.diffusionCoefficient = diffusionCoefficient
  }

  /// A particle that feels the mean of the others.
  @frozen
  public struct Particle: DiffusionProcess {
    @usableFromInline let coupling: Double
    @usableFromInline let coefficient: Double
    @usableFromInline let mean: Double

    @usableFromInline
    init(coupling: Double, coefficient: Double, mean: Double) {
      self.coupling = coupling
      self.coefficient = coefficient
      self.mean = mean
    }

    /// The drift x − x³ − κ (x − ⟨x⟩).
    @inlinable
    public func drift(at x: Double, time t: Double) -> Double {
      x - x * x * x - coupling * (x - mean)
    }

    /// The constant D.
    @inlinable
    public func diffusion(at x: Double, time t: Double) -> Double { coefficient }
  }

  /// The mean of the one population.
  public var orderParameters: [[OrderParameter]] { [[.mean]] }

  /// The particle in a given mean.
  public func process(ofPopulation population: Int, in field: MeanField) -> Particle {
    Particle(coupling: coupling, coefficient: diffusionCoefficient, mean: field[0, 0])
  }

  /// The diffusion coefficient.
  public var temperature: Double { diffusionCoefficient }

  /// x⁴/4 − x²/2 + κ x²/2.
  public func potential(ofPopulation population: Int, at x: Double) -> Double {
    let square = x * x
    return square * square / 4 + (coupling - 1) * square / 2
  }

  /// −κ ⟨x⟩²/2.
  public func interactionEnergy(in field: MeanField) -> Double {
    -coupling * field[0, 0] * field[0, 0] / 2
  }
}

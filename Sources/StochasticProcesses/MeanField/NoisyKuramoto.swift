public import RealModule

/// Coupled phase oscillators with noise: Kuramoto's model, on a ring of length 2π.
///
/// Oscillators of population k have the natural frequency ω_k and feel all populations alike,
///
/// ```
/// dθ = (ω_k + Σ_n K_n ⟨sin n(θ′ − θ)⟩) dt + √(2D) dW
/// ```
///
/// where the average is over θ′ in all populations: a convolution of the density with a
/// trigonometric force. With one frequency and one harmonic the incoherent state becomes unstable at
/// K = 2D.
///
/// ## Reference
///
/// H. Sakaguchi, "Cooperative phenomena in coupled oscillator systems under external fields",
/// *Progress of Theoretical Physics* 79 (1988) 39-46,
/// [doi:10.1143/PTP.79.39](https://doi.org/10.1143/PTP.79.39).
public struct NoisyKuramoto: MeanFieldProcess {
  /// The natural frequency of each population, in radians per unit of time.
  public var frequencies: [Double]
  /// The strengths K₁, K₂ … of the harmonics, per unit of time.
  public var couplings: [Double]
  /// The diffusion coefficient D, in radians² per unit of time.
  public var diffusionCoefficient: Double

  /// Creates the model, by default of one population that does not rotate.
  public init(frequencies: [Double] = [0], couplings: [Double], diffusionCoefficient: Double) {
    self.frequencies = frequencies
    self.couplings = couplings
    self.diffusionCoefficient = diffusionCoefficient
  }

  /// An oscillator in the average force of the others.
  public struct Oscillator: DiffusionProcess {
    let frequency: Double
    /// K_n ⟨cos nθ′⟩ and K_n ⟨sin nθ′⟩.
    let force: [(cosine: Double, sine: Double)]
    let coefficient: Double

    /// The drift ω + Σ_n K_n (⟨sin nθ′⟩ cos nθ − ⟨cos nθ′⟩ sin nθ).
    public func drift(at x: Double, time t: Double) -> Double {
      var sum = frequency
      for (index, part) in force.enumerated() {
        let angle = Double(index + 1) * x
        sum += part.sine * Double.cos(angle) - part.cosine * Double.sin(angle)
      }
      return sum
    }

    /// The constant D.
    public func diffusion(at x: Double, time t: Double) -> Double { coefficient }
  }

  /// The cosines and then the sines of all harmonics, for each population.
  public var orderParameters: [[OrderParameter]] {
    let wavenumbers = couplings.indices.map { Double($0 + 1) }
    let own =
      wavenumbers.map { OrderParameter.cosine(wavenumber: $0) }
      + wavenumbers.map { OrderParameter.sine(wavenumber: $0) }
    return frequencies.map { _ in own }
  }

  /// The oscillator of a population in a given field.
  public func process(ofPopulation population: Int, in field: MeanField) -> Oscillator {
    let (harmonics, count) = (couplings.count, Double(frequencies.count))
    let force = couplings.enumerated().map { index, coupling in
      var (cosine, sine) = (0.0, 0.0)
      for other in frequencies.indices {
        cosine += field[other, index]
        sine += field[other, harmonics + index]
      }
      return (cosine: coupling * cosine / count, sine: coupling * sine / count)
    }
    return Oscillator(
      frequency: frequencies[population], force: force, coefficient: diffusionCoefficient)
  }

  /// The coherence r = |⟨e^{iθ}⟩| over all populations.
  public func coherence(in field: MeanField) -> Double {
    var (cosine, sine) = (0.0, 0.0)
    for population in frequencies.indices {
      cosine += field[population, 0] / Double(frequencies.count)
      sine += field[population, couplings.count] / Double(frequencies.count)
    }
    return Double.hypot(cosine, sine)
  }
}

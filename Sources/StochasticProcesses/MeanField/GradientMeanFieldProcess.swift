public import Grids

/// A mean-field system whose drift is the gradient of a free energy, which never grows.
///
/// ```
/// F[p] = Σ_k ∫ (T p_k ln p_k + V_k p_k) dx + W(q),   a_k = −∂/∂x (V_k + δW/δp_k),   D_k = T
/// ```
public protocol GradientMeanFieldProcess: MeanFieldProcess {
  /// The temperature T, the diffusion coefficient of all populations.
  var temperature: Double { get }

  /// The potential V_k(x) that does not depend on the field.
  func potential(ofPopulation population: Int, at x: Double) -> Double

  /// The energy W(q) of the interaction.
  func interactionEnergy(in field: MeanField) -> Double
}

extension GradientMeanFieldProcess {
  /// The free energy of densities, by the midpoint rule.
  ///
  /// Cells that are not positive count zero in the entropy.
  ///
  /// - Parameter densities: One density of mass 1 per population.
  /// - Returns: F, in units of energy.
  public func freeEnergy(of densities: [Density]) -> Double {
    precondition(densities.count == populationCount, "one density per population")
    let averages = FieldAverages(of: orderParameters)
    var values: [Double] = []
    var sum = 0.0
    for (population, density) in densities.enumerated() {
      values += averages.functions[population].map { function in density.moment { function($0) } }
      sum += density.moment { potential(ofPopulation: population, at: $0) }
      sum -= temperature * density.entropy
    }
    return sum + interactionEnergy(in: averages.field(from: values))
  }
}

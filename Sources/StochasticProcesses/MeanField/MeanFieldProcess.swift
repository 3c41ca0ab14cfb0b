/// Populations of diffusions that feel each other through averages over each of them.
///
/// ```
/// dX_k = a_k(X_k, t; q) dt + √(2 D_k(X_k, t; q)) dW,   k = 1 … N
/// ```
///
/// The field q holds the order parameters of all populations. In the limit of many particles their
/// densities obey N coupled nonlinear Fokker-Planck equations (McKean-Vlasov equations)
///
/// ```
/// ∂p_k/∂t = −∂(a_k[p₁ … p_N] p_k)/∂x + ∂²(D_k[p₁ … p_N] p_k)/∂x²
/// ```
///
/// so one conforming type serves the ensembles of interacting particles and the solver.
///
/// ## Reference
///
/// H. P. McKean, "A class of Markov processes associated with nonlinear parabolic equations",
/// *Proceedings of the National Academy of Sciences* 56 (1966) 1907-1911,
/// [doi:10.1073/pnas.56.6.1907](https://doi.org/10.1073/pnas.56.6.1907).
public protocol MeanFieldProcess<Population>: Sendable {
  /// The process of one population in a given field.
  associatedtype Population: DiffusionProcess

  /// The order parameters of each population; their number is the number of populations.
  var orderParameters: [[OrderParameter]] { get }

  /// The coefficients of a population in a given field.
  ///
  /// - Parameters:
  ///   - population: The population, counted from zero.
  ///   - field: The order parameters of all populations.
  /// - Returns: An ordinary diffusion.
  func process(ofPopulation population: Int, in field: MeanField) -> Population
}

extension MeanFieldProcess {
  /// The number N of populations.
  public var populationCount: Int { orderParameters.count }
}

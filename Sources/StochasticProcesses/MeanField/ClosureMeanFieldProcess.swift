/// A mean-field system whose coefficients are given as closures.
///
/// The closures are called once per point and step; a type of your own that conforms to
/// ``MeanFieldProcess`` is faster.
///
/// ```swift
/// // Particles in a double well that are pulled to their mean.
/// let system = ClosureMeanFieldProcess(
///   orderParameters: [[.mean]],
///   drift: { _, x, _, field in x - x * x * x - (x - field[0, 0]) },
///   diffusion: { _, _, _, _ in 0.3 })
/// ```
public struct ClosureMeanFieldProcess: MeanFieldProcess {
  /// A coefficient as a function of the population, the state, the time and the field.
  public typealias Coefficient = @Sendable (Int, Double, Double, MeanField) -> Double

  /// The order parameters of each population.
  public let orderParameters: [[OrderParameter]]
  private let driftFunction: Coefficient
  private let diffusionFunction: Coefficient

  /// Creates a system.
  ///
  /// - Parameters:
  ///   - orderParameters: The order parameters of each population.
  ///   - drift: a_k(x, t; q).
  ///   - diffusion: D_k(x, t; q).
  public init(
    orderParameters: [[OrderParameter]], drift: @escaping Coefficient,
    diffusion: @escaping Coefficient
  ) {
    self.orderParameters = orderParameters
    driftFunction = drift
    diffusionFunction = diffusion
  }

  /// The coefficients of a population in a given field.
  public func process(ofPopulation population: Int, in field: MeanField) -> ClosureProcess {
    let (drift, diffusion) = (driftFunction, diffusionFunction)
    return ClosureProcess(
      drift: { drift(population, $0, $1, field) },
      diffusion: { diffusion(population, $0, $1, field) })
  }
}

/// The temperature that the noise of the gradient stands for.
///
/// Stochastic gradient descent is read as dw = −∇L ds + √(2 D) dW with D = (η/2) C/B (Leen and Moody
/// 1992; Mandt, Hoffman and Blei 2017). Its mobility is 1, so that an isotropic D would make the
/// stationary law exp(−L/T) with T = D: the relation of Einstein. What is measured is not isotropic;
/// the temperature is the mean over parameters,
///
/// ```
/// T = (η/2) tr(C/B)/n
/// ```
///
/// the one isotropic diffusion that displaces the weights by the same mean square in a step. It has
/// the units of the loss.
///
/// ## References
///
/// S. Mandt, M. D. Hoffman and D. M. Blei, "Stochastic gradient descent as approximate Bayesian
/// inference", *Journal of Machine Learning Research* 18 (2017) 1-35.
public struct GradientTemperature: Hashable, Sendable {
  /// The mean over all parameters.
  public let network: Double
  /// The mean over the parameters of every layer.
  public let layers: [Double]

  /// Reads the temperatures off measured gradients.
  ///
  /// - Parameters:
  ///   - deviations: The standard deviation √(C/B) of a batch's gradient in every parameter, as
  ///     ``RecordedQuantity/gradientStandardDeviations`` holds it for one epoch of one network.
  ///   - layout: The layers.
  ///   - learningRate: η.
  public init(
    gradientDeviations deviations: [Double], layout: ParameterLayout, learningRate: Double
  ) {
    precondition(deviations.count == layout.parameterCount, "one number per parameter is needed")
    func mean(_ range: Range<Int>) -> Double {
      let squares = range.reduce(0) { $0 + deviations[$1] * deviations[$1] }
      return learningRate / 2 * squares / Double(range.count)
    }
    network = mean(0..<deviations.count)
    layers = layout.layers.map { mean(layout.parameters(ofLayer: $0)) }
  }
}

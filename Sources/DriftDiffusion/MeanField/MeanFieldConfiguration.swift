/// What the rates of the mean-field closure are when all order parameters have their usual values.
public enum MeanFieldBaseline: String, Hashable, Codable, CaseIterable, Sendable {
  /// The rates of the affine closure at every time; couplings act on deviations from the measured
  /// order parameters, so that without coupling the closure is the affine one.
  case measured
  /// Constants: time enters through the order parameters alone, so that the drift is autonomous and
  /// can be used from other initial weights.
  case constant
}

/// How the mean-field closure is fitted.
public struct MeanFieldConfiguration: Hashable, Codable, Sendable {
  /// Whether the closure is fitted, and then solved, simulated and compared beside the others.
  public var isIncluded = false
  /// The rates without deviations of the order parameters.
  public var baseline = MeanFieldBaseline.constant
  /// The numbers of every layer that the rates of all layers may depend on.
  public var orderParameters = [LayerOrderParameter.mean, .gain]
  /// The number of groups of networks, each of which is held out in turn to choose the penalty.
  public var folds = 5
  /// The number of systems of as many weights as a network has, simulated for the finite-size
  /// comparison; 0 leaves it out.
  public var replicas = 200

  /// Creates the default configuration.
  public init() {}

  /// Checks every parameter.
  ///
  /// - Throws: ``DriftDiffusionError/badParameter(name:value:remedy:)``.
  public func validate() throws(DriftDiffusionError) {
    guard (2...1000).contains(folds) else {
      throw .badParameter(
        name: "fit.meanField.folds", value: Double(folds), remedy: "choose a number from 2 to 1000")
    }
    guard (0...1_000_000).contains(replicas), replicas != 1 else {
      throw .badParameter(
        name: "fit.meanField.replicas", value: Double(replicas),
        remedy: "choose 0 or a number from 2 to 1000000")
    }
    guard !orderParameters.isEmpty, Set(orderParameters).count == orderParameters.count else {
      throw .badParameter(
        name: "The number of fit.meanField.orderParameters", value: Double(orderParameters.count),
        remedy: "name at least one of them, and each once")
    }
  }
}

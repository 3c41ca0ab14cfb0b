/// The function that a hidden unit applies to its weighted input z.
public enum Activation: String, Codable, CaseIterable, Hashable, Sendable {
  /// tanh z.
  case tanh
  /// max(z, 0).
  case relu
  /// z for positive z, and z/100 otherwise.
  case leakyReLU
  /// z.
  case linear
  /// z/(1 + |z|).
  case softsign
  /// ln(1 + exp z).
  case softplus
  /// 1/(1 + exp(−z)).
  case sigmoid
}

/// The output units and the loss that belongs to them.
public enum OutputKind: String, Codable, CaseIterable, Hashable, Sendable {
  /// One sigmoid unit per class; the cross-entropies of all units are added.
  case sigmoid
  /// A single sigmoid unit for the second of two classes; its cross-entropy.
  case singleSigmoid
  /// One unit per class, normalised by softmax; the categorical cross-entropy.
  case softmax
}

/// The law from which weights are drawn before training; biases start at 0.
public enum InitialLaw: String, Codable, CaseIterable, Hashable, Sendable {
  /// A normal law with σ = 1/√(fan-in), redrawn beyond 2 σ, so that its spread is 0.880 σ.
  case truncatedNormal
  /// A normal law with σ = 1/√(fan-out), redrawn beyond 2 σ.
  case truncatedNormalFanOut
  /// A normal law with σ = √(2/(fan-in + fan-out)) (Glorot and Bengio, 2010).
  case glorotNormal
  /// A uniform law between ±√(6/(fan-in + fan-out)) (Glorot and Bengio, 2010).
  case glorotUniform
  /// A normal law with σ = √(2/fan-in), for rectified units (He et al., 2015).
  case heNormal
  /// A uniformly random matrix with orthonormal rows or columns, whichever are fewer.
  case orthogonal
}

/// The shape of a fully connected network.
public struct NetworkConfiguration: Hashable, Codable, Sendable {
  /// The number of units of every hidden layer, from input to output.
  public var hiddenWidths = [10, 7, 5, 4, 3]
  /// The function of the hidden units.
  public var activation = Activation.tanh
  /// The output units and their loss.
  public var output = OutputKind.sigmoid
  /// The law of the weights before training.
  public var initialLaw = InitialLaw.truncatedNormal
  /// A factor that all weights are multiplied by before training.
  public var initialScale = 1.0

  /// Creates the configuration of the published experiment.
  public init() {}

  /// The widths of all layers for the given data, input and output included.
  public func widths(for patterns: LabelledPatterns) -> [Int] {
    [patterns.featureCount] + hiddenWidths
      + [output == .singleSigmoid ? 1 : patterns.classCount]
  }

  /// Checks that every parameter is in its range and that the output suits the classes.
  func validate(for patterns: LabelledPatterns) throws(TrainingError) {
    try validate()
    try require(
      output != .singleSigmoid || patterns.classCount == 2, "output", output.rawValue,
      "use sigmoid or softmax for \(patterns.classCount) classes")
  }

  /// Checks that every parameter is in its range.
  ///
  /// - Throws: ``TrainingError/invalidParameter(name:value:remedy:)`` for the first that is not.
  public func validate() throws(TrainingError) {
    try require(
      hiddenWidths.allSatisfy { $0 >= 1 }, "hiddenWidths", hiddenWidths,
      "give every hidden layer at least one unit")
    try require(
      initialScale.isFinite && initialScale > 0, "initialScale", initialScale,
      "choose a positive finite factor")
  }
}

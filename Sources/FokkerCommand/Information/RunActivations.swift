import Archives
import InformationTheory
import NeuralNetworks

/// The activations of a run's networks on all patterns, from their recorded weights.
struct RunActivations: ActivationSource {
  private(set) var networks: [Int64]
  private(set) var epochCount: Int
  let labels: LabelDistribution
  let inputs: [Double]
  /// The patterns that the networks look at.
  let patterns: LabelledPatterns
  /// The layers of the networks.
  let layout: ParameterLayout
  private let network: NetworkConfiguration
  private let precision: NumericalPrecision
  private let file: String
  /// Weights in place of the recorded ones, shape [network][state · parameter].
  private var givenWeights: [[Double]]?

  /// Prepares to read the weights of `training.nc`, of networks that look at the given patterns.
  init(
    _ training: Dataset, _ configuration: TrainingConfiguration, patterns: LabelledPatterns
  ) throws {
    self.patterns = patterns
    network = configuration.network
    precision = configuration.precision
    layout = ParameterLayout(widths: network.widths(for: patterns))
    networks = try training.integers(named: "network", dimensions: ["network"])
    epochCount = try training.length(of: "epoch")
    file = training.source
    let parameterCount = try training.length(of: "parameter")
    guard parameterCount == layout.parameterCount else {
      throw CommandFailure(
        .badData,
        "\(file) holds \(parameterCount) weights and biases, but networks with layers of "
          + "\(layout.widths) units have \(layout.parameterCount).")
    }
    labels = try LabelDistribution(classProbabilities: patterns.classProbabilityRows)
    inputs = patterns.featureRows
  }

  /// The activations of networks of the same kind with given weights in place of the recorded ones.
  ///
  /// - Parameter states: The weights and biases, shape [network][state][parameter], with as many states
  ///   for every network.
  /// - Returns: A source whose epochs are the states.
  func replacingWeights(with states: [[[Double]]]) -> RunActivations {
    var result = self
    result.networks = states.indices.map(Int64.init)
    result.epochCount = states.first?.count ?? 0
    result.givenWeights = states.map { $0.flatMap { $0 } }
    return result
  }

  var layerCount: Int { layout.layerCount }

  func units(ofLayer layer: Int) -> UnitRange {
    // The published experiment bins its sigmoid outputs over −1 … 1 like every other unit.
    layer == layout.layerCount ? .signed : network.activation.units
  }

  func forEachLayer(
    ofNetwork network: Int, epochs: Range<Int>,
    _ body: (Int, Int, LayerActivations) throws -> Void
  ) throws {
    switch precision {
    case .float32:
      try forEach(network, epochs, Float.self) { try body($0, $1, .single($2)) }
    case .float64:
      try forEach(network, epochs, Double.self) { try body($0, $1, .double($2)) }
    }
  }

  private func forEach<Scalar: NetworkScalar>(
    _ index: Int, _ epochs: Range<Int>, _: Scalar.Type,
    _ body: (Int, Int, UnsafeBufferPointer<Scalar>) throws -> Void
  ) throws {
    let evaluator = try NetworkEvaluator<Scalar>(network, patterns: patterns)
    var activations = [Scalar](repeating: 0, count: evaluator.activationCount)
    let weights = try weights(ofNetwork: index)
    for epoch in epochs {
      let start = epoch * layout.parameterCount
      var span = activations.mutableSpan
      evaluator.activations(
        of: weights.span.extracting(start..<start + layout.parameterCount), into: &span)
      try activations.withUnsafeBufferPointer { buffer in
        for layer in layout.layers {
          let range = evaluator.activationRange(ofLayer: layer)
          try body(epoch, layer, UnsafeBufferPointer(rebasing: buffer[range]))
        }
      }
    }
  }
}

extension RunActivations {
  /// The weights of a network, shape [epoch · parameter].
  private func weights(ofNetwork index: Int) throws -> [Double] {
    if let givenWeights { return givenWeights[index] }
    return try NetCDF.read(file, variables: ["weight"], at: index, along: "network")
      .doubles(named: "weight", dimensions: ["epoch", "parameter"])
  }
}

extension Activation {
  /// The values that the function takes.
  var units: UnitRange {
    switch self {
    case .tanh, .softsign: .signed
    case .sigmoid: .bounded(0, 1)
    case .relu, .leakyReLU, .linear, .softplus: .unbounded
    }
  }
}

extension LabelledPatterns {
  /// The class probabilities, one row per pattern.
  var classProbabilityRows: [[Double]] {
    (0..<patternCount).map { Array(classProbabilities[$0 * classCount..<($0 + 1) * classCount]) }
  }

  /// The inputs in the order [feature][pattern].
  var featureRows: [Double] {
    (0..<featureCount).flatMap { feature in
      stride(from: feature, to: inputs.count, by: featureCount).map { inputs[$0] }
    }
  }
}

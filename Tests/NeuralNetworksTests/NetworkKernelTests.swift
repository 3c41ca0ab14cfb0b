import Foundation
import NeuralNetworks
import RandomStreams
import Testing

@Suite("The forward and the backward pass")
struct NetworkKernelTests {
  /// Patterns with real inputs, so that nothing depends on their being 0 or 1.
  static func patterns(count: Int, features: Int, classes: Int) throws -> LabelledPatterns {
    var stream = RandomStream(seed: 5, purpose: .general)
    return try LabelledPatterns(
      inputs: (0..<count * features).map { _ in stream.normal() }, featureCount: features,
      classes: (0..<count).map { $0 % classes }, classCount: classes)
  }

  static func parameters(_ layout: ParameterLayout) -> [Double] {
    var stream = RandomStream(seed: 6, purpose: .general)
    return (0..<layout.parameterCount).map { _ in 0.7 * stream.normal() }
  }

  static let cases = Activation.allCases.flatMap { activation in
    OutputKind.allCases.map { (activation, $0) }
  }

  @Test("give the gradient of central differences", arguments: cases)
  func gradient(activation: Activation, output: OutputKind) throws {
    var configuration = NetworkConfiguration()
    configuration.hiddenWidths = [7, 4, 3]
    configuration.activation = activation
    configuration.output = output
    let classes = output == .singleSigmoid ? 2 : 3
    let patterns = try Self.patterns(count: 37, features: 5, classes: classes)
    let labels = (0..<37).map { $0 % classes }
    let evaluator = try NetworkEvaluator<Double>(configuration, patterns: patterns, labels: labels)
    let parameters = Self.parameters(evaluator.layout)
    var gradient = [Double](repeating: 0, count: parameters.count)
    var span = gradient.mutableSpan
    _ = evaluator.lossAndGradient(of: parameters.span, into: &span)
    let size = gradient.reduce(0) { $0 + $1 * $1 }.squareRoot()
    var scratch = gradient
    for index in parameters.indices {
      let step = 1e-5
      let difference = [step, -step].map { offset in
        var moved = parameters
        moved[index] += offset
        var span = scratch.mutableSpan
        return evaluator.lossAndGradient(of: moved.span, into: &span).loss
      }
      let estimate = (difference[0] - difference[1]) / (2 * step)
      #expect(abs(gradient[index] - estimate) < 1e-6 * (abs(estimate) + 0.01 * size))
    }
  }

  @Test("agree with a plain network, in double precision", arguments: cases)
  func reference(activation: Activation, output: OutputKind) throws {
    var configuration = NetworkConfiguration()
    configuration.hiddenWidths = [11, 6, 2]
    configuration.activation = activation
    configuration.output = output
    let classes = output == .singleSigmoid ? 2 : 4
    let patterns = try Self.patterns(count: 101, features: 6, classes: classes)
    let labels = (0..<101).map { $0 * 7 % classes }
    let evaluator = try NetworkEvaluator<Double>(configuration, patterns: patterns, labels: labels)
    let parameters = Self.parameters(evaluator.layout)
    let network = ReferenceNetwork(configuration: configuration, layout: evaluator.layout)
    var activations = [Double](repeating: 0, count: evaluator.activationCount)
    var span = activations.mutableSpan
    evaluator.activations(of: parameters.span, into: &span)
    var loss = 0.0
    for pattern in 0..<101 {
      let inputs = Array(patterns.inputs[6 * pattern..<6 * pattern + 6])
      let (hidden, logits) = network.forward(inputs, parameters)
      let expected = (hidden + [network.outputs(logits)]).flatMap { $0 }
      for (unit, value) in expected.enumerated() {
        #expect(abs(activations[unit * 101 + pattern] - value) < 1e-13 * (1 + abs(value)))
      }
      loss += network.loss(inputs, label: labels[pattern], parameters) / 101
    }
    var gradient = [Double](repeating: 0, count: parameters.count)
    var gradientSpan = gradient.mutableSpan
    let result = evaluator.lossAndGradient(of: parameters.span, into: &gradientSpan)
    #expect(abs(result.loss - loss) < 1e-12 * (1 + loss))
  }

  @Test("give the same in single precision to its rounding")
  func singlePrecision() throws {
    let configuration = NetworkConfiguration()
    let patterns = SphericalRule.patterns(rule: .hard, softness: 1)
    let double = try NetworkEvaluator<Double>(configuration, patterns: patterns)
    let single = try NetworkEvaluator<Float>(configuration, patterns: patterns)
    let parameters = configuration.initialParameters(layout: double.layout, seed: 3, index: 0)
    var expected = [Double](repeating: 0, count: double.activationCount)
    var found = [Float](repeating: 0, count: single.activationCount)
    var expectedSpan = expected.mutableSpan
    double.activations(of: parameters.span, into: &expectedSpan)
    var foundSpan = found.mutableSpan
    single.activations(of: parameters.span, into: &foundSpan)
    let worst = zip(expected, found).reduce(0) { max($0, abs($1.0 - Double($1.1))) }
    #expect(worst < 2e-6)
    #expect(double.activationRange(ofLayer: 1) == 0..<10 * 4096)
    #expect(double.activationRange(ofLayer: 6).upperBound == double.activationCount)
  }

  @Test("read binary features and a table of the same numbers alike")
  func encodings() throws {
    let count = 130
    var stream = RandomStream(seed: 9, purpose: .general)
    let bits = (0..<count * 6).map { _ in stream.uniform() < 0.5 ? 0.0 : 1.0 }
    let shifted = bits.map { $0 + 1 }
    let classes = (0..<count).map { $0 % 2 }
    let configuration = NetworkConfiguration()
    func gradient(_ inputs: [Double], _ parameters: [Double]) throws -> [Double] {
      let patterns = try LabelledPatterns(
        inputs: inputs, featureCount: 6, classes: classes, classCount: 2)
      let evaluator = try NetworkEvaluator<Double>(
        configuration, patterns: patterns, labels: classes)
      var result = [Double](repeating: 0, count: evaluator.layout.parameterCount)
      var span = result.mutableSpan
      _ = evaluator.lossAndGradient(of: parameters.span, into: &span)
      return result
    }
    // Moving all inputs by 1 is undone by subtracting a unit's weights from its bias.
    let layout = ParameterLayout(widths: [6, 10, 7, 5, 4, 3, 2])
    let parameters = Self.parameters(layout)
    var moved = parameters
    for index in layout.weights(ofLayer: 1) {
      moved[layout.biases(ofLayer: 1).lowerBound + index / 6] -= parameters[index]
    }
    let binary = try gradient(bits, parameters)
    let table = try gradient(shifted, moved)
    let later = layout.biases(ofLayer: 1).lowerBound..<layout.parameterCount
    for index in later { #expect(abs(binary[index] - table[index]) < 1e-13) }
  }

  @Test("count a pattern as correct when its label is the most probable class")
  func accuracy() throws {
    var configuration = NetworkConfiguration()
    configuration.hiddenWidths = []
    let patterns = try LabelledPatterns(
      inputs: [-1, -2, 3, 4], featureCount: 1, classes: [0, 0, 1, 1], classCount: 2)
    let evaluator = try NetworkEvaluator<Float>(
      configuration, patterns: patterns, labels: [0, 1, 1, 1])
    var gradient = [Double](repeating: 0, count: 4)
    var span = gradient.mutableSpan
    let result = evaluator.lossAndGradient(of: [-1, 1, 0, 0].span, into: &span)
    #expect(result.accuracy == 0.75)
  }

  @Test("give a single output unit the probability of the second of two classes")
  func singleOutput() throws {
    var configuration = NetworkConfiguration()
    configuration.hiddenWidths = []
    configuration.output = .singleSigmoid
    let patterns = try LabelledPatterns(
      inputs: [-1, -2, 3, 4, 5], featureCount: 1, classes: [0, 0, 1, 1, 1], classCount: 2)
    let evaluator = try NetworkEvaluator<Double>(
      configuration, patterns: patterns, labels: [0, 1, 1, 1, 0])
    #expect(evaluator.layout.widths == [1, 1])
    var gradient = [Double](repeating: 0, count: 2)
    var span = gradient.mutableSpan
    let result = evaluator.lossAndGradient(of: [2, 0].span, into: &span)
    #expect(result.accuracy == 0.6)
    #expect(throws: TrainingError.self) {
      try NetworkEvaluator<Double>(
        configuration, patterns: Self.patterns(count: 6, features: 1, classes: 3))
    }
  }
}

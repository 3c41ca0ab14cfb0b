/// Evaluates networks with given parameters on a table of patterns.
///
/// It owns the memory that it works in and allocates none per call. Make one for every task; calls
/// for `Float` and `Double` run at the speed of training.
public struct NetworkEvaluator<Scalar: NetworkScalar> {
  /// The layers and the order of the parameters.
  public let layout: ParameterLayout
  /// The number of patterns.
  public let patternCount: Int
  private let kernel: DenseNetwork<Scalar>
  private let parameters: AlignedBuffer<Scalar>
  private let gradient: AlignedBuffer<Scalar>
  private let tokens: TokenList

  /// Creates an evaluator of networks of one shape.
  ///
  /// - Parameters:
  ///   - configuration: The shape of the networks.
  ///   - patterns: The patterns.
  ///   - labels: The label of every pattern, from 0; not needed for activations.
  /// - Throws: ``TrainingError`` when the configuration is not valid, or when labels are given but
  ///   are not as many as the patterns or not classes of them.
  public init(
    _ configuration: NetworkConfiguration, patterns: LabelledPatterns, labels: [Int] = []
  ) throws(TrainingError) {
    try configuration.validate(for: patterns)
    if !labels.isEmpty { try requireCount(labels.count, patterns.patternCount, "labels") }
    for (pattern, label) in labels.enumerated() where label < 0 || label >= patterns.classCount {
      throw .invalidPattern(
        pattern: pattern, reason: "the label \(label) is not one of its classes")
    }
    let layout = ParameterLayout(widths: configuration.widths(for: patterns))
    let encoding = PatternEncoding<Scalar>(patterns)
    self.layout = layout
    patternCount = patterns.patternCount
    kernel = DenseNetwork(
      layout: layout, activation: configuration.activation, output: configuration.output,
      encoding: encoding)
    parameters = AlignedBuffer(count: kernel.paddedCount, repeating: 0)
    gradient = AlignedBuffer(count: kernel.paddedCount, repeating: 0)
    tokens = TokenList(
      (0..<patternCount).map { encoding.token(pattern: $0, label: labels.isEmpty ? 0 : labels[$0]) }
    )
  }

  /// The number of values that ``activations(of:into:)`` writes.
  public var activationCount: Int { layout.unitCount * patternCount }

  /// Where the activations of a layer lie in what ``activations(of:into:)`` writes: its units one
  /// after the other, each with its values on all patterns.
  public func activationRange(ofLayer layer: Int) -> Range<Int> {
    let units = layout.units(ofLayer: layer)
    return units.lowerBound * patternCount..<units.upperBound * patternCount
  }

  /// Computes the activations of all units but the inputs on all patterns.
  ///
  /// The output's are probabilities. The shape is [unit of any layer][pattern], so that of a layer
  /// is [unit][pattern] in ``activationRange(ofLayer:)``.
  ///
  /// - Parameters:
  ///   - values: The parameters in the order of ``layout``.
  ///   - activations: Memory for ``activationCount`` values.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func activations(of values: Span<Double>, into activations: inout MutableSpan<Scalar>) {
    precondition(
      activations.count == activationCount, "the activations need a buffer of their size")
    load(values)
    let rowCount = layout.unitCount
    let firstRow = kernel.layers.pointer[1].rows
    activations.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      var first = 0
      while first < patternCount {
        let count = min(kernel.samplesPerChunk, patternCount - first)
        let vectors = kernel.vectorCount(for: count)
        kernel.forward(tokens.pointer + first, vectors, parameters.pointer)
        kernel.normaliseOutputs(vectors)
        for row in 0..<rowCount {
          UnsafeMutableRawPointer(base + row * patternCount + first).copyMemory(
            from: firstRow + row * DenseNetwork<Scalar>.vectorsPerChunk,
            byteCount: count * MemoryLayout<Scalar>.stride)
        }
        first += count
      }
    }
  }

  /// Computes the mean loss over all patterns, in nats, and its gradient.
  ///
  /// - Parameters:
  ///   - values: The parameters in the order of ``layout``.
  ///   - result: Memory for the gradient in the same order.
  /// - Returns: The mean loss and the fraction of patterns whose most probable class is their label.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func lossAndGradient(
    of values: Span<Double>, into result: inout MutableSpan<Double>
  ) -> (loss: Double, accuracy: Double) {
    precondition(result.count == layout.parameterCount, "one number per parameter is needed")
    load(values)
    let sums = kernel.evaluateWithGradient(
      tokens.pointer, count: patternCount, parameters.pointer)
    kernel.reduce(into: gradient.pointer, scale: 1 / Scalar(patternCount))
    for index in 0..<layout.parameterCount { result[index] = Double(gradient.pointer[index]) }
    return (sums.loss / Double(patternCount), sums.correct / Double(patternCount))
  }

  private func load(_ values: Span<Double>) {
    precondition(values.count == layout.parameterCount, "one number per parameter is needed")
    for index in 0..<values.count { parameters.pointer[index] = Scalar(values[index]) }
  }
}

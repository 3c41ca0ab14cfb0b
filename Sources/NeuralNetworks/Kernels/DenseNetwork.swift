/// The forward and the backward pass of a fully connected network, and the memory they work in.
///
/// Samples lie on the lanes; a chunk of `vectorsPerChunk` vectors goes through all layers while its
/// activations are in the first-level cache. The gradient's sums keep one number per lane until
/// ``reduce(into:scale:)``.
final class DenseNetwork<Scalar: NetworkScalar> {
  typealias Lanes = Scalar.Lanes

  let layout: ParameterLayout
  let activation: Activation
  let output: OutputKind
  let vectorsPerChunk: Int
  /// The number of parameters, rounded up to a multiple of the lanes.
  let paddedCount: Int

  private let encoding: PatternEncoding<Scalar>
  private let rowStarts: [Int]
  private let rowMemory: AlignedBuffer<Lanes>
  private let deltaMemory: AlignedBuffer<Lanes>
  private let sums: AlignedBuffer<Lanes>
  private let zeros: AlignedBuffer<Scalar>

  init(
    layout: ParameterLayout, activation: Activation, output: OutputKind,
    encoding: PatternEncoding<Scalar>
  ) {
    self.layout = layout
    self.activation = activation
    self.output = output
    self.encoding = encoding
    vectorsPerChunk = 4
    paddedCount = (layout.parameterCount + Lanes.laneCount - 1) / Lanes.laneCount * Lanes.laneCount
    rowStarts = layout.widths.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
    let rowCount = layout.widths.reduce(0, +)
    rowMemory = AlignedBuffer(count: rowCount * vectorsPerChunk, repeating: .zero)
    deltaMemory = AlignedBuffer(count: rowCount * vectorsPerChunk, repeating: .zero)
    sums = AlignedBuffer(count: paddedCount, repeating: .zero)
    zeros = AlignedBuffer(count: layout.widths.max() ?? 1, repeating: 0)
  }

  /// The number of samples in a full chunk.
  var samplesPerChunk: Int { vectorsPerChunk * Lanes.laneCount }

  /// The activations of layer 0 (the input) to the last, whose rows hold the weighted inputs.
  @inline(__always)
  func rows(ofLayer layer: Int) -> UnsafeMutablePointer<Lanes> {
    rowMemory.pointer + rowStarts[layer] &* vectorsPerChunk
  }

  /// The derivatives of the loss with respect to the weighted inputs of a layer.
  @inline(__always)
  func deltas(ofLayer layer: Int) -> UnsafeMutablePointer<Lanes> {
    deltaMemory.pointer + rowStarts[layer] &* vectorsPerChunk
  }

  /// The even number of vectors that holds `sampleCount` samples.
  @inline(__always)
  func vectorCount(for sampleCount: Int) -> Int {
    let pair = 2 &* Lanes.laneCount
    return (sampleCount &+ pair &- 1) / pair &* 2
  }

  // MARK: - Passes

  /// Loads samples and computes the activations of all layers, weighted inputs in the last.
  func forward(
    _ tokens: UnsafePointer<UInt32>, _ vectorCount: Int, _ parameters: UnsafePointer<Scalar>
  ) {
    encoding.load(
      tokens, vectorCount: vectorCount, into: rows(ofLayer: 0), rowStride: vectorsPerChunk)
    for layer in layout.layers {
      let weights = layout.weights(ofLayer: layer)
      let units = layout.widths[layer]
      let operands = DotProductOperands<Scalar>(
        weights: parameters + weights.lowerBound, unitStride: layout.widths[layer - 1],
        inputStride: 1, biases: parameters + weights.upperBound, inputs: rows(ofLayer: layer - 1),
        inputCount: layout.widths[layer - 1], outputs: rows(ofLayer: layer),
        rowStride: vectorsPerChunk, vectorCount: vectorCount)
      operands.run(unitCount: units)
      if layer < layout.layerCount {
        activation.apply(to: rows(ofLayer: layer), count: units &* vectorsPerChunk)
      }
    }
  }

  /// Propagates the derivatives from the output to the first hidden layer.
  func backward(_ vectorCount: Int, _ parameters: UnsafePointer<Scalar>) {
    for layer in stride(from: layout.layerCount - 1, to: 0, by: -1) {
      let weights = layout.weights(ofLayer: layer + 1)
      let units = layout.widths[layer]
      let operands = DotProductOperands<Scalar>(
        weights: parameters + weights.lowerBound, unitStride: 1, inputStride: units,
        biases: zeros.pointer, inputs: deltas(ofLayer: layer + 1),
        inputCount: layout.widths[layer + 1], outputs: deltas(ofLayer: layer),
        rowStride: vectorsPerChunk, vectorCount: vectorCount)
      operands.run(unitCount: units)
      activation.multiplyBySlope(
        deltas(ofLayer: layer), outputs: rows(ofLayer: layer), count: units &* vectorsPerChunk)
    }
  }

  /// Adds the chunk's gradient to the sums.
  func accumulate(_ vectorCount: Int) {
    for layer in layout.layers {
      let weights = layout.weights(ofLayer: layer)
      let operands = OuterProductOperands<Scalar>(
        deltas: deltas(ofLayer: layer), inputs: rows(ofLayer: layer - 1),
        rowStride: vectorsPerChunk, vectorCount: vectorCount,
        sums: sums.pointer + weights.lowerBound, inputCount: layout.widths[layer - 1])
      operands.run(unitCount: layout.widths[layer])
      addBiases(layer, vectorCount, to: sums.pointer + weights.upperBound)
    }
  }

  @inline(__always)
  private func addBiases(_ layer: Int, _ vectorCount: Int, to sums: UnsafeMutablePointer<Lanes>) {
    let deltas = deltas(ofLayer: layer)
    var unit = 0
    while unit < layout.widths[layer] {
      var sum = sums[unit]
      var vector = 0
      while vector < vectorCount {
        sum = sum + deltas[unit &* vectorsPerChunk &+ vector]
        vector &+= 1
      }
      sums[unit] = sum
      unit &+= 1
    }
  }

  /// Sets the gradient's sums to zero.
  func clearSums() { sums.fill(with: .zero) }

  /// Writes the gradient's sums times `scale`, with zeros up to ``paddedCount``.
  func reduce(into gradient: UnsafeMutablePointer<Scalar>, scale: Scalar) {
    let vectors = UnsafeMutableRawPointer(gradient).assumingMemoryBound(to: Lanes.self)
    let factor = Lanes(repeating: scale)
    var first = 0
    while first < paddedCount {
      vectors[first / Lanes.laneCount] = Lanes.laneSums(of: sums.pointer + first) * factor
      first &+= Lanes.laneCount
    }
  }
}

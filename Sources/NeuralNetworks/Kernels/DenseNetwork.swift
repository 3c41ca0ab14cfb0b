/// The forward and the backward pass of a fully connected network, and the memory they work in.
///
/// Samples lie on the lanes; a chunk of ``vectorsPerChunk`` vectors goes through all layers while
/// its activations are in the first-level cache. The gradient's sums keep one number per lane until
/// ``reduce(into:scale:)``.
final class DenseNetwork<Scalar: NetworkScalar> {
  typealias Lanes = Scalar.Lanes

  let layout: ParameterLayout
  let activation: Activation
  let output: OutputKind
  /// The number of parameters, rounded up to a multiple of the lanes.
  let paddedCount: Int
  let encoding: PatternEncoding<Scalar>
  let layers: AlignedBuffer<LayerPlan<Scalar>>
  let sums: AlignedBuffer<Lanes>
  private let rows: AlignedBuffer<Lanes>
  private let deltas: AlignedBuffer<Lanes>
  private let zeros: AlignedBuffer<Scalar>

  init(
    layout: ParameterLayout, activation: Activation, output: OutputKind,
    encoding: PatternEncoding<Scalar>
  ) {
    self.layout = layout
    self.activation = activation
    self.output = output
    self.encoding = encoding
    paddedCount = (layout.parameterCount + Lanes.laneCount - 1) / Lanes.laneCount * Lanes.laneCount
    let rowCount = layout.widths.reduce(0, +)
    let rows = AlignedBuffer<Lanes>(count: rowCount * Self.vectorsPerChunk, repeating: .zero)
    let deltas = AlignedBuffer<Lanes>(count: rowCount * Self.vectorsPerChunk, repeating: .zero)
    let sums = AlignedBuffer<Lanes>(count: paddedCount, repeating: .zero)
    let zeros = AlignedBuffer<Scalar>(count: layout.widths.max() ?? 1, repeating: 0)
    let input = LayerPlan<Scalar>(
      width: layout.widths[0], fanIn: 0, weights: 0, biases: 0, rows: rows.pointer,
      deltas: deltas.pointer)
    layers = AlignedBuffer(count: layout.widths.count, repeating: input)
    for layer in layout.layers {
      let previous = layers.pointer[layer - 1]
      layers.pointer[layer] = LayerPlan(
        width: layout.widths[layer], fanIn: previous.width,
        weights: layout.weights(ofLayer: layer).lowerBound,
        biases: layout.biases(ofLayer: layer).lowerBound,
        rows: previous.rows + previous.width * Self.vectorsPerChunk,
        deltas: previous.deltas + previous.width * Self.vectorsPerChunk)
    }
    (self.rows, self.deltas, self.sums, self.zeros) = (rows, deltas, sums, zeros)
  }

  /// The number of vectors in a full chunk, and the distance between rows.
  @inline(__always)
  static var vectorsPerChunk: Int { 8 }

  /// The number of samples in a full chunk.
  var samplesPerChunk: Int { Self.vectorsPerChunk * Lanes.laneCount }

  /// The plan of the output layer, whose rows hold weighted inputs after a forward pass.
  @inline(__always)
  var outputLayer: LayerPlan<Scalar> { layers.pointer[layers.count &- 1] }

  /// Zeros for as many biases as the widest layer has units.
  @inline(__always)
  var noBiases: UnsafePointer<Scalar> { UnsafePointer(zeros.pointer) }

  /// The even number of vectors that holds `sampleCount` samples.
  @inline(__always)
  func vectorCount(for sampleCount: Int) -> Int {
    let pair = 2 &* Lanes.laneCount
    return (sampleCount &+ pair &- 1) / pair &* 2
  }

  /// Writes the gradient's sums times `scale`, with zeros up to ``paddedCount``.
  func reduce(into gradient: UnsafeMutablePointer<Scalar>, scale: Scalar) {
    Lanes.writeLaneSums(of: sums.pointer, count: paddedCount, scale: scale, to: gradient)
  }
}

/// Where a layer's parameters and rows lie.
struct LayerPlan<Scalar: NetworkScalar>: BitwiseCopyable {
  /// The number of units.
  let width: Int
  /// The number of units of the layer before.
  let fanIn: Int
  /// The index of the first weight.
  let weights: Int
  /// The index of the first bias.
  let biases: Int
  /// The activations; the weighted inputs in the output layer.
  let rows: UnsafeMutablePointer<Scalar.Lanes>
  /// The derivatives of the loss with respect to the weighted inputs.
  let deltas: UnsafeMutablePointer<Scalar.Lanes>
}

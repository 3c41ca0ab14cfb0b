/// The directions in which the weights of the hidden layers come nearest to improved encoders.
///
/// With the activations h of a layer and their targets h* on the N training patterns, the distance is
/// E = Σ_x |h(x) − h*(x)|²/(2 N), and the direction that of −∂E/∂(W, b) with the layer's input held
/// fixed, scaled to length 1. Every layer follows its own distance only.
///
/// It costs one evaluation of each training pattern for the activations and one gradient.
final class EncoderPull<Scalar: NetworkScalar> {
  private let kernel: DenseNetwork<Scalar>
  private let tokens: TokenList
  private let labels: [Int]
  private let classCount: Int
  private let iteration: any EncoderIteration
  private let gradient: AlignedBuffer<Scalar>

  init(
    _ kernel: DenseNetwork<Scalar>, _ tokens: TokenList, classCount: Int,
    iteration: any EncoderIteration
  ) {
    (self.kernel, self.tokens, self.classCount) = (kernel, tokens, classCount)
    self.iteration = iteration
    labels = (0..<tokens.count).map { Int(tokens.pointer[$0] >> 24) }
    gradient = AlignedBuffer(count: kernel.paddedCount, repeating: 0)
  }

  /// The hidden layers, from 1.
  private var hiddenLayers: Range<Int> { 1..<kernel.layout.layerCount }

  /// The direction of every hidden layer over its parameters; zero where nothing pulls.
  func directions(at parameters: AlignedBuffer<Scalar>) throws(TrainingError) -> [[Double]] {
    let outputs = activations(parameters)
    var targets: [[Double]] = []
    for (index, layer) in hiddenLayers.enumerated() {
      targets.append(
        try iteration.targets(
          ofLayer: layer, activations: outputs[index], labels: labels, classCount: classCount))
    }
    sumSlopes(targets, parameters)
    kernel.reduce(into: gradient.pointer, scale: 1 / Scalar(tokens.count))
    return hiddenLayers.map { layer in
      let slope = kernel.layout.parameters(ofLayer: layer).map { Double(gradient.pointer[$0]) }
      let norm = slope.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return slope.map { norm > 0 && norm.isFinite ? -$0 / norm : 0 }
    }
  }

  /// Goes through the training set; the body is given the first sample of a chunk that was propagated
  /// forward, the number of its samples and that of its vectors.
  private func forEachChunk(
    _ parameters: AlignedBuffer<Scalar>, _ body: (Int, Int, Int) -> Void
  ) {
    var first = 0
    while first < tokens.count {
      let count = min(kernel.samplesPerChunk, tokens.count - first)
      let vectors = kernel.vectorCount(for: count)
      kernel.forward(tokens.pointer + first, vectors, parameters.pointer)
      body(first, count, vectors)
      first += count
    }
  }

  /// The activations of the hidden layers, each [unit][pattern].
  private func activations(_ parameters: AlignedBuffer<Scalar>) -> [[Double]] {
    let total = tokens.count
    var result = hiddenLayers.map { layer in
      [Double](repeating: 0, count: kernel.layout.widths[layer] * total)
    }
    forEachChunk(parameters) { first, count, _ in
      for (index, layer) in hiddenLayers.enumerated() {
        let rows = UnsafeRawPointer(kernel.layers.pointer[layer].rows)
        for unit in 0..<kernel.layout.widths[layer] {
          let row = rows + unit * kernel.samplesPerChunk * MemoryLayout<Scalar>.stride
          for sample in 0..<count {
            result[index][unit * total + first + sample] = Double(
              row.load(fromByteOffset: sample * MemoryLayout<Scalar>.stride, as: Scalar.self))
          }
        }
      }
    }
    return result
  }

  /// Sums the derivatives of all distances, in the lane sums; those of the output are zero.
  private func sumSlopes(_ targets: [[Double]], _ parameters: AlignedBuffer<Scalar>) {
    let output = kernel.layout.layerCount
    let outputRows = kernel.layout.widths[output] * DenseNetwork<Scalar>.vectorsPerChunk
    forEachChunk(parameters) { first, count, vectors in
      for (index, layer) in hiddenLayers.enumerated() {
        setDistances(layer, targets[index], first, count)
      }
      kernel.outputLayer.deltas.update(repeating: .zero, count: outputRows)
      kernel.applySlopes(vectors)
      kernel.accumulate(vectors, continuing: first > 0)
    }
  }

  /// Writes h − h* of a chunk into the deltas of a layer, and 0 beyond its samples.
  private func setDistances(_ layer: Int, _ targets: [Double], _ first: Int, _ count: Int) {
    let plan = kernel.layers.pointer[layer]
    let (rows, deltas) = (UnsafeRawPointer(plan.rows), UnsafeMutableRawPointer(plan.deltas))
    for unit in 0..<plan.width {
      for sample in 0..<kernel.samplesPerChunk {
        let offset = (unit * kernel.samplesPerChunk + sample) * MemoryLayout<Scalar>.stride
        let distance =
          sample < count
          ? rows.load(fromByteOffset: offset, as: Scalar.self)
            - Scalar(targets[unit * tokens.count + first + sample]) : 0
        deltas.storeBytes(of: distance, toByteOffset: offset, as: Scalar.self)
      }
    }
  }
}

/// The norms of every layer's gradient and weights in the course of training.
///
/// All arrays are flat, of the shape [network][epoch][layer]; a value that was not measured is NaN.
public struct GradientHistory: Hashable, Sendable {
  /// The number of networks, the independent units of the statistics.
  public let networkCount: Int
  /// The recorded epochs, ascending; 0 stands for the initial weights.
  public let epochs: [Double]
  /// The numbers of the layers; 1 is the first hidden layer.
  public let layers: [Int]
  /// The number M of mini-batches behind a mean: the size of the training set divided by B.
  public let batchCount: Double
  /// The norm |ḡ| of the mean gradient.
  public let meanNorms: [Double]
  /// The noise √tr(C/B) of a mini-batch's gradient.
  public let noiseNorms: [Double]
  /// The unbiased estimate |g|² = |ḡ|² − tr(C/B)/M, which may be negative.
  public let squaredNorms: [Double]
  /// The Frobenius norm ‖W‖ of the weights.
  public let weightNorms: [Double]

  /// Creates a history and checks it.
  ///
  /// - Parameters:
  ///   - networkCount: The number of networks.
  ///   - epochs: The recorded epochs, ascending.
  ///   - layers: The numbers of the layers.
  ///   - batchCount: The number M of mini-batches behind a mean.
  ///   - meanNorms: |ḡ|, shape [network][epoch][layer].
  ///   - noiseNorms: √tr(C/B), the same shape.
  ///   - squaredNorms: The unbiased |g|², the same shape; by default |ḡ|² − tr(C/B)/M.
  ///   - weightNorms: ‖W‖, the same shape; by default not measured.
  /// - Throws: ``DriftDiffusionError`` for counts that do not agree, epochs that do not ascend and
  ///   norms that are negative.
  public init(
    networkCount: Int, epochs: [Double], layers: [Int], batchCount: Double, meanNorms: [Double],
    noiseNorms: [Double], squaredNorms: [Double]? = nil, weightNorms: [Double]? = nil
  ) throws(DriftDiffusionError) {
    self.networkCount = networkCount
    self.epochs = epochs
    self.layers = layers
    self.batchCount = batchCount
    self.meanNorms = meanNorms
    self.noiseNorms = noiseNorms
    self.squaredNorms =
      squaredNorms ?? zip(meanNorms, noiseNorms).map { $0 * $0 - $1 * $1 / batchCount }
    self.weightNorms = weightNorms ?? meanNorms.map { _ in .nan }
    try checkAxes()
    try check("gradient mean norm", self.meanNorms)
    try check("gradient noise norm", self.noiseNorms)
    try check("squared gradient norm", self.squaredNorms, mayBeNegative: true)
    try check("weight norm", self.weightNorms)
  }

  private func checkAxes() throws(DriftDiffusionError) {
    guard networkCount > 0 else { throw .emptyLog("no networks") }
    guard epochs.count >= 2 else { throw .emptyLog("less than two recorded epochs") }
    guard !layers.isEmpty else { throw .emptyLog("no layers") }
    guard batchCount > 0, batchCount.isFinite else {
      throw .badParameter(
        name: "The number of mini-batches", value: batchCount,
        remedy: "it must be positive and finite")
    }
    for index in epochs.indices {
      let isAscending = index == 0 ? epochs[0] >= 0 : epochs[index] > epochs[index - 1]
      guard isAscending, epochs[index].isFinite else { throw .timesNotAscending(index: index) }
    }
  }

  private func check(
    _ quantity: String, _ values: [Double], mayBeNegative: Bool = false
  ) throws(DriftDiffusionError) {
    let expected = networkCount * epochs.count * layers.count
    guard values.count == expected else {
      throw .wrongCount(
        quantity: quantity, layer: layers[0], expected: expected, found: values.count)
    }
    guard !mayBeNegative, let index = values.firstIndex(where: { $0 < 0 }) else { return }
    let record = index / layers.count
    throw .negativeNorm(
      quantity: quantity, layer: layers[index % layers.count], network: record / epochs.count,
      epoch: epochs[record % epochs.count])
  }
}

/// The measured gradients of an ensemble of networks: all that the fit needs, whoever logged it.
public struct GradientLog: Hashable, Sendable {
  /// The recorded epochs, ascending.
  public var epochs: [Double]
  /// The learning time s = η · steps at each recorded epoch.
  public var learningTimes: [Double]
  /// The number of networks, the independent units of the statistics.
  public var networkCount: Int
  /// The optimiser's step η.
  public var learningRate: Double
  /// How much of the measured noise the optimiser feels: 1 for mini-batches, 0 for full batches.
  public var noiseScale: Double
  /// The diffusion coefficient of noise that the optimiser adds to every weight (the temperature of
  /// stochastic gradient Langevin dynamics), in units of weight² per unit of learning time.
  public var injectedDiffusion: Double
  /// The name of an optimiser that keeps a state (momentum, Adam), or empty.
  public var statefulOptimizer: String
  /// What the mean gradients are means of.
  public var gradients: GradientMode
  /// What was measured of the steps themselves.
  public var steps: StepRecord
  /// The layers from the first hidden one to the output.
  public var layers: [LayerLog]

  /// Creates a log and checks that it is whole.
  ///
  /// - Throws: ``DriftDiffusionError`` that names the quantity, layer, network and epoch.
  public init(
    epochs: [Double], learningTimes: [Double], networkCount: Int, learningRate: Double,
    noiseScale: Double = 1, injectedDiffusion: Double = 0, statefulOptimizer: String = "",
    gradients: GradientMode = .frozen, steps: StepRecord = StepRecord(), layers: [LayerLog]
  ) throws(DriftDiffusionError) {
    self.epochs = epochs
    self.learningTimes = learningTimes
    self.networkCount = networkCount
    self.learningRate = learningRate
    self.noiseScale = noiseScale
    self.injectedDiffusion = injectedDiffusion
    self.statefulOptimizer = statefulOptimizer
    self.gradients = gradients
    self.steps = steps
    self.layers = layers
    try checkShape()
    try steps.validate(
      networks: networkCount, epochs: epochs.count, layers: layers.map(\.number))
    for layer in layers { try checkValues(layer) }
  }

  private func checkShape() throws(DriftDiffusionError) {
    guard networkCount > 0 else { throw .emptyLog("no networks") }
    guard epochs.count >= 2 else { throw .emptyLog("less than two recorded epochs") }
    guard !layers.isEmpty else { throw .emptyLog("no layers") }
    guard learningRate > 0, learningRate.isFinite else {
      throw .badParameter(
        name: "The learning rate", value: learningRate, remedy: "it must be positive and finite")
    }
    guard learningTimes.count == epochs.count else {
      throw .wrongCount(
        quantity: "learning time", layer: 0, expected: epochs.count, found: learningTimes.count)
    }
    for index in epochs.indices.dropFirst() {
      guard epochs[index] > epochs[index - 1], learningTimes[index] > learningTimes[index - 1]
      else { throw .timesNotAscending(index: index) }
    }
  }

  private func checkValues(_ layer: LayerLog) throws(DriftDiffusionError) {
    let expected = networkCount * epochs.count * layer.weightCount
    let quantities = [
      ("gradient mean", layer.means), ("gradient standard deviation", layer.standardDeviations),
    ]
    let optional = [("weight", layer.weights), ("frozen gradient mean", layer.frozenMeans)]
    for (quantity, values) in quantities + optional.filter({ !$0.1.isEmpty }) {
      guard values.count == expected, expected > 0 else {
        throw .wrongCount(
          quantity: quantity, layer: layer.number, expected: expected, found: values.count)
      }
      if let index = values.firstIndex(where: { !$0.isFinite }) {
        let (network, epoch) = place(of: index, in: layer)
        throw .notFinite(quantity: quantity, layer: layer.number, network: network, epoch: epoch)
      }
    }
    if let index = layer.standardDeviations.firstIndex(where: { $0 < 0 }) {
      let (network, epoch) = place(of: index, in: layer)
      throw .negativeDeviation(layer: layer.number, network: network, epoch: epoch)
    }
  }

  private func place(of index: Int, in layer: LayerLog) -> (network: Int, epoch: Double) {
    let record = index / layer.weightCount
    return (record / epochs.count, epochs[record % epochs.count])
  }
}

/// The measured gradients of one layer.
public struct LayerLog: Hashable, Sendable {
  /// The layer's number; 1 is the first hidden layer.
  public var number: Int
  /// How many weights each network has in the layer, biases not counted; 1 when only the layer's
  /// averages were logged.
  public var weightCount: Int
  /// The weights, shape [network][epoch][weight]; empty when only averages were logged.
  public var weights: [Double]
  /// The mean of the gradient over mini-batches, shape [network][epoch][weight].
  public var means: [Double]
  /// The mean of the gradient at the recorded weights where ``means`` are those of moving ones, shape
  /// [network][epoch][weight]; empty when it was not logged, or is ``means``.
  public var frozenMeans: [Double]
  /// The standard deviation of the gradient between mini-batches, shape [network][epoch][weight].
  public var standardDeviations: [Double]

  /// Whether the log tells the weights apart.
  public var hasWeights: Bool { !weights.isEmpty }

  /// Creates the log of one layer.
  public init(
    number: Int, weightCount: Int, weights: [Double], means: [Double],
    frozenMeans: [Double] = [], standardDeviations: [Double]
  ) {
    self.number = number
    self.weightCount = weightCount
    self.weights = weights
    self.means = means
    self.frozenMeans = frozenMeans
    self.standardDeviations = standardDeviations
  }

  /// The places of one network's values at one time.
  func range(network: Int, time: Int, timeCount: Int) -> Range<Int> {
    let start = (network * timeCount + time) * weightCount
    return start..<(start + weightCount)
  }

  /// The weights of all networks at one time, network by network.
  public func weights(atTime time: Int, timeCount: Int, networkCount: Int) -> [Double] {
    (0..<networkCount).flatMap { weights[range(network: $0, time: time, timeCount: timeCount)] }
  }
}

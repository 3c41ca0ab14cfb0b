extension AssumptionChecks {
  /// The part of the variance of the drift over the weights that a straight line in w describes.
  ///
  /// Gradients at frozen weights have no noise of their own; where the log has none, that of the
  /// moving ones is subtracted.
  func driftShares(ofLayer index: Int) -> [Double] {
    var layer = log.layers[index]
    let isMoving = log.gradients == .moving
    if isMoving, layer.frozenMeans.isEmpty {
      return perEpoch(layer, log.epochs.indices) { movingShares(layer, $0) }
    }
    if isMoving { layer.means = layer.frozenMeans }
    return perSample(layer) { network in
      guard let line = LineOverWeights(weights: network.weights, values: network.means),
        line.variance > 0
      else { return .nan }
      return line.explained / line.variance
    }
  }

  /// The same for the mean −v over the M steps of an epoch, whose noise has the variance
  /// σ²/M = 2 D/(η M): what a line describes in every network, over the mean of what noise leaves.
  ///
  /// Reshuffled batches have less noise than that, so these shares are upper bounds. Nothing is said
  /// where what noise leaves is less than four of its standard errors, all networks taken together.
  private func movingShares(_ layer: LayerLog, _ time: Int) -> [Double] {
    let networks = LayerSample(log, layer, time: time).networks
    let lag = log.learningRate * log.steps.stepsPerEpoch
    let lines = networks.map { LineOverWeights(weights: $0.weights, values: $0.means) }
    var (signal, squaredError, measured) = (0.0, 0.0, 0.0)
    for (line, network) in zip(lines, networks) {
      guard let line else { continue }
      signal += line.variance - 2 * moments(network.diffusion[...]).0 / lag
      squaredError += 2 * line.variance * line.variance / (line.count - 1)
      measured += 1
    }
    guard signal > 4 * squaredError.squareRoot() else {
      return networks.map { _ in .nan }
    }
    return lines.map { line in line.map { $0.explained * measured / signal } ?? .nan }
  }
}

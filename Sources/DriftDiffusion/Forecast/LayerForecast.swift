public import Grids
internal import RealModule

/// The forecasts of one layer's weights by all methods, and what was measured.
public struct LayerForecast: Sendable {
  /// The layer's number; 1 is the first hidden layer.
  public let layer: Int
  /// The recorded epochs after the window.
  public let epochs: [Double]
  /// The networks that the forecasts are judged by.
  public let heldOut: [Int]
  /// The forecast densities by method, each at every epoch; a method that fails has none.
  public let densities: [ForecastMethod: [Density]]
  /// The weights of these networks, shape [network][epoch][weight].
  let observed: [[[Double]]]

  init(
    _ log: GradientLog, _ layer: LayerLog, after end: Int, heldOut: [Int],
    densities: [ForecastMethod: [Density]]
  ) {
    self.layer = layer.number
    epochs = Array(log.epochs[(end + 1)...])
    self.heldOut = heldOut
    self.densities = densities
    observed = heldOut.map { network in
      (end + 1..<log.epochs.count).map { time in
        Array(layer.weights[layer.range(network: network, time: time, timeCount: log.epochs.count)])
      }
    }
  }
}

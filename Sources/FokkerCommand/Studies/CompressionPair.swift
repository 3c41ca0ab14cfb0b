import DriftDiffusion
import RealModule

/// How long a layer's compression takes and how far the layer below has come when it begins.
struct CompressionPair: Sendable {
  /// ln of the ratio of the epochs at which 90 % and 10 % of the fall are done.
  var logDuration: Double
  /// The fraction of the fall of the layer below that is done at the 10 % epoch, from 0 to 1.
  var stateBelow: Double

  /// The falls that count: smaller ones are noise of the estimate.
  static let smallestFall = 0.2

  /// The pair of every network, nil where one of the layers does not compress.
  ///
  /// - Parameters:
  ///   - log: The information of the networks.
  ///   - layer: The layer, counted from 0, at least 1.
  /// - Returns: One pair or nil per network.
  static func pairs(_ log: InformationLog, layer: Int) -> [CompressionPair?] {
    let (upper, lower) = (log.inputCurves(layer: layer), log.inputCurves(layer: layer - 1))
    return (0..<log.networkCount).map { network in
      let (above, below) = (upper[network], lower[network])
      guard above.fall > smallestFall, below.fall > smallestFall else { return nil }
      let (start, end) = (above.epoch(ofFall: 0.1), above.epoch(ofFall: 0.9))
      guard end > start, start > 0 else { return nil }
      let done =
        start > below.largestEpoch ? (below.largest - below.value(at: start)) / below.fall : 0
      return CompressionPair(
        logDuration: Double.log(end / start), stateBelow: min(max(done, 0), 1))
    }
  }

  /// The slope of ln duration against the state below that is common to all groups, each with its
  /// own intercept; NaN when the state does not vary.
  static func commonSlope(_ groups: [[CompressionPair]]) -> Double {
    var (product, spread) = (0.0, 0.0)
    for group in groups where group.count > 1 {
      let count = Double(group.count)
      let meanState = group.reduce(0) { $0 + $1.stateBelow } / count
      let meanDuration = group.reduce(0) { $0 + $1.logDuration } / count
      for pair in group {
        product += (pair.stateBelow - meanState) * (pair.logDuration - meanDuration)
        spread += (pair.stateBelow - meanState) * (pair.stateBelow - meanState)
      }
    }
    return spread > 1e-9 ? product / spread : .nan
  }
}

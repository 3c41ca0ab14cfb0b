public import KramersMoyal

/// How the information of one layer rises and falls, averaged over networks.
public struct ObservedCompression: Hashable, Sendable {
  /// The mean of I(X;T) over networks at every recorded epoch, in bits.
  public var aboutInput: Estimates
  /// The mean of I(T;Y) over networks at every recorded epoch, in bits.
  public var aboutLabel: Estimates
  /// The index of the epoch at which the mean I(X;T) is largest.
  public var peakIndex: Int
  /// The fall ΔI = max I(X;T) − I(X;T) from the peak of the mean curve to its end, in bits; the
  /// standard error leaves out one network at a time and finds the peak anew.
  public var compression: Estimates

  /// Summarises one layer of a log; `layer` counts from 0.
  public init(_ log: InformationLog, layer: Int) {
    let input = (0..<log.networkCount).map {
      log.curve(log.aboutInput, network: $0, layer: layer) + [1]
    }
    let label = (0..<log.networkCount).map {
      log.curve(log.aboutLabel, network: $0, layer: layer) + [1]
    }
    aboutInput = ClusterJackknife.estimate(clusters: input, Self.meanCurve)
    aboutLabel = ClusterJackknife.estimate(clusters: label, Self.meanCurve)
    let curve = aboutInput.values
    peakIndex = curve.indices.max { curve[$0] < curve[$1] } ?? 0
    compression = ClusterJackknife.estimate(clusters: input) { sums in
      let curve = Self.meanCurve(sums)
      return [(curve.max() ?? 0) - (curve.last ?? 0)]
    }
  }

  /// Divides summed curves by their number, which is the last element.
  private static func meanCurve(_ sums: [Double]) -> [Double] {
    let count = sums[sums.count - 1]
    return sums.dropLast().map { $0 / count }
  }
}

internal import RealModule

extension EpochCurve {
  /// How many nats a curve in bits loses per e-fold of time from its peak on, by the least-squares fit
  /// of the logarithmic law; NaN when less than three epochs follow.
  ///
  /// Free diffusion in n directions loses n/2.
  public var fallPerEFold: Double {
    guard epochs.count - largestIndex >= 3 else { return .nan }
    let fit = CompressionFit.fitting(.logarithmic, to: self, from: largestIndex)
    return -fit.factor * Double.log(2)
  }
}

internal import RealModule

/// Which increments are taken as independent when standard errors are computed.
public enum ErrorModel: Hashable, Codable, Sendable {
  /// Increments are independent and normal: SE(D₁) = √(2 D₂/(τ N)), SE(D₂) = D₂ √(2/(N − 1)).
  case independent
  /// Increments are independent, of any law (H. White's errors).
  case heteroscedastic
  /// Increments of a sequence are correlated over some lags, of any law.
  ///
  /// Bartlett's weights, as W. K. Newey and K. D. West, *Econometrica* 55 (1987) 703-708,
  /// [doi:10.2307/1913610](https://doi.org/10.2307/1913610). Zero lags choose the larger of
  /// 4 (n/100)^{2/9} and twice the overlap of the samples.
  case neweyWest(lags: Int)
  /// Clusters are independent, whatever the dependence within one.
  case clustered

  /// The number of neighbours within a sequence that count as dependent.
  func window(of sample: IncrementSample) -> Int {
    guard case .neweyWest(let lags) = self else { return 0 }
    guard lags <= 0 else { return lags }
    let rule = 4 * Double.pow(Double(sample.count) / 100, 2.0 / 9)
    return max(Int(rule), 2 * sample.overlap)
  }

  /// The degrees of freedom that Student's law has for these errors.
  func degrees(of sample: IncrementSample) -> Double {
    self == .clustered ? Double(sample.clusterCount - 1) : .infinity
  }
}

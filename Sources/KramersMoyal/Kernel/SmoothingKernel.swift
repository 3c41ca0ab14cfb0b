internal import RealModule

/// The weight that a sample has at a distance, in units of the bandwidth.
public enum SmoothingKernel: String, Hashable, Codable, CaseIterable, Sendable {
  /// exp(−u²/2), cut at u = 6.
  case gaussian
  /// 1 − u² for |u| < 1, of the least asymptotic error.
  case epanechnikov

  /// The distance beyond which the weight is zero.
  public var reach: Double {
    switch self {
    case .gaussian: 6
    case .epanechnikov: 1
    }
  }

  /// The weight at distance `u`, 1 at zero.
  public func weight(_ u: Double) -> Double {
    guard abs(u) < reach else { return 0 }
    switch self {
    case .gaussian: return Double.exp(-u * u / 2)
    case .epanechnikov: return 1 - u * u
    }
  }

  /// How wide the kernel must be to smooth as much as a Gaussian one of width 1.
  var canonicalWidth: Double {
    switch self {
    case .gaussian: 1
    case .epanechnikov: 2.214
    }
  }
}

/// What is fitted within the reach of the kernel.
public enum LocalFit: String, Hashable, Codable, CaseIterable, Sendable {
  /// A constant, after Nadaraya and Watson: averages of positive responses are positive.
  case constant
  /// A straight line: no bias where the data are denser on one side, above all at their ends.
  case linear
}

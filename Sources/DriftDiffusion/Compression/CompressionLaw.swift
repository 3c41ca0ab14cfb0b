internal import RealModule

/// How the information about the input falls with the epoch t, after its peak.
public enum CompressionLaw: String, Codable, CaseIterable, Hashable, Sendable {
  /// I = a + b ln t: the time that a bit takes grows exponentially, as diffusion predicts.
  case logarithmic
  /// I = a + b √t.
  case squareRoot
  /// I = a + b t.
  case linear
  /// I = a + b exp(−t/τ): the fall comes to an end.
  case exponential
}

/// A law of compression with its parameters.
public struct CompressionFit: Hashable, Codable, Sendable {
  /// The form.
  public var law: CompressionLaw
  /// The offset a, in the unit of the information.
  public var offset: Double
  /// The factor b, in the unit of the information per unit of the law's function of t.
  public var factor: Double
  /// The time τ of the exponential law, in epochs; NaN for the others.
  public var timeConstant: Double

  /// The information at an epoch.
  public func value(at epoch: Double) -> Double {
    offset + factor * Self.function(law, epoch, timeConstant)
  }

  static func function(_ law: CompressionLaw, _ epoch: Double, _ timeConstant: Double) -> Double {
    switch law {
    case .logarithmic: Double.log(max(epoch, 1))
    case .squareRoot: epoch.squareRoot()
    case .linear: epoch
    case .exponential: Double.exp(-epoch / timeConstant)
    }
  }

  /// The least-squares fit of a law to a curve from one of its epochs on.
  ///
  /// Every recorded epoch weighs the same, so that with epochs spread evenly in the logarithm every
  /// decade does. The time constant is the best of 60 that are spread evenly in the logarithm from
  /// a hundredth of the window to ten times it.
  ///
  /// - Parameters:
  ///   - law: The form.
  ///   - curve: The information against the epoch.
  ///   - start: The index of the first epoch that counts; three or more must count.
  /// - Returns: The fit.
  public static func fitting(
    _ law: CompressionLaw, to curve: EpochCurve, from start: Int
  ) -> CompressionFit {
    precondition(curve.epochs.count - start >= 3, "a law needs three epochs or more")
    guard law == .exponential else { return fit(law, curve, start, timeConstant: .nan).fit }
    let window = max(curve.epochs[curve.epochs.count - 1] - curve.epochs[start], 1)
    let candidates = (0..<60).map { index in
      fit(law, curve, start, timeConstant: window * Double.pow(10, -2 + 3 * Double(index) / 59))
    }
    return candidates.min { $0.residual < $1.residual }?.fit ?? candidates[0].fit
  }

  private static func fit(
    _ law: CompressionLaw, _ curve: EpochCurve, _ start: Int, timeConstant: Double
  ) -> (fit: CompressionFit, residual: Double) {
    let indices = curve.epochs.indices[start...]
    let count = Double(indices.count)
    let x = indices.map { function(law, curve.epochs[$0], timeConstant) }
    let y = indices.map { curve.values[$0] }
    let (meanX, meanY) = (x.reduce(0, +) / count, y.reduce(0, +) / count)
    let spread = x.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) }
    let product = zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) }
    let factor = spread > 0 ? product / spread : 0
    let fit = CompressionFit(
      law: law, offset: meanY - factor * meanX, factor: factor, timeConstant: timeConstant)
    let residual = zip(x, y).reduce(0) { sum, point in
      let error = point.1 - fit.offset - factor * point.0
      return sum + error * error
    }
    return (fit, residual)
  }
}

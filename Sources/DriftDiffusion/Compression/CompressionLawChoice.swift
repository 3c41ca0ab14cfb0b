/// Which law of compression forecasts the networks that it was not fitted to.
///
/// Every network in turn is left out. The laws are fitted to the mean of the others from its peak
/// on, and judged by the mean squared error, over the epochs of the window, of the shape of the one
/// that was left out: its level is its own and does not count.
public struct CompressionLawChoice: Hashable, Sendable {
  /// One law's fit to the mean of all networks and its errors on networks left out.
  public struct Candidate: Hashable, Sendable {
    /// The fit to the mean of all networks.
    public var fit: CompressionFit
    /// The mean squared error of the shape, shape [network].
    public var losses: [Double]

    /// The mean of the losses.
    public var meanLoss: Double { losses.reduce(0, +) / Double(losses.count) }
  }

  /// The laws from the best to the worst.
  public let candidates: [Candidate]
  /// The loss of the second best law minus that of the best, with its interval over networks.
  public let margin: BootstrapInterval

  /// The best law.
  public var best: Candidate { candidates[0] }

  /// Whether the interval of the margin excludes that the second best law is as good.
  public var isDecided: Bool { margin.lower > 0 }

  /// Judges all laws on the fall of a layer's information.
  ///
  /// There is no choice when fewer than five epochs follow the peak of the mean, or it does not
  /// fall.
  ///
  /// - Parameters:
  ///   - curves: I(X;T) of every network; two or more.
  ///   - bootstrap: The resampling of networks.
  public init?(_ curves: NetworkCurves, bootstrap: NetworkBootstrap) {
    let mean = curves.mean
    let start = mean.largestIndex
    guard curves.networkCount >= 2, curves.epochs.count - start >= 5, mean.fall > 0 else {
      return nil
    }
    let unsorted = CompressionLaw.allCases.map { law in
      let losses = curves.values.indices.map { Self.loss(law, curves, leavingOut: $0) }
      return Candidate(fit: .fitting(law, to: mean, from: start), losses: losses)
    }
    let sorted = unsorted.sorted { $0.meanLoss < $1.meanLoss }
    candidates = sorted
    margin = bootstrap.meanInterval(
      zip(sorted[1].losses, sorted[0].losses).map { $0.0 - $0.1 })
  }

  private static func loss(
    _ law: CompressionLaw, _ curves: NetworkCurves, leavingOut network: Int
  ) -> Double {
    let others = curves.mean(of: curves.values.indices.filter { $0 != network })
    let start = min(others.largestIndex, curves.epochs.count - 5)
    let fit = CompressionFit.fitting(law, to: others, from: start)
    let errors = curves.epochs.indices[start...].map {
      curves.values[network][$0] - fit.value(at: curves.epochs[$0])
    }
    let level = errors.reduce(0, +) / Double(errors.count)
    return errors.reduce(0) { $0 + ($1 - level) * ($1 - level) } / Double(errors.count)
  }
}

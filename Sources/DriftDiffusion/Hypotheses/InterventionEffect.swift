/// What an intervention does to compression, in words.
public enum InterventionOutcome: String, Codable, CaseIterable, Hashable, Sendable {
  /// Less than half of the reference's compression.
  case none
  /// More than half of the reference's compression.
  case compresses
  /// The compression is behind that of the reference by more than a tenth of it.
  case slower
  /// The compression keeps within a tenth of the reference's.
  case same
  /// The compression is ahead of that of the reference by more than a tenth of it.
  case faster
  /// The interval covers the border of two of these.
  case undecided
}

extension InterventionOutcome {
  /// The ratios that the outcome stands for; none for an undecided one.
  ///
  /// A prediction is wrong when no ratio of the interval lies in its range, even where the interval
  /// leaves open which other outcome it is.
  public var range: ClosedRange<Double>? {
    switch self {
    case .none: -Double.infinity...InterventionEffect.smallestCompression
    case .compresses: InterventionEffect.smallestCompression...Double.infinity
    case .slower: -Double.infinity...(-InterventionEffect.tolerance)
    case .same: -InterventionEffect.tolerance...InterventionEffect.tolerance
    case .faster: InterventionEffect.tolerance...Double.infinity
    case .undecided: nil
    }
  }
}

/// The compression under an intervention relative to that of the same networks without it.
public struct InterventionEffect: Hashable, Sendable {
  /// The mean over networks, in the unit of the information.
  public var size: BootstrapInterval
  /// The mean divided by the reference's; networks are resampled as pairs.
  public var ratio: BootstrapInterval
  /// What the interval of the ratio says.
  public var outcome: InterventionOutcome

  /// The fraction of the reference's compression that separates compression from none.
  public static let smallestCompression = 0.5
  /// The part of the reference's compression by which it may be ahead or behind and still the same.
  public static let tolerance = 0.1

  /// Judges whether networks compress.
  ///
  /// - Parameters:
  ///   - losses: The information that every network loses under the intervention.
  ///   - reference: What the same network loses without it; its mean must be positive.
  ///   - bootstrap: The resampling of networks.
  /// - Returns: The loss relative to the reference's, with outcome none, compresses or undecided.
  public static func compression(
    _ losses: [Double], reference: [Double], bootstrap: NetworkBootstrap
  ) -> InterventionEffect {
    let (size, ratio) = intervals(losses, reference, bootstrap)
    let outcome: InterventionOutcome =
      if ratio.upper < smallestCompression {
        .none
      } else if ratio.lower > smallestCompression {
        .compresses
      } else {
        .undecided
      }
    return InterventionEffect(size: size, ratio: ratio, outcome: outcome)
  }

  /// Judges whether compression is faster.
  ///
  /// - Parameters:
  ///   - leads: By how much the loss of every network is ahead of what it is without the intervention.
  ///   - reference: What the same network loses without it; its mean must be positive.
  ///   - bootstrap: The resampling of networks.
  /// - Returns: The lead relative to the reference's loss, with outcome slower, same, faster or
  ///   undecided.
  public static func lead(
    _ leads: [Double], reference: [Double], bootstrap: NetworkBootstrap
  ) -> InterventionEffect {
    let (size, ratio) = intervals(leads, reference, bootstrap)
    let outcome: InterventionOutcome =
      if ratio.lower > tolerance {
        .faster
      } else if ratio.upper < -tolerance {
        .slower
      } else if ratio.lower >= -tolerance, ratio.upper <= tolerance {
        .same
      } else {
        .undecided
      }
    return InterventionEffect(size: size, ratio: ratio, outcome: outcome)
  }

  private static func intervals(
    _ values: [Double], _ reference: [Double], _ bootstrap: NetworkBootstrap
  ) -> (size: BootstrapInterval, ratio: BootstrapInterval) {
    precondition(values.count == reference.count, "networks come in pairs")
    let both = bootstrap.intervals { networks in
      var (sum, whole) = (0.0, 0.0)
      for network in networks {
        sum += values[network]
        whole += reference[network]
      }
      return [sum / Double(networks.count), whole > 0 ? sum / whole : .nan]
    }
    return (both[0], both[1])
  }
}

internal import RealModule

/// Tests of the distribution of whitened residuals.
struct DistributionDiagnostics {
  let residuals: WhitenedResiduals
  let significance: Double

  private static let violatedNormality =
    "The noise is not normal over this lag: compare the quantile plot; heavy tails suggest jumps or a "
    + "noise strength that varies, a skew suggests a lag that is long against the drift's relaxation."

  /// The largest distance to the normal distribution, for fitted mean and variance.
  var residualDistribution: Diagnostic {
    let sorted = residuals.standardized.sorted
    guard sorted.count >= 20 else {
      return .undecided(.residualDistribution, "Fewer than 20 residuals.")
    }
    let distance = KolmogorovLaw.distance(sorted: sorted)
    return .test(
      .residualDistribution, statistic: distance,
      pValue: KolmogorovLaw.fittedTail(distance: distance, count: sorted.count), effect: distance,
      tolerance: 0.02, significance: significance,
      holds: "Residuals have the normal distribution.", violated: Self.violatedNormality)
  }

  /// The test n (S²/6 + K²/24) of skewness S and excess kurtosis K, less what the process predicts.
  ///
  /// C. M. Jarque and A. K. Bera, *International Statistical Review* 55 (1987) 163-172,
  /// [doi:10.2307/1403192](https://doi.org/10.2307/1403192).
  var gaussianity: Diagnostic {
    let n = Double(residuals.count)
    guard n >= 20 else { return .undecided(.gaussianity, "Fewer than 20 residuals.") }
    let (skewness, kurtosis) = skewnessAndExcessKurtosis
    let excess = kurtosis - residuals.predictedExcessKurtosis
    let statistic = n * (skewness * skewness / 6 + excess * excess / 24)
    return .test(
      .gaussianity, statistic: statistic, pValue: chiSquaredTail(statistic, degrees: 2),
      effect: max(abs(skewness), abs(excess) / 3), tolerance: 0.1, significance: significance,
      holds: "Skewness and kurtosis are those of a normal law.", violated: Self.violatedNormality)
  }

  private var skewnessAndExcessKurtosis: (Double, Double) {
    var (third, fourth) = (0.0, 0.0)
    for z in residuals.standardized.sequences.joined() {
      third += z * z * z
      fourth += z * z * z * z
    }
    let n = Double(residuals.count)
    return (third / n, fourth / n - 3)
  }

  /// The ratio Q = κ₄/(3κ₂²) of the residuals, less what the process predicts at this lag.
  var pawulaRatio: Diagnostic {
    let n = Double(residuals.count)
    guard n >= 100 else { return .undecided(.pawulaRatio, "Fewer than 100 residuals.") }
    let values = residuals.standardized.sequences
    var fourth = 0.0
    for z in values.joined() { fourth += z * z * z * z / n }
    var square = 0.0
    for z in values.joined() {
      let influence = z * z * z * z - fourth - 2 * fourth * (z * z - 1)
      square += influence * influence
    }
    let ratio = (fourth - 3 - residuals.predictedExcessKurtosis) / 3
    let interval = ConfidenceInterval(estimate: ratio, standardError: square.squareRoot() / n / 3)
    return .interval(
      .pawulaRatio, effect: ratio, interval, tolerance: 0.1,
      holds: "The fourth cumulant vanishes: the noise is continuous (Pawula).",
      violated: "The fourth cumulant does not vanish: there are jumps or a hidden noise strength, "
        + "and a Fokker-Planck equation misses them. If the ratio falls as the lag grows, jumps average "
        + "out: use a longer lag.")
  }

  /// The index α of the tail P(|z| > r) ~ r^{−α} from the largest hundredth, at least 25 residuals.
  ///
  /// B. M. Hill, *Annals of Statistics* 3 (1975) 1163-1174,
  /// [doi:10.1214/aos/1176343247](https://doi.org/10.1214/aos/1176343247).
  var tailIndex: Diagnostic {
    let sizes = residuals.standardized.sequences.joined().map { abs($0) }.sorted(by: >)
    let count = max(25, sizes.count / 100)
    guard sizes.count >= 20 * count, sizes[count] > 0 else {
      return .undecided(.tailIndex, "Fewer than 500 residuals.")
    }
    let sum = sizes[..<count].reduce(0) { $0 + Double.log($1 / sizes[count]) }
    let index = Double(count) / sum
    let interval = ConfidenceInterval(
      estimate: index, standardError: index / Double(count).squareRoot())
    let verdict: DiagnosticVerdict =
      interval.lower > 4 ? .holds : interval.upper < 4 ? .violated : .undecided
    let hint =
      switch verdict {
      case .holds: "Large residuals are rare: moments up to the fourth exist."
      case .violated where interval.upper < 2:
        "The variance does not exist: the noise is Lévy-like and no diffusion describes it."
      case .violated:
        "The fourth moment does not exist: the diffusion coefficient exists, but its errors do not; "
          + "use bootstrap intervals over clusters."
      default: "The tail is not resolved; use more increments."
      }
    return Diagnostic(
      kind: .tailIndex, statistic: index, pValue: nil, effect: index, effectTolerance: 4,
      interval: interval, verdict: verdict, hint: hint)
  }
}

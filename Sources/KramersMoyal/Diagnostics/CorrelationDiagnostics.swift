/// Tests of the independence of whitened residuals.
struct CorrelationDiagnostics {
  let residuals: WhitenedResiduals
  let significance: Double

  /// How many lags are looked at: 20, or a fifth of the longest sequence.
  private var lagCount: Int {
    let longest = residuals.sequences.map(\.count).max() ?? 0
    return min(20, longest / 5)
  }

  /// Ljung and Box's test, with pairs that do not cross the ends of sequences.
  ///
  /// Q = Σₖ nₖ rₖ² over the numbers of pairs nₖ, χ² with as many degrees of freedom as lags: G. M.
  /// Ljung and G. E. P. Box, *Biometrika* 65 (1978) 297-303,
  /// [doi:10.1093/biomet/65.2.297](https://doi.org/10.1093/biomet/65.2.297).
  var residualCorrelation: Diagnostic {
    portmanteau(
      .residualCorrelation, tolerance: 0.05, of: { $0 },
      holds: "Residuals are uncorrelated over the lags looked at.",
      violated: "Residuals are correlated: the noise is coloured, the process has memory, or the "
        + "drift misses something. Use a longer lag, add the missing variable, or a richer drift; "
        + "errors must be clustered or Newey-West until then.")
  }

  /// The same for squares, which are correlated when the noise strength varies in time or state.
  var volatilityCorrelation: Diagnostic {
    portmanteau(
      .volatilityCorrelation, tolerance: 0.05, of: { $0 * $0 },
      holds: "Squared residuals are uncorrelated over the lags looked at.",
      violated: "The strength of the noise varies in time: let the diffusion coefficient depend on "
        + "the state (quadratic, spline), or fit shorter spans of time apart.")
  }

  private func portmanteau(
    _ kind: DiagnosticKind, tolerance: Double, of transform: (Double) -> Double, holds: String,
    violated: String
  ) -> Diagnostic {
    guard lagCount >= 1 else {
      return .undecided(kind, "No sequence is long enough; give trajectories in order of time.")
    }
    var (statistic, largest, used) = (0.0, 0.0, 0)
    for lag in 1...lagCount {
      let (value, pairs) = residuals.autocorrelation(lag: lag, of: transform)
      guard value.isFinite, pairs >= 30 else { continue }
      statistic += Double(pairs) * value * value
      largest = max(largest, abs(value))
      used += 1
    }
    guard used > 0 else { return .undecided(kind, "Fewer than 30 pairs of neighbours.") }
    return .test(
      kind, statistic: statistic, pValue: chiSquaredTail(statistic, degrees: used),
      effect: largest, tolerance: tolerance, significance: significance, holds: holds,
      violated: violated)
  }

  /// The correlation of successive residuals with its interval.
  var noiseAutocorrelation: Diagnostic {
    let (value, pairs) = residuals.autocorrelation(lag: 1) { $0 }
    guard pairs >= 30, value.isFinite else {
      return .undecided(.noiseAutocorrelation, "Fewer than 30 pairs of neighbours.")
    }
    let interval = ConfidenceInterval(
      estimate: value, standardError: 1 / Double(pairs).squareRoot())
    let violated =
      value < 0
      ? "Successive noise is anticorrelated, as by measurement noise (fit with NoiseRobustFit), by "
        + "sampling without replacement, or by an oscillation at the edge of stability: the diffusion "
        + "coefficient at this lag is too large. Use a longer lag."
      : "Successive noise is correlated: it is coloured or the state has inertia. Use a longer lag "
        + "or add the velocity as a variable."
    return .interval(
      .noiseAutocorrelation, effect: value, interval, tolerance: 0.05,
      holds: "Successive noise is uncorrelated.", violated: violated)
  }
}

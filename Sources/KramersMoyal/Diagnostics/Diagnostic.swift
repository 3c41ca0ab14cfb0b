/// What a diagnostic looks at.
public enum DiagnosticKind: String, Hashable, Codable, CaseIterable, Sendable {
  /// Whether the fourth cumulant vanishes, as it does without jumps (Pawula).
  case pawulaRatio
  /// Whether two steps are the composition of single ones (Chapman and Kolmogorov).
  case chapmanKolmogorov
  /// Whether whitened residuals are uncorrelated over many lags (Ljung and Box).
  case residualCorrelation
  /// Whether the squares of whitened residuals are uncorrelated (McLeod and Li).
  case volatilityCorrelation
  /// Whether successive residuals are uncorrelated.
  case noiseAutocorrelation
  /// Whether whitened residuals have the normal distribution (Kolmogorov and Smirnov).
  case residualDistribution
  /// Whether skewness and kurtosis of residuals are those of a normal law (Jarque and Bera).
  case gaussianity
  /// Whether large residuals are as rare as moments need (Hill).
  case tailIndex
  /// Whether one diffusion coefficient serves all states (Wald).
  case stateDependence
}

/// What a diagnostic says about its assumption.
public enum DiagnosticVerdict: String, Hashable, Codable, CaseIterable, Sendable {
  /// The data agree with the assumption and would have shown a relevant violation.
  case holds
  /// A violation is significant but too small to matter.
  case negligible
  /// The assumption is violated.
  case violated
  /// The data do not tell.
  case undecided
}

/// One assumption of a Fokker-Planck description, tested.
public struct Diagnostic: Hashable, Codable, Sendable {
  /// What was looked at.
  public var kind: DiagnosticKind
  /// The test's statistic.
  public var statistic: Double
  /// The probability of a statistic at least as extreme under the assumption; nil where an interval
  /// takes its place.
  public var pValue: Double?
  /// The size of the violation, in the units that ``effectTolerance`` has.
  public var effect: Double
  /// The size up to which a violation is taken as negligible.
  public var effectTolerance: Double
  /// The 95 % interval of the effect, where one is known.
  public var interval: ConfidenceInterval?
  /// The verdict.
  public var verdict: DiagnosticVerdict
  /// What it means and what to do, in words.
  public var hint: String
}

extension Diagnostic {
  /// A diagnostic whose verdict follows from a test and the size of the effect.
  static func test(
    _ kind: DiagnosticKind, statistic: Double, pValue: Double, effect: Double, tolerance: Double,
    significance: Double, holds: String, violated: String
  ) -> Diagnostic {
    let verdict: DiagnosticVerdict =
      pValue >= significance ? .holds : effect <= tolerance ? .negligible : .violated
    return Diagnostic(
      kind: kind, statistic: statistic, pValue: pValue, effect: effect,
      effectTolerance: tolerance, interval: nil, verdict: verdict,
      hint: hint(verdict, holds, violated))
  }

  /// A diagnostic whose verdict follows from the interval of the effect, which is zero when the
  /// assumption holds.
  static func interval(
    _ kind: DiagnosticKind, effect: Double, _ interval: ConfidenceInterval, tolerance: Double,
    holds: String, violated: String
  ) -> Diagnostic {
    let isSmall = interval.lower > -tolerance && interval.upper < tolerance
    let isLarge = interval.lower > tolerance || interval.upper < -tolerance
    let verdict: DiagnosticVerdict =
      isLarge
      ? .violated : !isSmall ? .undecided : interval.contains(0) ? .holds : .negligible
    return Diagnostic(
      kind: kind, statistic: effect, pValue: nil, effect: effect, effectTolerance: tolerance,
      interval: interval, verdict: verdict, hint: hint(verdict, holds, violated))
  }

  /// A diagnostic that could not be made.
  static func undecided(_ kind: DiagnosticKind, _ reason: String) -> Diagnostic {
    Diagnostic(
      kind: kind, statistic: .nan, pValue: nil, effect: .nan, effectTolerance: .nan, interval: nil,
      verdict: .undecided, hint: reason)
  }

  private static func hint(
    _ verdict: DiagnosticVerdict, _ holds: String, _ violated: String
  ) -> String {
    switch verdict {
    case .holds: holds
    case .negligible: "Significant but small. " + violated
    case .violated: violated
    case .undecided: "The data do not tell; use more increments. If it persists: " + violated
    }
  }
}

/// Whether a Fokker-Planck equation describes some data: every assumption tested, with what to do.
///
/// ```swift
/// let report = try DiagnosticReport(process, sample)
/// for diagnostic in report.diagnostics { print(diagnostic.kind, diagnostic.verdict, diagnostic.hint) }
/// ```
public struct DiagnosticReport: Hashable, Codable, Sendable {
  /// The diagnostics.
  public let diagnostics: [Diagnostic]

  /// Tests a fitted process against the sample it was fitted to, or better another one.
  ///
  /// - Parameters:
  ///   - process: The process.
  ///   - sample: Increments of one variable.
  ///   - surrogates: How many surrogates the test of Chapman and Kolmogorov takes.
  ///   - seed: The seed of the surrogates.
  ///   - significance: The probability below which a test rejects.
  /// - Throws: ``KramersMoyalError/wrongDimension(expected:found:)``.
  public init(
    _ process: FittedProcess, _ sample: IncrementSample, surrogates: Int = 200, seed: UInt64 = 1,
    significance: Double = 0.01
  ) throws(KramersMoyalError) {
    let residuals = try WhitenedResiduals(sample, process)
    var diagnostics = Self.residualDiagnostics(residuals, significance)
    diagnostics.insert(
      Self.chapmanKolmogorov(sample, surrogates, seed, significance), at: 1)
    diagnostics.append(
      StateDependence(process, sample).diagnostic(significance: significance))
    self.diagnostics = diagnostics
  }

  /// Tests a fitted process of several variables by its whitened residuals.
  ///
  /// - Parameters:
  ///   - process: The process.
  ///   - sample: Increments of as many variables.
  ///   - significance: The probability below which a test rejects.
  /// - Throws: ``KramersMoyalError/wrongDimension(expected:found:)``.
  public init(
    _ process: MultivariateFittedProcess, _ sample: IncrementSample, significance: Double = 0.01
  ) throws(KramersMoyalError) {
    let residuals = try WhitenedResiduals(sample, process)
    diagnostics = Self.residualDiagnostics(residuals, significance)
  }

  /// The diagnostic of a kind; nil when it is not part of the report.
  public subscript(kind: DiagnosticKind) -> Diagnostic? {
    diagnostics.first { $0.kind == kind }
  }

  /// The assumptions that are violated.
  public var violations: [Diagnostic] { diagnostics.filter { $0.verdict == .violated } }

  private static func residualDiagnostics(
    _ residuals: WhitenedResiduals, _ significance: Double
  ) -> [Diagnostic] {
    let correlation = CorrelationDiagnostics(residuals: residuals, significance: significance)
    let distribution = DistributionDiagnostics(residuals: residuals, significance: significance)
    return [
      distribution.pawulaRatio, correlation.residualCorrelation,
      correlation.volatilityCorrelation, correlation.noiseAutocorrelation,
      distribution.residualDistribution, distribution.gaussianity, distribution.tailIndex,
    ]
  }

  private static func chapmanKolmogorov(
    _ sample: IncrementSample, _ surrogates: Int, _ seed: UInt64, _ significance: Double
  ) -> Diagnostic {
    guard sample.lags.common != nil else {
      return .undecided(.chapmanKolmogorov, "The test needs one lag for all increments.")
    }
    guard let test = ChapmanKolmogorovTest(sample) else {
      return .undecided(
        .chapmanKolmogorov, "The test needs trajectories with 1280 pairs of steps together.")
    }
    return test.diagnostic(surrogates: surrogates, seed: seed, significance: significance)
  }
}

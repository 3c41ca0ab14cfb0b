/// An interval that covers the true value with a stated probability.
public struct ConfidenceInterval: Hashable, Codable, Sendable {
  /// The lower end.
  public var lower: Double
  /// The upper end.
  public var upper: Double
  /// The probability of covering the true value.
  public var level: Double

  /// Creates an interval from its ends.
  public init(lower: Double, upper: Double, level: Double) {
    precondition(level > 0 && level < 1, "a level lies between 0 and 1")
    self.lower = lower
    self.upper = upper
    self.level = level
  }

  /// Creates the interval estimate ± t · error with the quantile t of Student's law.
  ///
  /// - Parameters:
  ///   - estimate: The middle.
  ///   - standardError: The standard error.
  ///   - level: The probability of covering the true value.
  ///   - degrees: The degrees of freedom of the standard error; infinite for the normal law.
  public init(
    estimate: Double, standardError: Double, level: Double = 0.95, degrees: Double = .infinity
  ) {
    let reach = StudentLaw(degrees: degrees).bound(level: level) * standardError
    self.init(lower: estimate - reach, upper: estimate + reach, level: level)
  }

  /// Whether a value lies between the ends.
  public func contains(_ value: Double) -> Bool { lower <= value && value <= upper }
}

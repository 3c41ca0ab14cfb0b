/// Estimates with their standard errors, element by element.
public struct Estimates: Hashable, Codable, Sendable {
  /// The estimates from all data.
  public var values: [Double]
  /// Their standard errors; NaN when there is a single cluster.
  public var standardErrors: [Double]

  /// Creates estimates from values and standard errors of the same count.
  public init(values: [Double], standardErrors: [Double]) {
    precondition(values.count == standardErrors.count, "each estimate has one standard error")
    self.values = values
    self.standardErrors = standardErrors
  }

  /// The interval of an estimate that covers the truth with a probability, by Student's law.
  ///
  /// - Parameters:
  ///   - index: Which estimate.
  ///   - level: The probability, between 0 and 1.
  ///   - degrees: The degrees of freedom of the standard error, such as the number of clusters less
  ///     one; infinite for the normal law.
  /// - Returns: The interval.
  public func interval(
    of index: Int, level: Double = 0.95, degrees: Double = .infinity
  ) -> ConfidenceInterval {
    ConfidenceInterval(
      estimate: values[index], standardError: standardErrors[index], level: level,
      degrees: degrees)
  }
}

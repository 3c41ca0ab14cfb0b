public import Grids

/// Why drift or diffusion could not be estimated.
public enum KramersMoyalError: Error, Hashable, Sendable {
  /// The knots of a curve are unusable.
  case badKnots(GridError)
  /// The data do not determine the curve.
  case singular(knots: Int)
  /// The data do not determine the coefficients of a regression.
  case undetermined(coefficients: Int, samples: Int)
  /// A lag between observations must be positive and finite.
  case badLag(Double)
  /// No increment starts inside the axis.
  case noData
  /// An observation is missing: it is not a finite number.
  case missingValue(SampledQuantity, variable: Int, index: Int, value: Double)
  /// Two lists that must be equally long are not.
  case countMismatch(SampledQuantity, expected: Int, found: Int)
  /// A time does not lie after the one before it.
  case timesNotAscending(index: Int)
  /// There are fewer observations than the estimate needs.
  case tooFewSamples(needed: Int, found: Int)
  /// There are fewer clusters than the estimate needs.
  case tooFewClusters(needed: Int, found: Int)
  /// The data have another number of variables than the estimate is for.
  case wrongDimension(expected: Int, found: Int)
  /// A parameter is out of its range.
  case badParameter(name: String, value: Double, remedy: String)
  /// The correction for the finite lag did not converge.
  case lagTooLong(lag: Double, residual: Double)
  /// The work was cancelled.
  case cancelled
}

/// What a list of numbers holds.
public enum SampledQuantity: String, Hashable, Codable, Sendable {
  /// States of a trajectory or starts of increments.
  case position
  /// Changes of the state over a lag.
  case increment
  /// Times between the ends of increments.
  case lag
  /// Times of observations.
  case time
  /// Labels of clusters.
  case cluster
}

extension KramersMoyalError: CustomStringConvertible {
  /// The failure and its remedy as a sentence.
  public var description: String {
    switch self {
    case .badKnots(let reason): "The knots of the regression cannot be used: \(reason)"
    case .singular(let knots):
      "The data do not determine a curve with \(knots) knots; use fewer knots or more data."
    case .undetermined(let coefficients, let samples):
      "\(samples) increments do not determine \(coefficients) coefficients; choose a simpler model "
        + "or give data that spread further."
    case .badLag(let lag): "A lag between observations must be positive and finite, not \(lag)."
    case .noData: "No increment starts inside the axis; widen it so that it holds the data."
    case .missingValue(let quantity, let variable, let index, let value):
      "The \(quantity) \(index) of variable \(variable) is \(value); cut the trajectory there or "
        + "remove the sample, as missing values cannot be guessed."
    case .countMismatch(let quantity, let expected, let found):
      "There must be \(expected) values of the \(quantity), not \(found)."
    case .timesNotAscending(let index):
      "Time \(index) does not lie after time \(index - 1); sort the observations."
    case .tooFewSamples(let needed, let found):
      "The estimate needs at least \(needed) increments, not \(found)."
    case .tooFewClusters(let needed, let found):
      "The estimate needs at least \(needed) clusters, not \(found); divide a long trajectory into "
        + "blocks or give more trajectories."
    case .wrongDimension(let expected, let found):
      "The estimate is for \(expected) variables, but the data have \(found)."
    case .badParameter(let name, let value, let remedy):
      "The parameter \(name) cannot be \(value): \(remedy)."
    case .lagTooLong(let lag, let residual):
      "The correction for the lag \(lag) did not converge (residual \(residual)); observe more "
        + "often, choose a simpler model or fit without the correction."
    case .cancelled: "The estimate was cancelled."
    }
  }
}

internal import RealModule

/// A normal distribution on the line.
public struct GaussianLaw: Hashable, Codable, Sendable {
  /// The mean, in units of state.
  public var mean: Double
  /// The variance, in units of state²; zero is a point.
  public var variance: Double

  /// Creates the law with the given mean and variance.
  public init(mean: Double, variance: Double) {
    self.mean = mean
    self.variance = variance
  }

  /// The density at `x`.
  public func density(at x: Double) -> Double {
    let z = x - mean
    return Double.exp(-z * z / (2 * variance)) / (2 * Double.pi * variance).squareRoot()
  }

  /// The probability of a value of at most `x`.
  public func cumulative(_ x: Double) -> Double {
    0.5 * Double.erfc((mean - x) / (2 * variance).squareRoot())
  }

  /// The differential entropy ½ ln(2πe · variance) in nats.
  public var entropy: Double {
    0.5 * (1 + Double.log(2 * Double.pi * variance))
  }
}

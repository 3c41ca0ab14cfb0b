public import Grids
public import StochasticProcesses

/// The law of the state at the start, in the form in which it is known.
///
/// A solver that refines its cells asks the law anew on every axis, so that nothing is lost to the
/// first one.
public enum InitialLaw: Sendable {
  /// All probability at one point.
  ///
  /// It enters as the weights of a polynomial interpolation through ten cells: the solution at a
  /// later time is a smooth function of the starting point, so that its error is of tenth order in
  /// the spacing once the density is wider than some cells.
  case point(Double)
  /// The law with the given cumulative distribution function F(x) = P(X ≤ x); jumps are allowed.
  case cumulative(@Sendable (Double) -> Double)
  /// The law with the given density, of mass 1 on the domain; every cell is integrated adaptively.
  case density(@Sendable (Double) -> Double)
  /// The law with the given cell averages: finer cells interpolate smooth ones with error O(h⁹);
  /// others are taken for a histogram.
  case averages(Density)
  /// The law that is constant within each of the given cells.
  case histogram(Density)

  /// A normal law; variance zero is a point.
  public static func normal(_ law: GaussianLaw) -> InitialLaw {
    law.variance > 0 ? .cumulative { law.cumulative($0) } : .point(law.mean)
  }

  /// A constant density between two points.
  public static func uniform(_ range: ClosedRange<Double>) -> InitialLaw {
    let length = range.upperBound - range.lowerBound
    guard length > 0 else { return .point(range.lowerBound) }
    return .cumulative { min(max(($0 - range.lowerBound) / length, 0), 1) }
  }
}

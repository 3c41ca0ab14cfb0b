/// The functions of one variable in which a tensor train expands a density.
///
/// The functions are orthonormal: Hermite functions on the line, Legendre polynomials on an interval
/// between reflecting walls, sines and cosines on a ring. A train holds the values of the density at
/// as many nodes, each multiplied by the root of its quadrature weight, so that the Euclidean norm
/// of the train is the L2 norm of the density.
public struct SpectralAxis: Hashable, Codable, Sendable {
  /// Where the variable lives.
  public enum Extent: Hashable, Codable, Sendable {
    /// The whole line: Hermite functions around a center, the first being a normal law with the
    /// standard deviation `scale`. The density must vanish at infinity.
    case line(center: Double, scale: Double)
    /// An interval between reflecting walls.
    case interval(ClosedRange<Double>)
    /// An interval whose ends are one point.
    case ring(ClosedRange<Double>)
  }

  /// Where the variable lives.
  public let extent: Extent
  /// The number of functions and of nodes; odd on the line, where that conserves mass, and on a ring.
  public let count: Int

  /// Creates an axis.
  ///
  /// - Parameters:
  ///   - extent: Where the variable lives.
  ///   - count: The number of functions, raised by one on a line and a ring when it is even.
  /// - Throws: ``FokkerPlanckError/invalidParameter(name:value:remedy:)``.
  public init(_ extent: Extent, count: Int) throws(FokkerPlanckError) {
    guard count >= 2, count <= 512 else {
      throw .invalidParameter(
        name: "count", value: Double(count), remedy: "give between 2 and 512 functions per axis")
    }
    switch extent {
    case .line(let center, let scale):
      guard center.isFinite else {
        throw .invalidParameter(name: "center", value: center, remedy: "give a finite number")
      }
      guard scale > 0, scale.isFinite else {
        throw .invalidParameter(name: "scale", value: scale, remedy: "give a positive length")
      }
    case .interval(let domain), .ring(let domain):
      let length = domain.upperBound - domain.lowerBound
      guard length > 0, length.isFinite else {
        throw .invalidParameter(
          name: "domain", value: length, remedy: "give an interval of positive length")
      }
    }
    self.init(unchecked: extent, count: count)
  }

  init(unchecked extent: Extent, count: Int) {
    self.extent = extent
    if case .interval = extent { self.count = count } else { self.count = count | 1 }
  }

  /// The line with Hermite functions around a center.
  ///
  /// - Throws: ``FokkerPlanckError/invalidParameter(name:value:remedy:)``.
  public static func line(
    center: Double, scale: Double, count: Int
  ) throws(FokkerPlanckError) -> SpectralAxis {
    try SpectralAxis(.line(center: center, scale: scale), count: count)
  }

  /// An interval between reflecting walls with Legendre polynomials.
  ///
  /// - Throws: ``FokkerPlanckError/invalidParameter(name:value:remedy:)``.
  public static func interval(
    _ domain: ClosedRange<Double>, count: Int
  ) throws(FokkerPlanckError) -> SpectralAxis {
    try SpectralAxis(.interval(domain), count: count)
  }

  /// A ring with sines and cosines.
  ///
  /// - Throws: ``FokkerPlanckError/invalidParameter(name:value:remedy:)``.
  public static func ring(
    _ domain: ClosedRange<Double>, count: Int
  ) throws(FokkerPlanckError) -> SpectralAxis {
    try SpectralAxis(.ring(domain), count: count)
  }

  /// Whether the axis may follow the density.
  var isLine: Bool {
    if case .line = extent { return true }
    return false
  }
}

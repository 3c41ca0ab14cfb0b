/// Where particles of several variables may be: a box with walls across each variable.
///
/// A reflecting wall sends a particle back along D n, the direction in which no probability crosses
/// a wall of normal n; for a diagonal D that is a mirror. An absorbing wall takes a particle out with
/// the Brownian-bridge correction of its own variable.
///
/// ## Reference
///
/// M. Bossy, E. Gobet and D. Talay, "A symmetrized Euler scheme for an efficient approximation of
/// reflected diffusions", *Journal of Applied Probability* 41 (2004) 877-889,
/// [doi:10.1239/jap/1091543431](https://doi.org/10.1239/jap/1091543431).
public struct BoxDomain: Hashable, Codable, Sendable {
  /// The domain of each variable.
  public var axes: [ParticleDomain]

  /// Creates a box from the domain of each variable.
  public init(_ axes: [ParticleDomain]) { self.axes = axes }

  /// The whole space.
  public static func unbounded(dimension: Int) -> BoxDomain {
    BoxDomain(Array(repeating: .unbounded, count: dimension))
  }
}

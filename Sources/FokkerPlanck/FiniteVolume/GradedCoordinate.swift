public import Grids
public import RealModule
public import StochasticProcesses

/// A coordinate in which equal cells are fine near a centre and grow geometrically away from it.
///
/// ```
/// x = centre + width · sinh ξ,   dx/dξ = width · cosh ξ
/// ```
///
/// A density in x becomes q(ξ) = p(x) dx/dξ; a process in x becomes a ``GradedProcess`` in ξ, which
/// any solver takes. Cells of width Δξ measure `width · Δξ` at the centre and Δξ |x − centre| far
/// from it.
public struct GradedCoordinate: Hashable, Codable, Sendable {
  /// The point around which cells are finest.
  public var centre = 0.0
  /// The distance from the centre, in units of x, beyond which cells grow; positive.
  public var width = 1.0

  /// Creates a coordinate about zero of width 1.
  public init() {}

  /// Creates a coordinate.
  public init(centre: Double, width: Double) {
    self.centre = centre
    self.width = width
  }

  /// Checks that the width is positive and both numbers are finite.
  ///
  /// - Throws: ``FokkerPlanckError/invalidParameter(name:value:remedy:)``.
  public func validate() throws(FokkerPlanckError) {
    guard width > 0, width.isFinite else {
      throw .invalidParameter(
        name: "width", value: width, remedy: "give the distance over which cells stay fine")
    }
    guard centre.isFinite else {
      throw .invalidParameter(name: "centre", value: centre, remedy: "give a finite point")
    }
  }

  /// The state x at a coordinate ξ.
  public func state(at coordinate: Double) -> Double {
    centre + width * Double.sinh(coordinate)
  }

  /// The coordinate ξ of a state x.
  public func coordinate(of state: Double) -> Double { Double.asinh((state - centre) / width) }

  /// The stretch dx/dξ at a coordinate ξ.
  public func stretch(at coordinate: Double) -> Double { width * Double.cosh(coordinate) }

  /// The axis of ξ that covers a domain of x.
  ///
  /// - Parameters:
  ///   - domain: The bounds of x.
  ///   - cellCount: The number of cells.
  /// - Returns: An axis of equal cells in ξ.
  /// - Throws: ``FokkerPlanckError/invalidParameter(name:value:remedy:)`` when the domain or the
  ///   number of cells makes no axis.
  public func axis(
    covering domain: ClosedRange<Double>, cellCount: Int
  ) throws(FokkerPlanckError) -> Axis {
    try validate()
    do {
      return try Axis(
        coordinate(of: domain.lowerBound)...coordinate(of: domain.upperBound),
        cellCount: cellCount)
    } catch {
      throw .invalidParameter(
        name: "cellCount", value: Double(cellCount),
        remedy: "give at least 2 cells and a domain of finite positive length")
    }
  }

  /// The density of ξ, as cell averages, from the cumulative distribution of x.
  ///
  /// - Parameters:
  ///   - axis: The axis of ξ.
  ///   - cumulative: The probability below a state x.
  /// - Returns: The density of ξ with the exact mass in every cell.
  public func density(on axis: Axis, cumulative: (Double) -> Double) -> Density {
    Density(axis: axis, cumulative: { cumulative(state(at: $0)) })
  }

  /// The density of x on equal cells, from a density of ξ.
  ///
  /// The cumulative distribution is interpolated with a polynomial of degree five, so that the mass
  /// between any two faces is kept to sixth order; cells outside the axis of ξ are empty.
  ///
  /// - Parameters:
  ///   - axis: The axis of x.
  ///   - density: A density of ξ.
  /// - Returns: The density of x.
  public func density(on axis: Axis, from density: Density) -> Density {
    let cumulative = density.cumulativeAtFaces
    return Density(
      axis: axis,
      cumulative: { density.cumulativeValue(at: coordinate(of: $0), faces: cumulative) })
  }
}

/// A process seen in a graded coordinate ξ.
///
/// By Itô's rule, with x = g(ξ),
///
/// ```
/// a_ξ = a/g′ − D g″/g′³,   D_ξ = D/g′²
/// ```
public struct GradedProcess<Base: DiffusionProcess>: DiffusionProcess where Base.Scalar == Double {
  /// The process in x.
  public var base: Base
  /// The coordinate.
  public var coordinate: GradedCoordinate

  /// Creates the process in ξ from the process in x.
  public init(_ base: Base, in coordinate: GradedCoordinate) {
    self.base = base
    self.coordinate = coordinate
  }

  /// Whether the process in x is known to be the same at all times.
  public var isAutonomous: Bool { base.isAutonomous }

  /// The drift of ξ.
  public func drift(at x: Double, time t: Double) -> Double {
    let state = coordinate.state(at: x)
    let stretch = coordinate.stretch(at: x)
    let curvature = state - coordinate.centre
    let diffusion = base.diffusion(at: state, time: t)
    return (base.drift(at: state, time: t) - diffusion * curvature / (stretch * stretch)) / stretch
  }

  /// The diffusion coefficient of ξ.
  public func diffusion(at x: Double, time t: Double) -> Double {
    let stretch = coordinate.stretch(at: x)
    return base.diffusion(at: coordinate.state(at: x), time: t) / (stretch * stretch)
  }
}

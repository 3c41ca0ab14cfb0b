/// An Itô diffusion in the plane.
///
/// ```
/// dX = a dt + B dW,   D = B Bᵀ/2
/// ∂p/∂t = −∂(aₓ p)/∂x − ∂(a_y p)/∂y + ∂²(Dₓₓ p)/∂x² + 2 ∂²(Dₓ_y p)/∂x∂y + ∂²(D_yy p)/∂y²
/// ```
public protocol PlanarDiffusionProcess: Sendable {
  /// Whether the coefficients are the same at all times; then they are evaluated once.
  var isAutonomous: Bool { get }

  /// Drift and diffusion at a point and a time.
  ///
  /// - Parameters:
  ///   - x: The first coordinate.
  ///   - y: The second coordinate.
  ///   - t: The time.
  /// - Returns: The coefficients; the diffusion matrix must be positive semidefinite.
  func coefficients(x: Double, y: Double, time t: Double) -> PlanarCoefficients

  /// Evaluates the coefficients along a line of constant y.
  ///
  /// - Parameters:
  ///   - xs: The first coordinates.
  ///   - y: The second coordinate.
  ///   - t: The time.
  ///   - result: One set of coefficients per point.
  func evaluate(
    x xs: Span<Double>, y: Double, time t: Double,
    into result: inout MutableSpan<PlanarCoefficients>)
}

extension PlanarDiffusionProcess {
  /// False: the coefficients are evaluated at every step.
  @inlinable
  public var isAutonomous: Bool { false }

  /// Calls ``coefficients(x:y:time:)`` point by point.
  @inlinable
  public func evaluate(
    x xs: Span<Double>, y: Double, time t: Double,
    into result: inout MutableSpan<PlanarCoefficients>
  ) {
    precondition(result.count == xs.count, "one result per point")
    for index in xs.indices { result[index] = coefficients(x: xs[index], y: y, time: t) }
  }
}

/// Drift and diffusion of a process in the plane at one point.
public struct PlanarCoefficients: Hashable, Codable, Sendable {
  /// The drift along x.
  public var driftX: Double
  /// The drift along y.
  public var driftY: Double
  /// The diffusion coefficient along x.
  public var diffusionXX: Double
  /// The diffusion coefficient along y.
  public var diffusionYY: Double
  /// The mixed diffusion coefficient.
  public var diffusionXY: Double

  /// Creates a set of coefficients.
  @inlinable
  public init(
    driftX: Double = 0, driftY: Double = 0, diffusionXX: Double = 0, diffusionYY: Double = 0,
    diffusionXY: Double = 0
  ) {
    self.driftX = driftX
    self.driftY = driftY
    self.diffusionXX = diffusionXX
    self.diffusionYY = diffusionYY
    self.diffusionXY = diffusionXY
  }
}

public import RealModule

/// An Itô diffusion dX = a(X, t) dt + B(X, t) dW of several variables, with D = B Bᵀ/2.
///
/// Its density obeys the Fokker-Planck equation
///
/// ```
/// ∂p/∂t = −Σᵢ ∂(aᵢ p)/∂xᵢ + Σᵢⱼ ∂²(Dᵢⱼ p)/∂xᵢ∂xⱼ
/// ```
///
/// so one conforming type serves the ensembles and the solvers, as ``DiffusionProcess`` does in one
/// dimension.
///
/// ## Layout
///
/// Coordinates are stored variable by variable: variable `v` of point `i` among `n` points is at
/// `v * n + i`, the drift likewise. Of the symmetric matrix D the upper triangle is stored row by
/// row, element (v, w) with v ≤ w of point `i` at
/// `MatrixTriangle.index(v, w, dimension: d) * n + i`.
public protocol MultivariateDiffusionProcess<Scalar>: Sendable {
  /// The number type of the state, the time and the coefficients.
  associatedtype Scalar: Real & BinaryFloatingPoint & Codable & Sendable

  /// The number of variables.
  var dimension: Int { get }

  /// Whether the coefficients are the same at all times; then they are evaluated once per point.
  var isAutonomous: Bool { get }

  /// Whether D is the same at all points, so that noise needs one factorisation per time.
  var hasHomogeneousDiffusion: Bool { get }

  /// Evaluates drift and diffusion at many points and one time.
  ///
  /// - Parameters:
  ///   - points: The coordinates, `dimension` × n numbers.
  ///   - t: The time.
  ///   - drift: Receives a, `dimension` × n numbers.
  ///   - diffusion: Receives the upper triangle of D, d (d + 1)/2 × n numbers; D must be positive
  ///     semidefinite.
  func evaluate(
    at points: Span<Scalar>, time t: Scalar, drift: inout MutableSpan<Scalar>,
    diffusion: inout MutableSpan<Scalar>)

  /// Evaluates the diffusion matrix alone, for schemes with stages that need no drift.
  ///
  /// - Parameters:
  ///   - points: The coordinates, `dimension` × n numbers.
  ///   - t: The time.
  ///   - workspace: Room for `dimension` × n numbers, which may be overwritten.
  ///   - diffusion: Receives the upper triangle of D, d (d + 1)/2 × n numbers.
  func evaluateDiffusion(
    at points: Span<Scalar>, time t: Scalar, workspace: inout MutableSpan<Scalar>,
    diffusion: inout MutableSpan<Scalar>)
}

extension MultivariateDiffusionProcess {
  /// Evaluates the drift as well, into the workspace.
  @inlinable
  public func evaluateDiffusion(
    at points: Span<Scalar>, time t: Scalar, workspace: inout MutableSpan<Scalar>,
    diffusion: inout MutableSpan<Scalar>
  ) {
    evaluate(at: points, time: t, drift: &workspace, diffusion: &diffusion)
  }

  /// False: the coefficients are evaluated at every step.
  @inlinable
  public var isAutonomous: Bool { false }

  /// False: D is evaluated at every point.
  @inlinable
  public var hasHomogeneousDiffusion: Bool { false }
}

/// Where the elements of a symmetric matrix are when only its upper triangle is stored row by row.
public enum MatrixTriangle {
  /// The number of elements of the triangle, d (d + 1)/2.
  @inlinable
  public static func count(dimension: Int) -> Int { dimension * (dimension + 1) / 2 }

  /// The place of element (row, column), in either order of the two.
  @inlinable
  public static func index(_ row: Int, _ column: Int, dimension: Int) -> Int {
    let (first, second) = row <= column ? (row, column) : (column, row)
    return first * dimension - first * (first - 1) / 2 + second - first
  }
}

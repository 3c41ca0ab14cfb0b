public import RealModule

/// An Itô diffusion dX = a(X, t) dt + √(2 D(X, t)) dW in one dimension.
///
/// Its density obeys the Fokker-Planck equation
///
/// ```
/// ∂p/∂t = −∂(a p)/∂x + ∂²(D p)/∂x²
/// ```
///
/// so one conforming type serves the ensembles, the solvers and the estimates.
public protocol DiffusionProcess<Scalar>: Sendable {
  /// The number type of the state, the time and the coefficients.
  associatedtype Scalar: Real & BinaryFloatingPoint & Codable & Sendable

  /// The drift a(x, t), in units of state per unit of time.
  func drift(at x: Scalar, time t: Scalar) -> Scalar

  /// The diffusion coefficient D(x, t) ≥ 0, in units of state² per unit of time.
  func diffusion(at x: Scalar, time t: Scalar) -> Scalar

  /// Whether the coefficients are known to be the same at all times.
  ///
  /// Solvers then evaluate them once and may propagate over any time at once. False means that
  /// nothing is known.
  var isAutonomous: Bool { get }

  /// Evaluates both coefficients at many points and one time.
  ///
  /// Solvers and ensembles call this; a process whose coefficients need work that depends on the
  /// time alone does it here once. All four spans have the same count.
  func evaluate(
    at points: Span<Scalar>, time t: Scalar, drift: inout MutableSpan<Scalar>,
    diffusion: inout MutableSpan<Scalar>)

  /// Evaluates the diffusion coefficient alone at many points and one time.
  func evaluateDiffusion(
    at points: Span<Scalar>, time t: Scalar, into diffusion: inout MutableSpan<Scalar>)
}

extension DiffusionProcess {
  /// False: nothing is known about the dependence on time.
  @inlinable
  public var isAutonomous: Bool { false }

  /// Calls ``drift(at:time:)`` and ``diffusion(at:time:)`` point by point.
  @inlinable
  public func evaluate(
    at points: Span<Scalar>, time t: Scalar, drift: inout MutableSpan<Scalar>,
    diffusion: inout MutableSpan<Scalar>
  ) {
    precondition(drift.count == points.count && diffusion.count == points.count)
    for index in points.indices {
      let x = points[index]
      drift[index] = self.drift(at: x, time: t)
      diffusion[index] = self.diffusion(at: x, time: t)
    }
  }

  /// Calls ``diffusion(at:time:)`` point by point.
  @inlinable
  public func evaluateDiffusion(
    at points: Span<Scalar>, time t: Scalar, into diffusion: inout MutableSpan<Scalar>
  ) {
    precondition(diffusion.count == points.count)
    for index in points.indices { diffusion[index] = self.diffusion(at: points[index], time: t) }
  }
}

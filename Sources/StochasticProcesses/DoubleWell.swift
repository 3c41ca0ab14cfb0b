public import RealModule

/// The bistable process dX = (X − X³) dt + √(2D) dW in the potential x⁴/4 − x²/2.
@frozen
public struct DoubleWell<Scalar>: DiffusionProcess
where Scalar: Real & BinaryFloatingPoint & Codable & Sendable {
  /// The diffusion coefficient D, in units of state² per unit of time.
  public var diffusionCoefficient: Scalar

  /// Creates a process from its diffusion coefficient.
  public init(diffusionCoefficient: Scalar) {
    self.diffusionCoefficient = diffusionCoefficient
  }

  /// The drift x − x³.
  @inlinable
  @specialized(where Scalar == Double)
  public func drift(at x: Scalar, time t: Scalar) -> Scalar { x - x * x * x }

  /// The constant D.
  @inlinable
  @specialized(where Scalar == Double)
  public func diffusion(at x: Scalar, time t: Scalar) -> Scalar { diffusionCoefficient }

  /// Evaluates both at many points.
  @inlinable
  @specialized(where Scalar == Double)
  public func evaluate(
    at points: Span<Scalar>, time t: Scalar, drift: inout MutableSpan<Scalar>,
    diffusion: inout MutableSpan<Scalar>
  ) {
    precondition(drift.count == points.count && diffusion.count == points.count)
    for index in points.indices {
      let x = points[index]
      drift[index] = x - x * x * x
      diffusion[index] = diffusionCoefficient
    }
  }

  /// True: nothing depends on time.
  @inlinable
  public var isAutonomous: Bool { true }
}

public import RealModule

/// A process x = m(t) + σ(t) ξ whose coordinate ξ in a co-moving frame is a simpler process.
///
/// ```
/// a(x, t) = m′ + σ′ ξ + σ r(ξ, t),   D(x, t) = σ² d(ξ, t),   ξ = (x − m)/σ
/// ```
///
/// where r and d are the drift and diffusion of ``reduced``. Solving ``reduced`` and mapping its
/// density back, or integrating the whole process directly, give the same law.
public struct FramedProcess<Reduced: DiffusionProcess>: DiffusionProcess
where Reduced.Scalar == Double {
  /// The frame, which carries the affine part of the drift.
  public let frame: ComovingFrame
  /// The process of the coordinate ξ, in units of 1 and of time.
  public let reduced: Reduced

  /// Creates the process that `reduced` describes within `frame`.
  public init(frame: ComovingFrame, reduced: Reduced) {
    self.frame = frame
    self.reduced = reduced
  }

  /// The drift a(x, t).
  public func drift(at x: Double, time t: Double) -> Double {
    let state = frame.state(at: t)
    let coordinate = (x - state.shift) / state.scale
    let relative = state.stretching * coordinate + reduced.drift(at: coordinate, time: t)
    return state.shiftVelocity + state.scale * relative
  }

  /// The diffusion coefficient D(x, t).
  public func diffusion(at x: Double, time t: Double) -> Double {
    let state = frame.state(at: t)
    let coordinate = (x - state.shift) / state.scale
    return state.scale * state.scale * reduced.diffusion(at: coordinate, time: t)
  }

  /// Evaluates both coefficients; the frame is computed once.
  public func evaluate(
    at points: Span<Double>, time t: Double, drift: inout MutableSpan<Double>,
    diffusion: inout MutableSpan<Double>
  ) {
    let state = frame.state(at: t)
    let (shift, scale) = (state.shift, state.scale)
    let (inverse, square) = (1 / scale, scale * scale)
    withUnsafeTemporaryAllocation(of: Double.self, capacity: points.count) { coordinates in
      coordinates.initialize(repeating: 0)
      points.withUnsafeBufferPointer { points in
        for index in points.indices { coordinates[index] = (points[index] - shift) * inverse }
      }
      reduced.evaluate(
        at: Span(_unsafeElements: UnsafeBufferPointer(coordinates)), time: t, drift: &drift,
        diffusion: &diffusion)
      let (velocity, stretching) = (state.shiftVelocity, state.stretching)
      drift.withUnsafeMutableBufferPointer { drift in
        for index in drift.indices {
          drift[index] = velocity + scale * (stretching * coordinates[index] + drift[index])
        }
      }
      diffusion.withUnsafeMutableBufferPointer { diffusion in
        for index in diffusion.indices { diffusion[index] *= square }
      }
    }
  }
}

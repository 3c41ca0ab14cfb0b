internal import FokkerPlanck
internal import Grids
internal import KramersMoyal
public import RealModule
public import StochasticProcesses

/// What closure 1c leaves in the frame of its best affine part and mean diffusion.
///
/// ```
/// r(ξ, s) = (a(w, s) − α(s) − β(s) w)/σ(s) − d̄(s) ξ,   d(ξ, s) = D(w, s)/σ(s)²
/// ```
///
/// The first term of r is a natural cubic spline in ξ at each recorded time, linear beyond its
/// knots; ln D is one that is constant beyond them. Both are linear in s between recorded times. d̄ is
/// the spreading of the frame.
public struct NonparametricReduction: DiffusionProcess {
  /// The curves at one recorded time.
  struct Profile: Hashable, Sendable {
    let drift: NaturalCubicSpline
    let logDiffusion: NaturalCubicSpline
    /// The same curves in the form for many points.
    let driftCubes: TruncatedCubes
    let logDiffusionCubes: TruncatedCubes

    init(drift: NaturalCubicSpline, logDiffusion: NaturalCubicSpline) {
      self.drift = drift
      self.logDiffusion = logDiffusion
      (driftCubes, logDiffusionCubes) = (TruncatedCubes(drift), TruncatedCubes(logDiffusion))
    }

    /// The first and the last knot.
    var range: ClosedRange<Double> { drift.knots[0]...drift.knots[drift.knots.count - 1] }

    func logDiffusion(at coordinate: Double) -> Double {
      logDiffusion(min(max(coordinate, range.lowerBound), range.upperBound))
    }

    /// Fills ``target`` with D at many points.
    func evaluateDiffusion(
      at points: UnsafeBufferPointer<Double>, into target: UnsafeMutableBufferPointer<Double>
    ) {
      logDiffusionCubes.evaluate(at: points, clampedTo: range, into: target)
      exponentiate(target)
    }
  }

  let times: PiecewiseLinear
  let profiles: [Profile]
  let frame: ComovingFrame

  /// The drift r(ξ, s).
  public func drift(at x: Double, time t: Double) -> Double {
    mixed(at: x, place(of: t)).drift - frame.state(at: t).spreading * x
  }

  /// The diffusion coefficient d(ξ, s).
  public func diffusion(at x: Double, time t: Double) -> Double {
    let scale = frame.scale(at: t)
    return mixed(at: x, place(of: t)).diffusion / (scale * scale)
  }

  /// Evaluates both coefficients; what depends on the time alone is computed once.
  public func evaluate(
    at points: Span<Double>, time t: Double, drift: inout MutableSpan<Double>,
    diffusion: inout MutableSpan<Double>
  ) {
    let place = place(of: t)
    let state = frame.state(at: t)
    let (early, late) = (1 - place.fraction, place.fraction)
    var curve = TruncatedCubes(early, place.before.driftCubes, late, place.after.driftCubes)
    curve.add(slope: -state.spreading)
    let factor = 1 / (state.scale * state.scale)
    points.withUnsafeBufferPointer { points in
      drift.withUnsafeMutableBufferPointer {
        curve.evaluate(at: points, clampedTo: -.infinity ... .infinity, into: $0)
      }
      diffusion.withUnsafeMutableBufferPointer { diffusion in
        place.before.evaluateDiffusion(at: points, into: diffusion)
        withUnsafeTemporaryAllocation(of: Double.self, capacity: points.count) { after in
          after.initialize(repeating: 0)
          place.after.evaluateDiffusion(at: points, into: after)
          for index in points.indices {
            diffusion[index] = factor * (early * diffusion[index] + late * after[index])
          }
        }
      }
    }
  }

  /// Two neighbouring recorded times and the fraction of the way between them.
  private struct Place {
    let before: Profile
    let after: Profile
    let fraction: Double
  }

  private func place(of time: Double) -> Place {
    let (interval, fraction) = times.position(of: time)
    return Place(
      before: profiles[interval], after: profiles[min(interval + 1, profiles.count - 1)],
      fraction: fraction)
  }

  private func mixed(at x: Double, _ place: Place) -> (drift: Double, diffusion: Double) {
    let early = 1 - place.fraction
    let drift = early * place.before.drift(x) + place.fraction * place.after.drift(x)
    let diffusion =
      early * Double.exp(place.before.logDiffusion(at: x))
      + place.fraction * Double.exp(place.after.logDiffusion(at: x))
    return (drift, diffusion)
  }
}

extension NonparametricReduction {
  /// The least diffusion coefficient that a curve of its logarithm can hold.
  private static let leastDiffusion = 1e-300

  /// Expresses fitted curves in the coordinate of a frame; times before its start use the start.
  init(
    _ coefficients: WeightResolvedCoefficients, times: [Double], frame: ComovingFrame
  ) throws(GridError) {
    var profiles: [Profile] = []
    for (index, time) in times.enumerated() {
      let state = frame.state(at: max(time, frame.startTime))
      let range = index * coefficients.knotCount..<(index + 1) * coefficients.knotCount
      let weights = coefficients.knots[range]
      let intercept = coefficients.affineIntercept.values[index]
      let slope = coefficients.affineSlope.values[index]
      let coordinates = weights.map { ($0 - state.shift) / state.scale }
      let residuals = zip(weights, coefficients.drift.values[range]).map { weight, drift in
        (drift - intercept - slope * weight) / state.scale
      }
      let logarithms = coefficients.diffusion.values[range].map {
        Double.log(max($0, Self.leastDiffusion))
      }
      profiles.append(
        Profile(
          drift: try NaturalCubicSpline(knots: coordinates, values: residuals),
          logDiffusion: try NaturalCubicSpline(knots: coordinates, values: logarithms)))
    }
    self.init(
      times: try PiecewiseLinear(knots: times, values: times), profiles: profiles, frame: frame)
  }
}

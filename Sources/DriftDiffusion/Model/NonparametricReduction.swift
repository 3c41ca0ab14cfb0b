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

    func logDiffusion(at coordinate: Double) -> Double {
      let (first, last) = (logDiffusion.knots[0], logDiffusion.knots[logDiffusion.knots.count - 1])
      return logDiffusion(min(max(coordinate, first), last))
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
    let factor = 1 / (state.scale * state.scale)
    for index in points.indices {
      let values = mixed(at: points[index], place)
      drift[index] = values.drift - state.spreading * points[index]
      diffusion[index] = values.diffusion * factor
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

public import Grids
internal import RealModule

/// A coordinate ξ = (x − m(t))/σ(t) that an affine drift carries along.
///
/// ```
/// m′ = α(t) + β(t) m,   σ′ = β(t) σ
/// ```
///
/// A density that drifts with α + β x alone stands still in ξ, so a solver that works there spends
/// its cells on what the affine part does not explain and has no numerical diffusion from it.
public struct ComovingFrame: Hashable, Sendable {
  /// The drift at x = 0, α(t).
  public let intercept: PiecewiseLinear
  /// The slope of the drift, β(t).
  public let slope: PiecewiseLinear
  /// The time at which the frame has its initial shift and scale.
  public let startTime: Double
  private let initialScale: Double
  private let nodes: [Double]
  private let shifts: [Double]

  /// The place and size of the frame at one time.
  public struct State: Hashable, Sendable {
    /// The point m whose coordinate is 0.
    public var shift: Double
    /// The length σ whose coordinate is 1; positive.
    public var scale: Double
  }

  /// Creates the frame that `intercept + slope · x` carries along from `shift` and `scale`.
  public init(
    intercept: PiecewiseLinear, slope: PiecewiseLinear, startTime: Double, shift: Double,
    scale: Double
  ) {
    precondition(scale > 0, "the scale of a frame must be positive")
    self.intercept = intercept
    self.slope = slope
    self.startTime = startTime
    initialScale = scale
    let knots = Set(intercept.knots + slope.knots).filter { $0 > startTime }
    nodes = [startTime] + knots.sorted()
    var shifts = [shift]
    for index in nodes.indices.dropFirst() {
      shifts.append(
        Self.shift(
          intercept, slope, from: nodes[index - 1], shifts[index - 1], to: nodes[index]))
    }
    self.shifts = shifts
  }

  /// The frame at a time not before its start.
  public func state(at time: Double) -> State {
    precondition(time >= startTime, "a frame has no past")
    let node = nodes.lastIndex { $0 <= time } ?? 0
    return State(
      shift: Self.shift(intercept, slope, from: nodes[node], shifts[node], to: time),
      scale: initialScale * Double.exp(slope.integral(from: startTime, to: time)))
  }

  /// m(end) from m(start) by variation of constants, with Gauss-Legendre quadrature of order 16 on
  /// pieces over which the exponent changes by less than one.
  private static func shift(
    _ intercept: PiecewiseLinear, _ slope: PiecewiseLinear, from start: Double, _ value: Double,
    to end: Double
  ) -> Double {
    guard end > start else { return value }
    let steepest = max(abs(slope(start)), abs(slope(end))) * (end - start)
    let pieces = max(1, min(10_000, Int(steepest.rounded(.up))))
    var result = value
    for piece in 0..<pieces {
      let left = start + (end - start) * Double(piece) / Double(pieces)
      let right = start + (end - start) * Double(piece + 1) / Double(pieces)
      let gained = gaussLegendre(from: left, to: right) { time in
        intercept(time) * Double.exp(slope.integral(from: time, to: right))
      }
      result = result * Double.exp(slope.integral(from: left, to: right)) + gained
    }
    return result
  }
}

/// The integral of a smooth function by Gauss-Legendre quadrature with eight points.
private func gaussLegendre(
  from start: Double, to end: Double, _ function: (Double) -> Double
) -> Double {
  let points = [
    (0.183_434_642_495_649_8, 0.362_683_783_378_362_0),
    (0.525_532_409_916_329_0, 0.313_706_645_877_887_3),
    (0.796_666_477_413_626_7, 0.222_381_034_453_374_5),
    (0.960_289_856_497_536_3, 0.101_228_536_290_376_3),
  ]
  let (middle, half) = ((start + end) / 2, (end - start) / 2)
  var sum = 0.0
  for (node, weight) in points {
    sum += weight * (function(middle - half * node) + function(middle + half * node))
  }
  return sum * half
}

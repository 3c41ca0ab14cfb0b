internal import Grids

/// A natural cubic spline as a straight line and truncated cubes, for many points at once.
///
/// ```
/// s(x) = a + b x + Σⱼ cⱼ max(0, x − kⱼ)³
/// ```
///
/// There is no search for the interval of a point, so eight points are evaluated together.
struct TruncatedCubes: Hashable, Sendable {
  private(set) var intercept: Double
  private(set) var slope: Double
  private(set) var knots: [Double]
  private(set) var coefficients: [Double]

  init(_ spline: NaturalCubicSpline) {
    slope = spline.slopeAtStart
    intercept = spline.values[0] - slope * spline.knots[0]
    knots = spline.knots
    coefficients = []
    var before = 0.0
    for index in spline.knots.indices {
      let after = Self.thirdDerivative(of: spline, after: index)
      coefficients.append((after - before) / 6)
      before = after
    }
  }

  private static func thirdDerivative(of spline: NaturalCubicSpline, after index: Int) -> Double {
    guard index + 1 < spline.knots.count else { return 0 }
    return (spline.curvatures[index + 1] - spline.curvatures[index])
      / (spline.knots[index + 1] - spline.knots[index])
  }

  /// The curve u s + v t, which has the knots of both.
  init(_ u: Double, _ s: TruncatedCubes, _ v: Double, _ t: TruncatedCubes) {
    intercept = u * s.intercept + v * t.intercept
    slope = u * s.slope + v * t.slope
    knots = s.knots + t.knots
    coefficients = s.coefficients.map { u * $0 } + t.coefficients.map { v * $0 }
  }

  /// Adds a multiple of x.
  mutating func add(slope extra: Double) { slope += extra }

  /// The curve at many points.
  ///
  /// - Parameters:
  ///   - points: The places.
  ///   - range: Where points outside are moved to before.
  ///   - target: The values on return; as many as points.
  func evaluate(
    at points: UnsafeBufferPointer<Double>, clampedTo range: ClosedRange<Double>,
    into target: UnsafeMutableBufferPointer<Double>
  ) {
    precondition(target.count == points.count, "each point has one value")
    guard let source = points.baseAddress, let result = target.baseAddress else { return }
    let (low, high) = (Lanes(repeating: range.lowerBound), Lanes(repeating: range.upperBound))
    let whole = points.count / 8 * 8
    for index in stride(from: 0, to: whole, by: 8) {
      let x = UnsafeRawPointer(source + index).loadUnaligned(as: Lanes.self)
      let values = values(at: smaller(larger(x, low), high))
      UnsafeMutableRawPointer(result + index).storeBytes(of: values, as: Lanes.self)
    }
    guard whole < points.count else { return }
    var x = Lanes(repeating: 0)
    for index in whole..<points.count { x[index - whole] = source[index] }
    let values = values(at: smaller(larger(x, low), high))
    for index in whole..<points.count { result[index] = values[index - whole] }
  }

  @inline(__always)
  private func values(at x: Lanes) -> Lanes {
    var sum = multiplyAdd(x, Lanes(repeating: slope), Lanes(repeating: intercept))
    for index in knots.indices {
      let distance = larger(x - knots[index], Lanes.zero)
      sum = multiplyAdd(distance * distance * coefficients[index], distance, sum)
    }
    return sum
  }
}

/// Eight double-precision numbers, the width of a vector register.
private typealias Lanes = SIMD8<Double>

/// a b + c, fused where the processor does it in one instruction.
@inline(__always)
private func multiplyAdd(_ a: Lanes, _ b: Lanes, _ c: Lanes) -> Lanes {
  #if FOKKER_NATIVE
  c.addingProduct(a, b)
  #else
  a * b + c
  #endif
}

/// The larger number of each pair; the standard library's is not inlined.
@inline(__always)
private func larger(_ a: Lanes, _ b: Lanes) -> Lanes { a.replacing(with: b, where: b .> a) }

/// The smaller number of each pair; the standard library's is not inlined.
@inline(__always)
private func smaller(_ a: Lanes, _ b: Lanes) -> Lanes { a.replacing(with: b, where: b .< a) }

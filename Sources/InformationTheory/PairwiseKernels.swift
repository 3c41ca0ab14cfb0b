/// Points in units in which squared distances are binary logarithms of kernels, for loops over all
/// pairs.
struct PairwisePoints {
  /// The coordinates in the order [unit][place]; places without a pattern lie so far away that
  /// their kernels vanish.
  let coordinates: UnsafePointer<Float>
  /// The number of places in a row, a multiple of 16.
  let padded: Int
  /// The number of units.
  let units: Int

  /// The kernels exp(−d²/(8σ²)) of four consecutive points with the sixteen from `other` on.
  @inline(__always)
  func kernels(of first: Int, with other: Int) -> FourKernels {
    var (a, b, c, d) = (SIMD16<Float>(), SIMD16<Float>(), SIMD16<Float>(), SIMD16<Float>())
    for unit in 0..<units {
      let row = coordinates + unit * padded
      let x = vector(row + other)
      let (p, q) = (x - row[first], x - row[first + 1])
      let (r, s) = (x - row[first + 2], x - row[first + 3])
      a = fused(p, p, a)
      b = fused(q, q, b)
      c = fused(r, r, c)
      d = fused(s, s, d)
    }
    return FourKernels(
      a: exponential2(-a), b: exponential2(-b), c: exponential2(-c), d: exponential2(-d))
  }
}

/// Sixteen kernels of each of four points.
struct FourKernels {
  var a = SIMD16<Float>()
  var b = SIMD16<Float>()
  var c = SIMD16<Float>()
  var d = SIMD16<Float>()

  /// The fourth powers: the kernels exp(−d²/(2σ²)).
  @inline(__always)
  var fourthPowers: FourKernels {
    FourKernels(
      a: fourthPower(a), b: fourthPower(b), c: fourthPower(c), d: fourthPower(d))
  }

  /// The sum over the four points.
  @inline(__always)
  var sum: SIMD16<Float> { (a + b) + (c + d) }

  @inline(__always)
  static func += (left: inout FourKernels, right: FourKernels) {
    left.a += right.a
    left.b += right.b
    left.c += right.c
    left.d += right.d
  }

  /// Adds `weight` times other kernels.
  @inline(__always)
  mutating func add(_ weight: SIMD16<Float>, times other: FourKernels) {
    a = fused(weight, other.a, a)
    b = fused(weight, other.b, b)
    c = fused(weight, other.c, c)
    d = fused(weight, other.d, d)
  }

  /// The sums over the lanes in double precision.
  var totals: [Double] { [a, b, c, d].map(total) }
}

@inline(__always)
private func fourthPower(_ x: SIMD16<Float>) -> SIMD16<Float> {
  let square = x * x
  return square * square
}

/// Sixteen consecutive numbers.
@inline(__always)
func vector(_ start: UnsafePointer<Float>) -> SIMD16<Float> {
  UnsafeRawPointer(start).loadUnaligned(as: SIMD16<Float>.self)
}

/// The sum of the lanes in double precision.
func total(_ lanes: SIMD16<Float>) -> Double {
  (0..<16).reduce(0) { $0 + Double(lanes[$1]) }
}

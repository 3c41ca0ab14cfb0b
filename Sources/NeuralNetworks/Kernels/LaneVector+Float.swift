/// The lanes of single precision.
extension SIMD16: LaneVector where Scalar == Float {
  /// Sixteen.
  public static var laneCount: Int { 16 }

  /// self + a·b, rounded once where the processor can.
  @inline(__always)
  public func plusProduct(_ a: Self, _ b: Self) -> Self {
    #if FOKKER_NATIVE
    addingProduct(a, b)
    #else
    self + a * b
    #endif
  }

  @inline(__always)
  private var bits: SIMD16<UInt32> { unsafeBitCast(self, to: SIMD16<UInt32>.self) }

  @inline(__always)
  private init(bits: SIMD16<UInt32>) { self = unsafeBitCast(bits, to: Self.self) }

  /// The absolute values.
  @inline(__always)
  public var absolute: Self { Self(bits: bits & SIMD16<UInt32>(repeating: 0x7FFF_FFFF)) }

  /// The absolute values of this vector with the signs of `other`.
  @inline(__always)
  public func withSign(of other: Self) -> Self {
    Self(
      bits: bits & SIMD16<UInt32>(repeating: 0x7FFF_FFFF)
        | other.bits & SIMD16<UInt32>(repeating: 0x8000_0000))
  }

  /// The square roots.
  @inline(__always)
  public var squareRoot: Self { squareRoot() }

  /// The larger of two numbers, lane by lane.
  @inline(__always)
  public func maximum(_ other: Self) -> Self { replacing(with: other, where: self .< other) }

  /// The smaller of two numbers, lane by lane.
  @inline(__always)
  public func minimum(_ other: Self) -> Self { replacing(with: other, where: self .> other) }

  /// 1 in the lanes where this vector is above `other`, and 0 elsewhere.
  @inline(__always)
  public func indicator(above other: Self) -> Self {
    Self().replacing(with: Self(repeating: 1), where: self .> other)
  }

  /// The first `count` lanes, and 0 in the others.
  @inline(__always)
  public func keepingFirst(_ count: Int) -> Self {
    let lanes = SIMD16<Int32>(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
    return replacing(with: Self(), where: lanes .>= SIMD16<Int32>(repeating: Int32(count)))
  }

  /// The sum over the lanes.
  @inline(__always)
  public var laneSum: Float {
    let eight = lowHalf + highHalf
    let four = eight.lowHalf + eight.highHalf
    let two = four.lowHalf + four.highHalf
    return two.x + two.y
  }

  /// Writes the lane sums of many vectors times `scale`.
  ///
  /// Two vectors are summed into one whose even and odd lanes belong to them, by shifting 64-bit
  /// words; that one is folded to two lanes. (The compiler takes shuffles of sixteen lanes apart.)
  @inline(__always)
  public static func writeLaneSums(
    of vectors: UnsafePointer<Self>, count: Int, scale: Float,
    to results: UnsafeMutablePointer<Float>
  ) {
    let memory = UnsafeMutableRawPointer(results)
    var index = 0
    while index < count {
      let eight = alternatingSums(vectors + index)
      let four = eight.lowHalf + eight.highHalf
      memory.storeBytes(
        of: (four.lowHalf + four.highHalf) * SIMD2(repeating: scale),
        toByteOffset: index &* MemoryLayout<Float>.stride, as: SIMD2<Float>.self)
      index &+= 2
    }
  }

  /// Sums of parts of two vectors, of the first in the even and of the second in the odd lanes.
  @inline(__always)
  private static func alternatingSums(_ vectors: UnsafePointer<Self>) -> SIMD8<Float> {
    let memory = UnsafeRawPointer(vectors)
    let first = memory.load(as: SIMD8<UInt64>.self)
    let second = memory.load(fromByteOffset: 64, as: SIMD8<UInt64>.self)
    let low = SIMD8<UInt64>(repeating: 0xFFFF_FFFF)
    let shift = SIMD8<UInt64>(repeating: 32)
    let even = (first & low) | (second &<< shift)
    let odd = (first &>> shift) | (second & ~low)
    let sums = unsafeBitCast(even, to: Self.self) + unsafeBitCast(odd, to: Self.self)
    return sums.lowHalf + sums.highHalf
  }

  /// The integer n nearest to every number, |x| < 2²¹, with 2ⁿ.
  @inline(__always)
  public func nearestPowerOfTwo() -> (exponent: Self, power: Self) {
    let shift = Self(repeating: 0x1.8p23)
    let shifted = self + shift
    let exponentBits = shifted.bits &<< SIMD16<UInt32>(repeating: 23)
    return (shifted - shift, Self(bits: exponentBits &+ Self(repeating: 1).bits))
  }

  /// eʳ − 1 for |r| ≤ (ln 2)/2, from its series up to r⁷.
  @inline(__always)
  public static func exponentialMinusOneNearZero(_ r: Self) -> Self {
    var tail = Self(repeating: 1 / 5040)
    tail = Self(repeating: 1 / 720).plusProduct(tail, r)
    tail = Self(repeating: 1 / 120).plusProduct(tail, r)
    tail = Self(repeating: 1 / 24).plusProduct(tail, r)
    tail = Self(repeating: 1 / 6).plusProduct(tail, r)
    tail = Self(repeating: 1 / 2).plusProduct(tail, r)
    return r.plusProduct(r * r, tail)
  }

  /// Σ s²ᵏ/(2k + 1) for s² ≤ 1/9, up to k = 7.
  @inline(__always)
  public static func inverseHyperbolicTangentRatio(_ square: Self) -> Self {
    var sum = Self(repeating: 1 / 15)
    sum = Self(repeating: 1 / 13).plusProduct(sum, square)
    sum = Self(repeating: 1 / 11).plusProduct(sum, square)
    sum = Self(repeating: 1 / 9).plusProduct(sum, square)
    sum = Self(repeating: 1 / 7).plusProduct(sum, square)
    sum = Self(repeating: 1 / 5).plusProduct(sum, square)
    sum = Self(repeating: 1 / 3).plusProduct(sum, square)
    return Self(repeating: 1).plusProduct(sum, square)
  }

  /// ln 2 as a sum of a short and a tiny number.
  public static var logarithmOfTwo: (high: Float, low: Float) { (0x1.62e4p-1, 0x1.7f7d1cp-20) }

  /// The bound of the arguments of the exponential.
  public static var exponentLimit: Float { 87 }

  /// The hyperbolic tangents, within 4 units in the last place and never beyond ±1.
  ///
  /// tanh x = 2 a b/(a² + b²) with a/b ≈ tanh(x/2), a = x + x³ P(x²) and b = Q(x²). Errors of a/b
  /// count for sech x of their size, so that few coefficients (fitted to that weight) do; errors of
  /// the products cancel where tanh x is near 1.
  @inline(__always)
  public var hyperbolicTangent: Self {
    let saturation = Self(repeating: 9.01)
    let x = minimum(saturation).maximum(Self() - saturation)
    let square = x * x
    let p = Self(repeating: 0x1.e7b7eap-6).plusProduct(Self(repeating: 0x1.deb8ep-14), square)
    var q = Self(repeating: 0x1.3c21fp-10).plusProduct(Self(repeating: 0x1.494d0ep-20), square)
    q = Self(repeating: 0x1.cf4342p-4).plusProduct(q, square)
    q = Self(repeating: 1).plusProduct(q, square)
    let doubled = x.plusProduct(x * square, p)
    let half = doubled * Self(repeating: 0.5)
    return doubled * q / (half * half).plusProduct(q, q)
  }

  /// Bit `bit` of sixteen tokens, as the numbers 0 and 1.
  @inline(__always)
  public static func digits(_ bit: Int, of tokens: UnsafePointer<UInt32>) -> Self {
    let words = UnsafeRawPointer(tokens).loadUnaligned(as: SIMD16<UInt32>.self)
    let digit = words &>> SIMD16<UInt32>(repeating: UInt32(truncatingIfNeeded: bit))
    let mask = SIMD16<UInt32>() &- (digit & SIMD16<UInt32>(repeating: 1))
    return Self(bits: mask & Self(repeating: 1).bits)
  }

  /// 1 in the lanes whose token has this label, and 0 elsewhere.
  @inline(__always)
  public static func indicator(label: Int, of tokens: UnsafePointer<UInt32>) -> Self {
    let words = UnsafeRawPointer(tokens).loadUnaligned(as: SIMD16<UInt32>.self)
    let labels = words &>> SIMD16<UInt32>(repeating: 24)
    let isLabel = labels .== SIMD16<UInt32>(repeating: UInt32(truncatingIfNeeded: label))
    return Self(bits: SIMD16<UInt32>().replacing(with: Self(repeating: 1).bits, where: isLabel))
  }
}

/// The lanes of double precision.
extension SIMD8: LaneVector where Scalar == Double {
  /// Eight.
  public static var laneCount: Int { 8 }

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
  private var bits: SIMD8<UInt64> { unsafeBitCast(self, to: SIMD8<UInt64>.self) }

  @inline(__always)
  private init(bits: SIMD8<UInt64>) { self = unsafeBitCast(bits, to: Self.self) }

  /// The absolute values.
  @inline(__always)
  public var absolute: Self { Self(bits: bits & SIMD8<UInt64>(repeating: 0x7FFF_FFFF_FFFF_FFFF)) }

  /// The absolute values of this vector with the signs of `other`.
  @inline(__always)
  public func withSign(of other: Self) -> Self {
    Self(
      bits: bits & SIMD8<UInt64>(repeating: 0x7FFF_FFFF_FFFF_FFFF)
        | other.bits & SIMD8<UInt64>(repeating: 0x8000_0000_0000_0000))
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
    let lanes = SIMD8<Int64>(0, 1, 2, 3, 4, 5, 6, 7)
    return replacing(with: Self(), where: lanes .>= SIMD8<Int64>(repeating: Int64(count)))
  }

  /// The sum over the lanes.
  @inline(__always)
  public var laneSum: Double {
    let four = lowHalf + highHalf
    let two = four.lowHalf + four.highHalf
    return two.x + two.y
  }

  /// Writes the lane sums of many vectors times `scale`.
  ///
  /// Every vector is folded to two lanes, and pairs of those are summed by transposing.
  @inline(__always)
  public static func writeLaneSums(
    of vectors: UnsafePointer<Self>, count: Int, scale: Double,
    to results: UnsafeMutablePointer<Double>
  ) {
    let memory = UnsafeMutableRawPointer(results)
    var index = 0
    while index < count {
      memory.storeBytes(
        of: twoLaneSums(vectors + index) * SIMD2(repeating: scale),
        toByteOffset: index &* MemoryLayout<Double>.stride, as: SIMD2<Double>.self)
      index &+= 2
    }
  }

  @inline(__always)
  private static func twoLaneSums(_ vectors: UnsafePointer<Self>) -> SIMD2<Double> {
    @inline(__always)
    func folded(_ index: Int) -> SIMD2<Double> {
      let memory = UnsafeRawPointer(vectors + index)
      @inline(__always)
      func quarter(_ number: Int) -> SIMD2<Double> {
        memory.load(fromByteOffset: 16 &* number, as: SIMD2<Double>.self)
      }
      return (quarter(0) + quarter(1)) + (quarter(2) + quarter(3))
    }
    let (a, b) = (folded(0), folded(1))
    return SIMD2(a.x, b.x) + SIMD2(a.y, b.y)
  }

  /// The integer n nearest to every number, |x| < 2²¹, with 2ⁿ.
  @inline(__always)
  public func nearestPowerOfTwo() -> (exponent: Self, power: Self) {
    let shift = Self(repeating: 0x1.8p52)
    let shifted = self + shift
    let exponentBits = shifted.bits &<< SIMD8<UInt64>(repeating: 52)
    return (shifted - shift, Self(bits: exponentBits &+ Self(repeating: 1).bits))
  }

  /// eʳ − 1 for |r| ≤ (ln 2)/2, from its series up to r¹³.
  @inline(__always)
  public static func exponentialMinusOneNearZero(_ r: Self) -> Self {
    var tail = Self(repeating: 1 / 6_227_020_800)
    tail = Self(repeating: 1 / 479_001_600).plusProduct(tail, r)
    tail = Self(repeating: 1 / 39_916_800).plusProduct(tail, r)
    tail = Self(repeating: 1 / 3_628_800).plusProduct(tail, r)
    tail = Self(repeating: 1 / 362_880).plusProduct(tail, r)
    tail = Self(repeating: 1 / 40_320).plusProduct(tail, r)
    tail = Self(repeating: 1 / 5040).plusProduct(tail, r)
    tail = Self(repeating: 1 / 720).plusProduct(tail, r)
    tail = Self(repeating: 1 / 120).plusProduct(tail, r)
    tail = Self(repeating: 1 / 24).plusProduct(tail, r)
    tail = Self(repeating: 1 / 6).plusProduct(tail, r)
    tail = Self(repeating: 1 / 2).plusProduct(tail, r)
    return r.plusProduct(r * r, tail)
  }

  /// Σ s²ᵏ/(2k + 1) for s² ≤ 1/9, up to k = 16.
  @inline(__always)
  public static func inverseHyperbolicTangentRatio(_ square: Self) -> Self {
    var sum = Self(repeating: 1 / 33)
    sum = Self(repeating: 1 / 31).plusProduct(sum, square)
    sum = Self(repeating: 1 / 29).plusProduct(sum, square)
    sum = Self(repeating: 1 / 27).plusProduct(sum, square)
    sum = Self(repeating: 1 / 25).plusProduct(sum, square)
    sum = Self(repeating: 1 / 23).plusProduct(sum, square)
    sum = Self(repeating: 1 / 21).plusProduct(sum, square)
    sum = Self(repeating: 1 / 19).plusProduct(sum, square)
    sum = Self(repeating: 1 / 17).plusProduct(sum, square)
    sum = Self(repeating: 1 / 15).plusProduct(sum, square)
    sum = Self(repeating: 1 / 13).plusProduct(sum, square)
    sum = Self(repeating: 1 / 11).plusProduct(sum, square)
    sum = Self(repeating: 1 / 9).plusProduct(sum, square)
    sum = Self(repeating: 1 / 7).plusProduct(sum, square)
    sum = Self(repeating: 1 / 5).plusProduct(sum, square)
    sum = Self(repeating: 1 / 3).plusProduct(sum, square)
    return Self(repeating: 1).plusProduct(sum, square)
  }

  /// ln 2 as a sum of a short and a tiny number.
  public static var logarithmOfTwo: (high: Double, low: Double) {
    (0x1.62e42fee00000p-1, 0x1.a39ef35793c76p-33)
  }

  /// The bound of the arguments of the exponential.
  public static var exponentLimit: Double { 708 }

  /// The hyperbolic tangents, within 4 units in the last place and never beyond ±1.
  ///
  /// tanh x = 2 a b/(a² + b²) with a/b ≈ tanh(x/2), a = x + x³ P(x²) and b = Q(x²). Errors of a/b
  /// count for sech x of their size, so that few coefficients (fitted to that weight) do; errors of
  /// the products cancel where tanh x is near 1.
  @inline(__always)
  public var hyperbolicTangent: Self {
    let saturation = Self(repeating: 19)
    let x = minimum(saturation).maximum(Self() - saturation)
    let square = x * x
    var p = Self(repeating: 0x1.cb7423f85d30dp-42).plusProduct(
      Self(repeating: 0x1.7e0830e54fea3p-56), square)
    p = Self(repeating: 0x1.36bd9afc0c967p-30).plusProduct(p, square)
    p = Self(repeating: 0x1.081df28a59a6ap-20).plusProduct(p, square)
    p = Self(repeating: 0x1.4f456b73fa65bp-12).plusProduct(p, square)
    p = Self(repeating: 0x1.2ae94d80d63e1p-5).plusProduct(p, square)
    var q = Self(repeating: 0x1.bf461c2216fb0p-37).plusProduct(
      Self(repeating: 0x1.2db2512391080p-49), square)
    q = Self(repeating: 0x1.4568e145fb5dap-26).plusProduct(q, square)
    q = Self(repeating: 0x1.5033b0d1b7912p-17).plusProduct(q, square)
    q = Self(repeating: 0x1.0269b40ee6ecbp-9).plusProduct(q, square)
    q = Self(repeating: 0x1.eac9fc15c0745p-4).plusProduct(q, square)
    q = Self(repeating: 1).plusProduct(q, square)
    let doubled = x.plusProduct(x * square, p)
    let half = doubled * Self(repeating: 0.5)
    return doubled * q / (half * half).plusProduct(q, q)
  }

  /// Bit `bit` of eight tokens, as the numbers 0 and 1.
  @inline(__always)
  public static func digits(_ bit: Int, of tokens: UnsafePointer<UInt32>) -> Self {
    let words = SIMD8<UInt64>(
      truncatingIfNeeded: UnsafeRawPointer(tokens).loadUnaligned(as: SIMD8<UInt32>.self))
    let digit = words &>> SIMD8<UInt64>(repeating: UInt64(truncatingIfNeeded: bit))
    let mask = SIMD8<UInt64>() &- (digit & SIMD8<UInt64>(repeating: 1))
    return Self(bits: mask & Self(repeating: 1).bits)
  }

  /// 1 in the lanes whose token has this label, and 0 elsewhere.
  @inline(__always)
  public static func indicator(label: Int, of tokens: UnsafePointer<UInt32>) -> Self {
    let words = SIMD8<UInt64>(
      truncatingIfNeeded: UnsafeRawPointer(tokens).loadUnaligned(as: SIMD8<UInt32>.self))
    let labels = words &>> SIMD8<UInt64>(repeating: 24)
    let isLabel = labels .== SIMD8<UInt64>(repeating: UInt64(truncatingIfNeeded: label))
    return Self(bits: SIMD8<UInt64>().replacing(with: Self(repeating: 1).bits, where: isLabel))
  }
}

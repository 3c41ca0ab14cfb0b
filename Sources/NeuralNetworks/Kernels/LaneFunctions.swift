extension LaneVector {
  /// The exponentials, of arguments cut at ±``exponentLimit``.
  @inline(__always)
  var exponential: Self {
    let limit = Self(repeating: Self.exponentLimit)
    let x = minimum(limit).maximum(Self.zero - limit)
    let (minusOne, power) = x.reducedExponential
    return power.plusProduct(power, minusOne)
  }

  /// 2ⁿ and eʳ − 1 with x = n ln 2 + r, |r| ≤ (ln 2)/2.
  @inline(__always)
  private var reducedExponential: (minusOne: Self, power: Self) {
    let (high, low) = Self.logarithmOfTwo
    let (exponent, power) = (self * Self(repeating: 1 / (high + low))).nearestPowerOfTwo()
    let r = plusProduct(exponent, Self(repeating: -high))
      .plusProduct(exponent, Self(repeating: -low))
    return (Self.exponentialMinusOneNearZero(r), power)
  }

  /// The logistic function 1/(1 + exp(−x)).
  @inline(__always)
  var logistic: Self {
    Self.one / (Self.one + (Self.zero - self).exponential)
  }

  /// ln(1 + exp x) without overflow: max(x, 0) + ln(1 + u) with u = exp(−|x|).
  ///
  /// ln(1 + u) = 2 artanh(u/(2 + u)), whose argument is at most 1/3.
  @inline(__always)
  var softplus: Self {
    let u = (Self.zero - absolute).exponential
    let s = u / (u + Self(repeating: 2))
    let logarithm = (s + s) * Self.inverseHyperbolicTangentRatio(s * s)
    return maximum(Self.zero) + logarithm
  }
}

extension Float {
  /// Scales standard normal numbers to given variances; see ``NormalScalar``.
  public static func scale(
    _ normals: UnsafePointer<Float>, variances: UnsafePointer<Float>, factor: Float,
    into result: UnsafeMutablePointer<Float>, count: Int
  ) {
    guard count > 0 else { return }
    if areEqual(variances, count: count) {
      // The same arithmetic for one variance, so that the bits do not depend on the others.
      let root = checkedSquareRoot(factor * SIMD16(repeating: variances[0]))[0]
      for index in 0..<count { result[index] = root * normals[index] }
      return
    }
    var index = 0
    while index &+ 16 <= count {
      let root = checkedSquareRoot(factor * vector(variances + index))
      UnsafeMutableRawPointer(result + index)
        .storeBytes(of: root * vector(normals + index), as: SIMD16<Float>.self)
      index &+= 16
    }
    guard index < count else { return }
    // The rest goes through the same arithmetic, so that a number's place does not matter.
    var rest = SIMD16<Float>()
    for lane in 0..<count - index { rest[lane] = variances[index + lane] }
    let root = checkedSquareRoot(factor * rest)
    for lane in 0..<count - index { result[index + lane] = root[lane] * normals[index + lane] }
  }

  /// Whether all numbers are finite; see ``NormalScalar``.
  public static func areFinite(_ values: UnsafePointer<Float>, count: Int) -> Bool {
    // One more than the largest exponent carries into the sign bit.
    var carries = SIMD16<UInt32>()
    var index = 0
    while index &+ 16 <= count {
      let bits = unsafeBitCast(vector(values + index), to: SIMD16<UInt32>.self)
      carries |= (bits & 0x7F80_0000) &+ 0x0080_0000
      index &+= 16
    }
    var carry: UInt32 = 0
    for lane in 0..<16 { carry |= carries[lane] }
    while index < count {
      carry |= (values[index].bitPattern & 0x7F80_0000) &+ 0x0080_0000
      index &+= 1
    }
    return carry &>> 31 == 0
  }
}

/// Whether all values have the same bits.
private func areEqual(_ values: UnsafePointer<Float>, count: Int) -> Bool {
  let first = values[0].bitPattern
  var difference: UInt32 = 0
  for index in 0..<count { difference |= values[index].bitPattern ^ first }
  return difference == 0
}

@inline(__always)
private func vector(_ start: UnsafePointer<Float>) -> SIMD16<Float> {
  UnsafeRawPointer(start).loadUnaligned(as: SIMD16<Float>.self)
}

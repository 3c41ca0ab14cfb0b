public import RealModule

extension Float {
  /// Scales standard normal numbers to given variances; see ``NormalScalar``.
  public static func scale(
    _ normals: UnsafePointer<Float>, variances: UnsafePointer<Float>, factor: Float,
    into result: UnsafeMutablePointer<Float>, count: Int
  ) {
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
}

@inline(__always)
private func vector(_ start: UnsafePointer<Float>) -> SIMD16<Float> {
  UnsafeRawPointer(start).loadUnaligned(as: SIMD16<Float>.self)
}

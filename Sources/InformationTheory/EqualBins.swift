/// Equal bins of one unit and their place in the patterns' keys.
struct EqualBins {
  /// The activations that are not counted as outside.
  let range: ClosedRange<Double>
  /// The lower end of bin 0.
  let origin: Double
  /// Bins per unit of activation.
  let scale: Double
  /// The number of the last bin.
  let last: Double
  /// The bits to the right of this unit's bin in the key.
  let shift: UInt64

  /// Appends the bin ⌊(x − origin) · scale⌋, cut to 0 … last, of each activation x to the keys.
  ///
  /// - Parameters:
  ///   - values: The activations of the unit, one per pattern.
  ///   - keys: The patterns' keys.
  /// - Returns: How many activations lie outside the range or are not numbers.
  @inline(__always)
  func append<Scalar: BinaryFloatingPoint & SIMDScalar>(
    _ values: UnsafePointer<Scalar>, to keys: UnsafeMutableBufferPointer<UInt64>
  ) -> Int {
    var outside = SIMD8<Int64>()
    let whole = keys.count / 8 * 8
    guard let key = keys.baseAddress else { return 0 }
    for start in stride(from: 0, to: whole, by: 8) {
      let x = UnsafeRawPointer(values + start).loadUnaligned(as: SIMD8<Scalar>.self)
      let raw = UnsafeMutableRawPointer(key + start)
      let bins = numbers(SIMD8<Double>(x), &outside) &<< shift
      raw.storeBytes(of: raw.loadUnaligned(as: SIMD8<UInt64>.self) | bins, as: SIMD8<UInt64>.self)
    }
    // The tail is computed as the rest is, in lanes of which the first counts.
    var tail = SIMD8<Int64>()
    for pattern in whole..<keys.count {
      key[pattern] |= (numbers(SIMD8(repeating: Double(values[pattern])), &tail) &<< shift)[0]
    }
    return Int(outside.wrappedSum() &+ tail[0])
  }

  @inline(__always)
  private func numbers(_ x: SIMD8<Double>, _ outside: inout SIMD8<Int64>) -> SIMD8<UInt64> {
    let position = (x - origin) * scale
    let positive = position.replacing(with: 0, where: .!(position .> 0))
    let cut = positive.replacing(with: last, where: positive .> last)
    // Adding 2⁵² rounds to a whole number, which then stands in the low bits.
    let rounded = (cut + 0x1p52) - 0x1p52
    let floor = rounded.replacing(with: rounded - 1, where: rounded .> cut)
    outside.replace(
      with: outside &+ 1, where: .!((x .>= range.lowerBound) .& (x .<= range.upperBound)))
    return unsafeBitCast(floor + 0x1p52, to: SIMD8<UInt64>.self) & 0xF_FFFF_FFFF_FFFF
  }
}

/// Equal bins and their place in the patterns' keys.
struct EqualBins {
  /// The lower end of bin 0.
  let origin: Double
  /// Bins per unit of activation.
  let scale: Double
  /// The number of the last bin.
  let last: Double
  /// The upper end of the range in bins from the origin; what lies beyond counts as outside.
  let top: Double
  /// The bits of a bin's number.
  let bits: UInt32

  /// Appends the bin ⌊(x − origin) · scale⌋, cut to 0 … last, of each activation x to the keys.
  ///
  /// - Parameters:
  ///   - values: The activations of the unit, one per pattern.
  ///   - keys: The patterns' keys.
  ///   - count: The number of patterns.
  /// - Returns: How many activations lie outside the range or are not numbers.
  @inline(__always)
  func append<Scalar: BinaryFloatingPoint>(
    _ values: UnsafePointer<Scalar>, to keys: UnsafeMutablePointer<UInt32>, count: Int
  ) -> Int {
    guard Scalar.self == Float.self, let singleBins = SingleBins(self) else {
      return append(values, to: keys, count: count, dropping: 0)
    }
    var outside = 0
    for start in stride(from: 0, to: count, by: 512) {
      let (values, keys, count) = (values + start, keys + start, min(512, count - start))
      let singles = UnsafeRawPointer(values).assumingMemoryBound(to: Float.self)
      guard !singleBins.append(singles, to: keys, count: count) else { continue }
      outside += append(values, to: keys, count: count, dropping: bits)
    }
    return outside
  }

  /// Appends the bins after dropping so many bits of the keys.
  @inline(__always)
  private func append<Scalar: BinaryFloatingPoint>(
    _ values: UnsafePointer<Scalar>, to keys: UnsafeMutablePointer<UInt32>, count: Int,
    dropping: UInt32
  ) -> Int {
    // A plain loop without branches, which the compiler turns into vectors; its vector types would
    // make comparisons lane by lane.
    var differences: UInt64 = 0
    for pattern in 0..<count {
      let position = position(Double(values[pattern]))
      let positive = position > 0 ? position : 0
      let inside = positive < top ? positive : top
      differences |= (position - inside).bitPattern
      let cut = inside < last ? inside : last
      // Adding 2⁵² leaves the whole number in the low bits.
      let bin = UInt32(truncatingIfNeeded: (cut.rounded(.down) + 0x1p52).bitPattern)
      keys[pattern] = (keys[pattern] &>> dropping) &<< bits | bin
    }
    return differences == 0 ? 0 : countOutside(values, count: count)
  }

  private func countOutside<Scalar: BinaryFloatingPoint>(
    _ values: UnsafePointer<Scalar>, count: Int
  ) -> Int {
    (0..<count).count { pattern in
      let position = position(Double(values[pattern]))
      return !(position >= 0 && position <= top)
    }
  }

  /// The distance from the origin in bins.
  @inline(__always)
  func position(_ x: Double) -> Double { (x - origin) * scale }
}

/// Equal bins of one unit and their place in the patterns' keys.
struct EqualBins {
  /// The lower end of bin 0.
  let origin: Double
  /// Bins per unit of activation.
  let scale: Double
  /// The number of the last bin.
  let last: Double
  /// The upper end of the range in bins from the origin; what lies beyond counts as outside.
  let top: Double
  /// The bits to the right of this unit's bin in the key.
  let shift: UInt64

  /// Appends the bin ⌊(x − origin) · scale⌋, cut to 0 … last, of each activation x to the keys.
  ///
  /// - Parameters:
  ///   - values: The activations of the unit, one per pattern.
  ///   - keys: The patterns' keys.
  ///   - count: The number of patterns.
  /// - Returns: How many activations lie outside the range or are not numbers.
  @inline(__always)
  func append<Scalar: BinaryFloatingPoint>(
    _ values: UnsafePointer<Scalar>, to keys: UnsafeMutablePointer<UInt64>, count: Int
  ) -> Int {
    // A plain loop without branches, which the compiler turns into vectors; its vector types would
    // make comparisons lane by lane.
    var differences: UInt64 = 0
    for pattern in 0..<count {
      let position = (Double(values[pattern]) - origin) * scale
      let positive = position > 0 ? position : 0
      let inside = positive < top ? positive : top
      differences |= (position - inside).bitPattern
      let cut = inside < last ? inside : last
      // Adding 2⁵² leaves the whole number in the low bits.
      let bin = (cut.rounded(.down) + 0x1p52).bitPattern & 0xF_FFFF_FFFF_FFFF
      keys[pattern] |= bin &<< shift
    }
    return differences == 0 ? 0 : countOutside(values, count: count)
  }

  private func countOutside<Scalar: BinaryFloatingPoint>(
    _ values: UnsafePointer<Scalar>, count: Int
  ) -> Int {
    (0..<count).count { pattern in
      let position = (Double(values[pattern]) - origin) * scale
      return !(position >= 0 && position <= top)
    }
  }
}

/// Equal bins found in single precision, where that surely gives the bins of double precision.
///
/// For bins of m bits, 2ᵐ + (x − origin) · scale is one fused product, whose bits hold the bin and
/// below it a fraction of 23 − m bits. Where the fraction is within its error of an edge, or x
/// outside the range, the caller must compute in double precision.
struct SingleBins {
  private let scale: Float
  /// 2ᵐ − origin · scale plus `margin` units of the fraction, so that values near an edge have a
  /// fraction below twice the margin.
  private let offset: Float
  /// The least and the greatest activation inside the range.
  private let (least, greatest): (Float, Float)
  /// The middles of the first and the last bin, to which activations are cut.
  private let (first, last): (Float, Float)
  private let bits: UInt32
  private static let margin = 4.0

  /// Prepares the bins, or gives up when they are too many or too narrow for single precision.
  init?(_ bins: EqualBins) {
    guard bins.bits <= 10, bins.scale > 0 else { return nil }
    bits = bins.bits
    let base = Double(1 << bits)
    let unit = base * 0x1p-23
    scale = Float(bins.scale)
    let exactOffset = base - bins.origin * bins.scale + Self.margin * unit
    offset = Float(exactOffset)
    first = Float(bins.origin + 0.5 / bins.scale)
    last = Float(bins.origin + (bins.last + 0.5) / bins.scale)
    let largest = Double(max(first.magnitude, last.magnitude))
    let error =
      ((bins.scale - Double(scale)).magnitude + bins.scale * 0x1p-24) * largest
      + (exactOffset - Double(offset)).magnitude
    guard error < (Self.margin - 1) * unit,
      (bins.position(Double(first)) - 0.5).magnitude < 0.25,
      (bins.position(Double(last)) - bins.last - 0.5).magnitude < 0.25
    else { return nil }
    let origin = Float(bins.origin)
    least = Double(origin) < bins.origin ? origin.nextUp : origin
    greatest = Self.greatest(inside: bins)
  }

  /// The greatest single-precision number whose position is not above the top.
  private static func greatest(inside bins: EqualBins) -> Float {
    guard bins.top < .infinity else { return .infinity }
    var bound = Float(bins.origin + bins.top / bins.scale)
    while bins.position(Double(bound)) > bins.top { bound = bound.nextDown }
    while bins.position(Double(bound.nextUp)) <= bins.top { bound = bound.nextUp }
    return bound
  }

  /// Appends the bin of each activation to the keys.
  ///
  /// - Parameters:
  ///   - values: The activations of the unit, one per pattern.
  ///   - keys: The patterns' keys.
  ///   - count: The number of patterns.
  /// - Returns: Whether all bins are certain and no activation lies outside the range.
  @inline(__always)
  func append(
    _ values: UnsafePointer<Float>, to keys: UnsafeMutablePointer<UInt32>, count: Int
  ) -> Bool {
    let shift = 23 - bits
    let (binMask, fractionMask) = (1 &<< bits &- 1 as UInt32, 1 &<< shift &- 1 as UInt32)
    var differences: UInt32 = 0
    var nearest = UInt32.max
    for pattern in 0..<count {
      let x = values[pattern]
      let raised = x > least ? x : least
      let inside = raised < greatest ? raised : greatest
      differences |= x.bitPattern ^ inside.bitPattern
      let notBelow = inside > first ? inside : first
      let cut = notBelow < last ? notBelow : last
      let position = fused(cut, scale, offset).bitPattern
      let fraction = position & fractionMask
      nearest = fraction < nearest ? fraction : nearest
      keys[pattern] = keys[pattern] &<< bits | (position &>> shift) & binMask
    }
    return differences == 0 && nearest >= UInt32(2 * Self.margin)
  }
}

/// The bins of one layer's snapshot.
enum ActivationBins {
  /// Bin ⌊(x − lower) · scale⌋, cut to 0 … last.
  case equal(lower: Double, scale: Double, last: Double)
  /// The number of inner edges that are not above x, between a lowest and a highest value.
  case edges(count: Int, lower: Double, upper: Double)

  /// The number of different bins.
  var count: Int {
    switch self {
    case .equal(_, _, let last): Int(last) + 1
    case .edges(let count, _, _): count + 1
    }
  }

  /// The lower end of the first bin and the upper end of the last.
  var ends: (lower: Double, upper: Double) {
    switch self {
    case .equal(let lower, let scale, let last):
      (lower, scale > 0 ? lower + (last + 1) / scale : lower)
    case .edges(_, let lower, let upper): (lower, upper)
    }
  }

  /// The number of bits that hold a bin's number.
  var bits: Int { Int.bitWidth - max(1, count - 1).leadingZeroBitCount }
}

/// The smallest and largest of `values`; NaN when one of them is.
func range<Scalar: BinaryFloatingPoint>(of values: UnsafeBufferPointer<Scalar>) -> (Double, Double)
{
  var (low, high) = (Scalar.infinity, -Scalar.infinity)
  var isFinite = true
  for value in values {
    low = value < low ? value : low
    high = value > high ? value : high
    isFinite = isFinite && value.magnitude < .infinity
  }
  return isFinite ? (Double(low), Double(high)) : (.nan, .nan)
}

/// Appends the bin of each activation of one unit, found by bisection of the edges.
@inline(__always)
func appendEdgeBins<Scalar: BinaryFloatingPoint>(
  of values: UnsafePointer<Scalar>, edges: [Double], bits: UInt32,
  to keys: UnsafeMutableBufferPointer<UInt32>
) {
  for pattern in 0..<keys.count {
    let x = Double(values[pattern])
    var (low, high) = (0, edges.count)
    while low < high {
      let middle = (low + high) / 2
      if edges[middle] <= x { low = middle + 1 } else { high = middle }
    }
    keys[pattern] = keys[pattern] &<< bits | UInt32(truncatingIfNeeded: low)
  }
}

internal import RealModule

/// Seven equally spaced points around a point, whose values give the derivative there.
///
/// Order 6: the error is about (k h)⁶/140 of the largest derivative for a function that varies like
/// sin k x, plus rounding of about 2·10⁻¹⁶/(k h). With h = 1/5000 of the domain's length L both are
/// below 10⁻¹⁰ for k L between 0.1 and 240. The points stay inside the domain: near an end the
/// derivative is taken away from the middle of the seven, at worst with (k h)⁶/7.
@usableFromInline
struct DerivativeStencil: Hashable, Sendable {
  /// The number of points.
  @usableFromInline static var count: Int { 7 }
  /// The distance h between neighbouring points.
  @usableFromInline let spacing: Double
  /// Where the points lie.
  @usableFromInline let domain: ClosedRange<Double>

  @usableFromInline
  init(domain: ClosedRange<Double>) {
    self.domain = domain
    spacing = (domain.upperBound - domain.lowerBound) / 5000
  }

  /// The middle of the seven points for the derivative at `x`.
  @usableFromInline
  func middle(for x: Double) -> Double {
    guard domain.contains(x) else { return x }
    return min(max(x, domain.lowerBound + 3 * spacing), domain.upperBound - 3 * spacing)
  }

  /// The weight of one of the seven values in h times the derivative at `offset` spacings from their
  /// middle.
  @usableFromInline
  func weight(ofPoint point: Int, at offset: Double) -> Double {
    guard offset != 0 else { return Self.central[point] }
    let s = offset + 3
    var sum = 0.0
    for skipped in 0..<Self.count where skipped != point {
      var product = 1 / Double(point - skipped)
      for other in 0..<Self.count where other != point && other != skipped {
        product *= (s - Double(other)) / Double(point - other)
      }
      sum += product
    }
    return sum
  }

  /// The derivative of a function f at `offset` spacings from the middle of the seven points.
  ///
  /// Where almost all of its variation lies between two neighbouring points, f has a jump there; then
  /// f (ln f)′ is returned, whose integral over f is the logarithm of the ratio of both sides.
  ///
  /// - Parameters:
  ///   - local: f at the point itself.
  ///   - offset: The distance of the point from the middle, in spacings.
  ///   - values: f at the seven points, each `every` places after the one before.
  ///   - every: The distance of the values in memory.
  /// - Returns: The derivative.
  @usableFromInline
  func slope(
    of local: Double, at offset: Double, values: UnsafeMutableBufferPointer<Double>, every: Int
  ) -> Double {
    var (smallest, largest) = (values[0], values[0])
    var (variation, largestChange) = (0.0, 0.0)
    for point in 1..<Self.count {
      let (before, value) = (values[(point - 1) * every], values[point * every])
      (smallest, largest) = (min(smallest, value), max(largest, value))
      variation += abs(value - before)
      largestChange = max(largestChange, abs(value - before))
    }
    let jumps =
      smallest > 0 && largestChange > Self.jumpShare * variation
      && variation > Self.smallestJump * largest
    var sum = 0.0
    for point in 0..<Self.count {
      let weight = weight(ofPoint: point, at: offset)
      guard weight != 0 else { continue }
      let value = values[point * every]
      sum += weight * (jumps ? Double.log(value / smallest) : value)
    }
    return sum / spacing * (jumps ? local : 1)
  }

  /// The share of one change in the variation from which on it is a jump.
  private static let jumpShare = 0.8
  /// The smallest jump, relative to the function, that is treated as one.
  private static let smallestJump = 1e-3
  private static let central = [-1.0 / 60, 3.0 / 20, -3.0 / 4, 0, 3.0 / 4, -3.0 / 20, 1.0 / 60]
}

public import RandomStreams
internal import RealModule

/// Whether and when the Brownian bridges of a step touched a wall.
///
/// With the diffusion coefficient D, a bridge over the time h from distance d to distance d′ touches
/// the wall with the probability exp(−d d′/(D h)). Of one that does, the time τ of the first touch
/// has the law
///
/// ```
/// τ/(h − τ) ~ inverse Gaussian of mean d/|d′| and shape d²/(2 D h)
/// ```
///
/// For constant coefficients both are exact whatever the step; otherwise survival is of weak order 1,
/// and of order ½ without the bridge.
///
/// ## Reference
///
/// E. Gobet, "Weak approximation of killed diffusion using Euler schemes", *Stochastic Processes and
/// their Applications* 87 (2000) 167-197,
/// [doi:10.1016/S0304-4149(99)00109-X](https://doi.org/10.1016/S0304-4149(99)00109-X).
@usableFromInline
struct BridgeCrossing: ~Copyable {
  private let source: UniformSource
  private let key: SIMD2<UInt32>
  private let firstPath: Int
  @usableFromInline let numbers: UnsafeMutableBufferPointer<Float>
  private var block: UInt64?

  /// The crossings of some paths; none needs no memory.
  @usableFromInline
  init(seed: UInt64, firstPath: Int, count: Int) {
    source = UniformSource(seed: seed, purpose: .wallCrossings)
    key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    self.firstPath = firstPath
    numbers = .allocate(capacity: count * UniformSource.numbersPerBlock)
    numbers.initialize(repeating: 1)
  }

  @inlinable
  deinit { numbers.deallocate() }

  /// A uniform number of every path, at one place of the streams: that of a step and a wall.
  @usableFromInline
  mutating func row(_ place: UInt64) -> UnsafeBufferPointer<Float> {
    let perBlock = UInt64(UniformSource.numbersPerBlock)
    let (block, row) = place.quotientAndRemainder(dividingBy: perBlock)
    if block != self.block {
      source.fill(numbers, firstIndex: UInt64(firstPath), block: block)
      self.block = block
    }
    let count = numbers.count / UniformSource.numbersPerBlock
    return UnsafeBufferPointer(rebasing: numbers[Int(row) * count..<(Int(row) + 1) * count])
  }

  /// Whether a step may have touched the wall: false for nearly all that have not.
  ///
  /// As exp(−e) < 1/(1 + e + e²/2), most exponentials need not be computed.
  @inlinable
  static func isPossible<Scalar: NormalScalar>(
    _ before: Scalar, _ after: Scalar, _ variance: Scalar, _ uniform: Float
  ) -> Bool {
    guard before > 0, after > 0 else { return true }
    let exponent = before * after / variance
    return Scalar(uniform) * (1 + exponent + exponent * exponent / 2) < 1
  }

  /// The fraction of the step after which the wall was touched, or nil when it was not.
  ///
  /// - Parameters:
  ///   - before: The distance d at the start of the step.
  ///   - after: The distance d′ at its end, negative beyond the wall.
  ///   - variance: D h.
  ///   - uniform: The path's number from ``row(_:)``.
  ///   - path: The path, counted from the block's first.
  ///   - place: The place given to ``row(_:)``.
  /// - Returns: The fraction, from 0 to 1.
  @usableFromInline
  func fraction(
    before: Double, after: Double, variance: Double, uniform: Float, path: Int, place: UInt64
  ) -> Double? {
    guard before > 0 else { return 0 }
    if after > 0, !(Double(uniform) < Double.exp(-before * after / variance)) { return nil }
    return passage(before, abs(after), variance, words(path, place))
  }

  /// The fraction r/(1 + r) for r of the inverse Gaussian law, by the method of Michael, Schucany
  /// and Haas (1976).
  private func passage(
    _ before: Double, _ after: Double, _ variance: Double, _ word: SIMD4<UInt32>
  ) -> Double {
    guard variance > 0 else { return before / (before + after) }
    let u = (Double(word.x) + 0.5) * 0x1p-32
    let z =
      (-2 * Double.log(u)).squareRoot() * Double.cos(2 * Double.pi * Double(word.y) * 0x1p-32)
    let mean = before / max(after, 1e-12 * before)
    let spread = mean * z * z * variance / (before * before)
    let smaller = mean / (1 + spread + (spread * (spread + 2)).squareRoot())
    let choice = (Double(word.z) + 0.5) * 0x1p-32
    let ratio = choice * (mean + smaller) <= mean ? smaller : mean * mean / smaller
    return ratio / (1 + ratio)
  }

  /// Words of a place beyond those of ``row(_:)``, one block for each.
  private func words(_ path: Int, _ place: UInt64) -> SIMD4<UInt32> {
    let address = UInt64(StreamPurpose.wallCrossings.rawValue) << 48 | UInt64(firstPath + path)
    return Philox.block(
      counter: SIMD4(
        UInt32(truncatingIfNeeded: place), UInt32(truncatingIfNeeded: place >> 32) | 0x8000_0000,
        UInt32(truncatingIfNeeded: address), UInt32(truncatingIfNeeded: address >> 32)),
      key: key)
  }
}

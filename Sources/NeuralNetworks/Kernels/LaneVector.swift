/// A vector register of numbers, one per sample of a mini-batch.
///
/// A *token* is a 32-bit word that stands for one sample: its label in the top 8 bits, and below
/// them either its binary features or the index of its pattern.
public protocol LaneVector: BitwiseCopyable, Sendable {
  /// The number in a lane.
  associatedtype Element: NetworkScalar where Element.Lanes == Self

  /// The number of lanes.
  static var laneCount: Int { get }

  /// Creates a vector with the same number in all lanes.
  init(repeating value: Element)

  /// The number in a lane.
  subscript(lane: Int) -> Element { get set }

  /// The sums, lane by lane.
  static func + (left: Self, right: Self) -> Self
  /// The differences, lane by lane.
  static func - (left: Self, right: Self) -> Self
  /// The products, lane by lane.
  static func * (left: Self, right: Self) -> Self
  /// The quotients, lane by lane.
  static func / (left: Self, right: Self) -> Self

  /// self + a·b, rounded once where the processor can.
  func plusProduct(_ a: Self, _ b: Self) -> Self

  /// The absolute values.
  var absolute: Self { get }
  /// The absolute values of this vector with the signs of `other`.
  func withSign(of other: Self) -> Self
  /// The square roots.
  var squareRoot: Self { get }
  /// The larger of two numbers, lane by lane.
  func maximum(_ other: Self) -> Self
  /// The smaller of two numbers, lane by lane.
  func minimum(_ other: Self) -> Self
  /// 1 in the lanes where this vector is above `other`, and 0 elsewhere.
  func indicator(above other: Self) -> Self
  /// The first `count` lanes, and 0 in the others.
  func keepingFirst(_ count: Int) -> Self

  /// The sum over the lanes.
  var laneSum: Element { get }
  /// Writes the lane sums of `count` vectors times `scale`, `count` being a multiple of the lanes.
  static func writeLaneSums(
    of vectors: UnsafePointer<Self>, count: Int, scale: Element,
    to results: UnsafeMutablePointer<Element>)

  /// The integer n nearest to every number, |x| < 2²¹, with 2ⁿ.
  func nearestPowerOfTwo() -> (exponent: Self, power: Self)
  /// eʳ − 1 for |r| ≤ (ln 2)/2, to the last places.
  static func exponentialMinusOneNearZero(_ r: Self) -> Self
  /// Σ s²ᵏ/(2k + 1), which is artanh(s)/s, for |s| ≤ 1/3, to the last places.
  static func inverseHyperbolicTangentRatio(_ square: Self) -> Self
  /// ln 2 as a sum of a short and a tiny number.
  static var logarithmOfTwo: (high: Element, low: Element) { get }
  /// The largest argument whose exponential is finite and normal, and minus the smallest.
  static var exponentLimit: Element { get }
  /// The hyperbolic tangents.
  var hyperbolicTangent: Self { get }

  /// Bit `bit` of as many tokens as there are lanes, as the numbers 0 and 1.
  static func digits(_ bit: Int, of tokens: UnsafePointer<UInt32>) -> Self
  /// 1 in the lanes whose token has this label, and 0 elsewhere.
  static func indicator(label: Int, of tokens: UnsafePointer<UInt32>) -> Self
}

extension LaneVector {
  /// The zero vector.
  @inline(__always)
  static var zero: Self { Self(repeating: 0) }

  /// The vector of ones.
  @inline(__always)
  static var one: Self { Self(repeating: 1) }
}

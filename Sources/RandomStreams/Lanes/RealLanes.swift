/// Thirty-two floating-point numbers of one width, with what Box and Muller's transform needs.
///
/// Every operation is one function of `CVectors`; see there why it is not Swift's own. Division and
/// square root are slow instructions, so the functions are built from products.
protocol RealLanes {
  associatedtype Scalar: FloatingPoint & ExpressibleByFloatLiteral
  associatedtype Bits: BitLanes

  init(repeating scalar: Scalar)
  init(bits: Bits)
  /// The numbers from `start` on.
  init(from start: UnsafePointer<Scalar>)
  func store(to start: UnsafeMutablePointer<Scalar>)
  static func + (left: Self, right: Self) -> Self
  static func - (left: Self, right: Self) -> Self
  static func * (left: Self, right: Self) -> Self
  /// a·b + c in one rounding where the processor has the instruction.
  static func fused(_ a: Self, _ b: Self, _ c: Self) -> Self
  /// `first` where the highest bit of the mask is set, `second` elsewhere.
  static func selected(_ mask: Bits, _ first: Self, _ second: Self) -> Self
  var bits: Bits { get }
  /// The square root of normal positive numbers or zeros, to 3 units in the last place.
  var squareRoot: Self { get }
  /// All bits for negative numbers, none for others and for −0.
  var signMask: Bits { get }
  /// Bits whose highest one is set where the number is not finite.
  var overflowBits: Bits { get }
}

extension RealLanes {
  /// The number of lanes.
  static var count: Int { 32 }

  @inline(__always)
  static func + (left: Self, right: Scalar) -> Self { left + Self(repeating: right) }

  @inline(__always)
  static func - (left: Self, right: Scalar) -> Self { left - Self(repeating: right) }

  @inline(__always)
  static func * (left: Scalar, right: Self) -> Self { Self(repeating: left) * right }

  @inline(__always)
  static func fused(_ a: Self, _ b: Self, _ c: Scalar) -> Self { fused(a, b, Self(repeating: c)) }

  @inline(__always)
  static func fused(_ a: Scalar, _ b: Self, _ c: Scalar) -> Self {
    fused(Self(repeating: a), b, Self(repeating: c))
  }

  /// The square root; not a number for negative numbers, which the bit-shift guess ignores.
  @inline(__always)
  var checkedSquareRoot: Self { Self(bits: squareRoot.bits | signMask) }
}

/// Thirty-two unsigned integers of one width, four registers or two of the widest vectors.
///
/// Every operation is one function of `CVectors`; see there why it is not Swift's own.
protocol BitLanes {
  associatedtype Word: FixedWidthInteger & UnsignedInteger

  init(repeating word: Word)
  static func &+ (left: Self, right: Self) -> Self
  static func &- (left: Self, right: Self) -> Self
  static func & (left: Self, right: Self) -> Self
  static func | (left: Self, right: Self) -> Self
  static func ^ (left: Self, right: Self) -> Self
  static func &>> (lanes: Self, count: Int32) -> Self
  static func &<< (lanes: Self, count: Int32) -> Self
  /// The bitwise or of all lanes.
  var reducedOr: Word { get }
}

extension BitLanes {
  @inline(__always)
  static func &+ (left: Self, right: Word) -> Self { left &+ Self(repeating: right) }

  @inline(__always)
  static func &- (left: Word, right: Self) -> Self { Self(repeating: left) &- right }

  @inline(__always)
  static func & (left: Self, right: Word) -> Self { left & Self(repeating: right) }

  @inline(__always)
  static func | (left: Self, right: Word) -> Self { left | Self(repeating: right) }

  @inline(__always)
  static func ^ (left: Self, right: Word) -> Self { left ^ Self(repeating: right) }
}

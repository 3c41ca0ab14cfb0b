internal import CVectors

/// Thirty-two words of 32 bits.
struct HalfWordLanes {
  private(set) var vector: vector_half32

  @inline(__always)
  init(_ vector: vector_half32) { self.vector = vector }

  @inline(__always)
  init(repeating word: UInt32) { vector = vector_half32_repeating(word) }
}

extension HalfWordLanes: BitLanes {
  @inline(__always)
  static func &+ (left: HalfWordLanes, right: HalfWordLanes) -> HalfWordLanes {
    HalfWordLanes(vector_half32_sum(left.vector, right.vector))
  }

  @inline(__always)
  static func &- (left: HalfWordLanes, right: HalfWordLanes) -> HalfWordLanes {
    HalfWordLanes(vector_half32_difference(left.vector, right.vector))
  }

  @inline(__always)
  static func & (left: HalfWordLanes, right: HalfWordLanes) -> HalfWordLanes {
    HalfWordLanes(vector_half32_and(left.vector, right.vector))
  }

  @inline(__always)
  static func | (left: HalfWordLanes, right: HalfWordLanes) -> HalfWordLanes {
    HalfWordLanes(vector_half32_or(left.vector, right.vector))
  }

  @inline(__always)
  static func ^ (left: HalfWordLanes, right: HalfWordLanes) -> HalfWordLanes {
    HalfWordLanes(vector_half32_xor(left.vector, right.vector))
  }

  @inline(__always)
  static func &>> (lanes: HalfWordLanes, count: Int32) -> HalfWordLanes {
    HalfWordLanes(vector_half32_shifted_right(lanes.vector, count))
  }

  @inline(__always)
  static func &<< (lanes: HalfWordLanes, count: Int32) -> HalfWordLanes {
    HalfWordLanes(vector_half32_shifted_left(lanes.vector, count))
  }

  @inline(__always)
  var reducedOr: UInt32 { vector_half32_reduced_or(vector) }
}

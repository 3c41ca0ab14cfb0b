internal import CVectors

/// Thirty-two words of 64 bits.
struct WordLanes {
  private(set) var vector: vector_word32

  @inline(__always)
  init(_ vector: vector_word32) { self.vector = vector }

  @inline(__always)
  init(repeating word: UInt64) { vector = vector_word32_repeating(word) }

  /// 0, 1, …, 31.
  @inline(__always)
  static var counting: WordLanes { WordLanes(vector_word32_counting()) }

  /// The low halves.
  @inline(__always)
  var lowHalves: HalfWordLanes { HalfWordLanes(vector_word32_low_halves(vector)) }

  /// The high halves.
  @inline(__always)
  var highHalves: HalfWordLanes { HalfWordLanes(vector_word32_high_halves(vector)) }

  /// The 64-bit products of the low halves and a number of 32 bits.
  @inline(__always)
  func lowProduct(_ factor: UInt64) -> WordLanes {
    WordLanes(vector_word32_low_product(vector, vector_word32_repeating(factor)))
  }
}

extension WordLanes: BitLanes {
  @inline(__always)
  static func &+ (left: WordLanes, right: WordLanes) -> WordLanes {
    WordLanes(vector_word32_sum(left.vector, right.vector))
  }

  @inline(__always)
  static func &- (left: WordLanes, right: WordLanes) -> WordLanes {
    WordLanes(vector_word32_difference(left.vector, right.vector))
  }

  @inline(__always)
  static func & (left: WordLanes, right: WordLanes) -> WordLanes {
    WordLanes(vector_word32_and(left.vector, right.vector))
  }

  @inline(__always)
  static func | (left: WordLanes, right: WordLanes) -> WordLanes {
    WordLanes(vector_word32_or(left.vector, right.vector))
  }

  @inline(__always)
  static func ^ (left: WordLanes, right: WordLanes) -> WordLanes {
    WordLanes(vector_word32_xor(left.vector, right.vector))
  }

  @inline(__always)
  static func &>> (lanes: WordLanes, count: Int32) -> WordLanes {
    WordLanes(vector_word32_shifted_right(lanes.vector, count))
  }

  @inline(__always)
  static func &<< (lanes: WordLanes, count: Int32) -> WordLanes {
    WordLanes(vector_word32_shifted_left(lanes.vector, count))
  }

  @inline(__always)
  var reducedOr: UInt64 { vector_word32_reduced_or(vector) }
}

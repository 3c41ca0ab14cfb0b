internal import CVectors

/// The random words of one Philox block of thirty-two consecutive streams, one stream per lane.
///
/// Each lane holds a 32-bit word in the low half of 64 bits. The high halves hold rubbish that the
/// next multiplication ignores, which saves masking: a 64-bit product of low halves is one
/// instruction. Thirty-two lanes are four registers, so that there are enough independent chains to
/// hide the latency of the products.
struct PhiloxLanes {
  /// Words 0 and 1 in the high and the low half.
  let first: WordLanes
  /// Words 2 and 3 in the high and the low half.
  let second: WordLanes

  /// Encrypts the counters (block, address), (block, address + 1), …, as ``Philox`` does.
  ///
  /// - Parameters:
  ///   - block: Words 0 and 1 of the counters.
  ///   - address: Words 2 and 3 of the first counter; its low half does not overflow in 31 steps.
  ///   - keys: The keys of the ten rounds.
  @inline(__always)
  init(block: UInt64, address: UInt64, keys: PhiloxKeys) {
    var state = State(block: block, address: address, keys)
    state.round(keys.rounds.3)
    state.round(keys.rounds.4)
    state.round(keys.rounds.5)
    state.round(keys.rounds.6)
    state.round(keys.rounds.7)
    state.round(keys.rounds.8)
    let product0 = state.word0.lowProduct(Philox.multiplier0)
    let product1 = state.word2.lowProduct(Philox.multiplier1)
    let (x, y) = keys.rounds.9
    first = product1 ^ ((state.word1 ^ x) &<< 32)
    second = product0 ^ ((state.word3 ^ y) &<< 32)
  }
}

extension PhiloxLanes {
  /// The four words between two rounds.
  private struct State {
    var word0: WordLanes
    var word1: WordLanes
    var word2: WordLanes
    var word3: WordLanes

    /// The words after three rounds.
    ///
    /// Half of the words of a counter are the same in all lanes; they and the products that they
    /// alone enter are computed once, until they have spread to all words.
    @inline(__always)
    init(block: UInt64, address: UInt64, _ keys: PhiloxKeys) {
      let ((x0, y0), (x1, y1), (x2, y2)) = (keys.rounds.0, keys.rounds.1, keys.rounds.2)
      // Round 1.
      let blockProduct = Self.low(block) &* Philox.multiplier0
      let addressProduct =
        Self.multiples &+ Self.low(address) &* Philox.multiplier1
      let same2 = (blockProduct &>> 32) ^ (address &>> 32) ^ y0
      let word0 = Self.highHalf(addressProduct, block &>> 32 ^ x0)
      // Round 2.
      let sameProduct = same2 &* Philox.multiplier1
      let product = word0.lowProduct(Philox.multiplier0)
      let next0 = addressProduct ^ ((sameProduct &>> 32) ^ x1)
      let next2 = Self.highHalf(product, Self.low(blockProduct) ^ y1)
      // Round 3.
      let product0 = next0.lowProduct(Philox.multiplier0)
      let product1 = next2.lowProduct(Philox.multiplier1)
      self.word0 = Self.highHalf(product1, Self.low(sameProduct) ^ x2)
      word1 = product1
      word2 = (product0 &>> 32) ^ product ^ y2
      word3 = product0
    }

    @inline(__always)
    mutating func round(_ key: (UInt64, UInt64)) {
      let product0 = word0.lowProduct(Philox.multiplier0)
      let product1 = word2.lowProduct(Philox.multiplier1)
      word0 = (product1 &>> 32) ^ word1 ^ key.0
      word1 = product1
      word2 = (product0 &>> 32) ^ word3 ^ key.1
      word3 = product0
    }

    /// The products of 0, 1, …, 31 and the second multiplier.
    @inline(__always)
    private static var multiples: WordLanes {
      WordLanes.counting.lowProduct(Philox.multiplier1)
    }

    /// The exclusive or of the high halves and a word that is the same in all lanes.
    @inline(__always)
    private static func highHalf(_ product: WordLanes, _ word: UInt64) -> WordLanes {
      (product &>> 32) ^ vector_opaque_word(word)
    }

    @inline(__always)
    private static func low(_ word: UInt64) -> UInt64 { word & 0xFFFF_FFFF }
  }
}

/// The keys of Philox's ten rounds, in pairs of 32-bit words.
struct PhiloxKeys {
  typealias Pair = (UInt64, UInt64)
  let rounds: (Pair, Pair, Pair, Pair, Pair, Pair, Pair, Pair, Pair, Pair)

  @inline(__always)
  init(_ key: SIMD2<UInt32>) {
    func pair(_ round: UInt32) -> Pair {
      let k = key &+ round &* Philox.keyIncrement
      return (UInt64(k.x), UInt64(k.y))
    }
    rounds = (
      pair(0), pair(1), pair(2), pair(3), pair(4), pair(5), pair(6), pair(7), pair(8), pair(9)
    )
  }
}

/// Finds, for every pattern, one pattern that stands for all those with the same key.
struct SymbolTable: Sendable {
  /// For each pattern the representative of its symbol: a pattern with the same key.
  private(set) var representatives: [UInt32]
  /// The pattern that a place of the table holds; places that nobody wrote are never read.
  private var slots: [UInt32]
  /// The place of each pattern's key.
  private var places: [UInt32]
  /// The patterns that have no representative yet.
  private var unsettled: [UInt32]
  private let placeBits: Int

  /// Creates a table that is at most half full with `patternCount` different keys.
  init(patternCount: Int) {
    var bits = 4
    while 1 << bits < 2 * patternCount { bits += 1 }
    placeBits = bits
    representatives = Array(repeating: 0, count: patternCount)
    slots = Array(repeating: 0, count: 1 << bits)
    places = representatives
    unsettled = representatives
  }

  /// Finds the representatives of equal keys.
  @inline(__always)
  mutating func group<Key: FixedWidthInteger & UnsignedInteger>(_ keys: [Key]) {
    precondition(keys.count == representatives.count)
    let shift = Key(Key.bitWidth - placeBits)
    keys.withUnsafeBufferPointer { keys in
      slots.withUnsafeMutableBufferPointer { slots in
        places.withUnsafeMutableBufferPointer { places in
          unsettled.withUnsafeMutableBufferPointer { unsettled in
            representatives.withUnsafeMutableBufferPointer { representatives in
              guard let keys = keys.baseAddress, let slots = slots.baseAddress,
                let places = places.baseAddress, let unsettled = unsettled.baseAddress,
                let found = representatives.baseAddress
              else { return }
              let count = representatives.count
              let settling = KeySettling(
                keys: keys, shift: shift, slots: slots, places: places, unsettled: unsettled,
                representatives: found)
              settling.run(count: count)
            }
          }
        }
      }
    }
  }
}

/// Grouping of equal keys in rounds without unpredictable branches.
///
/// In a round every pattern writes its number to the place of its key; then every pattern reads who
/// was last there, and that is its representative when their keys agree. Equal keys share a place,
/// so all patterns of a symbol find their representative in the same round. The others, whose place
/// another key took, try again with another hash.
private struct KeySettling<Key: FixedWidthInteger & UnsignedInteger> {
  let keys: UnsafePointer<Key>
  let shift: Key
  let slots: UnsafeMutablePointer<UInt32>
  let places: UnsafeMutablePointer<UInt32>
  let unsettled: UnsafeMutablePointer<UInt32>
  let representatives: UnsafeMutablePointer<UInt32>

  @inline(__always)
  func run(count: Int) {
    // The golden ratio's fraction in the bits of a key; its powers are odd as well.
    let ratio = Key(truncatingIfNeeded: 0x9E37_79B9_7F4A_7C15 &>> UInt64(64 - Key.bitWidth)) | 1
    var multiplier = ratio
    var remaining = firstRound(multiplier, count: count)
    while remaining > 0 {
      multiplier = multiplier &* ratio
      remaining = laterRound(multiplier, count: remaining)
    }
  }

  /// Tries all patterns and returns how many are left.
  @inline(__always)
  private func firstRound(_ multiplier: Key, count: Int) -> Int {
    for pattern in 0..<count {
      places[pattern] = UInt32(truncatingIfNeeded: (keys[pattern] &* multiplier) &>> shift)
    }
    for pattern in 0..<count {
      slots[Int(places[pattern])] = UInt32(truncatingIfNeeded: pattern)
    }
    var remaining = 0
    for pattern in 0..<count {
      remaining &+= settle(pattern, at: places[pattern], remaining)
    }
    return remaining
  }

  /// Tries the first `count` unsettled patterns and returns how many are left.
  @inline(__always)
  private func laterRound(_ multiplier: Key, count: Int) -> Int {
    for index in 0..<count {
      let pattern = unsettled[index]
      let place = UInt32(truncatingIfNeeded: (keys[Int(pattern)] &* multiplier) &>> shift)
      places[index] = place
      slots[Int(place)] = pattern
    }
    var remaining = 0
    for index in 0..<count {
      remaining &+= settle(Int(unsettled[index]), at: places[index], remaining)
    }
    return remaining
  }

  /// Reads a pattern's place and returns 1 when another key has it.
  @inline(__always)
  private func settle(_ pattern: Int, at place: UInt32, _ remaining: Int) -> Int {
    let last = slots[Int(place)]
    representatives[pattern] = last
    unsettled[remaining] = UInt32(truncatingIfNeeded: pattern)
    return keys[Int(last)] == keys[pattern] ? 0 : 1
  }
}

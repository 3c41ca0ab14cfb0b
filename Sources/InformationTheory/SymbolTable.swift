/// An open-addressing table that finds, for every pattern, the first pattern with the same key.
struct SymbolTable: Sendable {
  /// For each pattern the first one with the same key: the representative of its symbol.
  private(set) var representatives: [UInt32]
  private var slots: [UInt32]
  private let shift: UInt64

  /// Creates a table that is at most half full with `patternCount` different keys.
  init(patternCount: Int) {
    var bits = 4
    while 1 << bits < 2 * patternCount { bits += 1 }
    representatives = Array(repeating: 0, count: patternCount)
    slots = Array(repeating: 0, count: 1 << bits)
    shift = UInt64(64 - bits)
  }

  /// Finds the representatives of equal keys.
  mutating func group(_ keys: [UInt64]) {
    precondition(keys.count == representatives.count)
    let shift = shift
    keys.withUnsafeBufferPointer { keys in
      slots.withUnsafeMutableBufferPointer { slots in
        representatives.withUnsafeMutableBufferPointer { representatives in
          groupKeys(keys, shift: shift, slots: slots, representatives: representatives)
        }
      }
    }
  }
}

/// Fibonacci hashing with linear probing.
///
/// A free slot is taken without a branch, since whether a key is new cannot be predicted; only true
/// collisions branch.
private func groupKeys(
  _ keys: UnsafeBufferPointer<UInt64>, shift: UInt64, slots: UnsafeMutableBufferPointer<UInt32>,
  representatives: UnsafeMutableBufferPointer<UInt32>
) {
  guard let keys = keys.baseAddress, let slot = slots.baseAddress else { return }
  let free = UInt32.max
  slots.update(repeating: free)
  let mask = slots.count &- 1
  for pattern in representatives.indices {
    let key = keys[pattern]
    var index = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) &>> shift)
    while true {
      let stored = slot[index]
      let first = stored == free ? UInt32(truncatingIfNeeded: pattern) : stored
      slot[index] = first
      if keys[Int(first)] == key {
        representatives[pattern] = first
        break
      }
      index = (index &+ 1) & mask
    }
  }
}

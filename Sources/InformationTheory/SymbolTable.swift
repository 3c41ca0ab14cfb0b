/// An open-addressing table that numbers different keys in the order of their first appearance.
struct SymbolTable: Sendable {
  /// The number of each key, by pattern.
  private(set) var labels: [UInt32]
  /// The key in each slot with its top bit set; 0 is an empty slot.
  private var slots: [UInt64]
  private var slotLabels: [UInt32]
  private let shift: UInt64

  /// Creates a table that is at most half full with `patternCount` different keys.
  init(patternCount: Int) {
    var bits = 4
    while 1 << bits < 2 * patternCount { bits += 1 }
    labels = Array(repeating: 0, count: patternCount)
    slots = Array(repeating: 0, count: 1 << bits)
    slotLabels = Array(repeating: 0, count: 1 << bits)
    shift = UInt64(64 - bits)
  }

  /// Numbers the keys, which are below 2⁶³, and returns how many different ones there are.
  mutating func number(_ keys: [UInt64]) -> Int {
    precondition(keys.count == labels.count)
    let shift = shift
    return slots.withUnsafeMutableBufferPointer { slots in
      slotLabels.withUnsafeMutableBufferPointer { slotLabels in
        labels.withUnsafeMutableBufferPointer { labels in
          numberKeys(keys, shift: shift, slots: slots, slotLabels: slotLabels, labels: labels)
        }
      }
    }
  }
}

/// Fibonacci hashing with linear probing; see ``SymbolTable``.
private func numberKeys(
  _ keys: [UInt64], shift: UInt64, slots: UnsafeMutableBufferPointer<UInt64>,
  slotLabels: UnsafeMutableBufferPointer<UInt32>, labels: UnsafeMutableBufferPointer<UInt32>
) -> Int {
  slots.update(repeating: 0)
  let mask = slots.count - 1
  var symbols: UInt32 = 0
  for pattern in labels.indices {
    let key = keys[pattern] | 1 << 63
    var slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) &>> shift)
    while slots[slot] != key {
      if slots[slot] == 0 {
        slots[slot] = key
        slotLabels[slot] = symbols
        symbols &+= 1
        break
      }
      slot = (slot &+ 1) & mask
    }
    labels[pattern] = slotLabels[slot]
  }
  return Int(symbols)
}

/// The sums over symbols t and classes y that entropies need, with φ(x) = x log₂ x.
struct SymbolSums {
  /// Σ φ(c_t), where c_t is the number of patterns of a symbol.
  var overSymbols = 0.0
  /// Σ φ(s_ty), where s_ty is the sum of p(y|x) over the patterns of a symbol.
  var overPairs = 0.0
  /// The number of symbols.
  var symbols = 0
  /// The number of positive s_ty.
  var pairs = 0
}

/// Counts patterns and classes of symbols that are known by their representative pattern.
struct SymbolCounts: Sendable {
  private let labels: LabelDistribution
  /// φ of the whole numbers up to the number of patterns.
  private let countLogarithms: [Double]
  /// φ(p(y|x)) in the order [class][pattern], rows padded to whole vectors.
  private let rowLogarithms: [Double]
  /// p(y|x) in the same order.
  private let rows: [Double]
  /// The patterns of each representative in the low half, those of class 1 in the high half.
  private var packed: [UInt32]
  private let classOne: [UInt32]
  /// The representatives of symbols with more than one pattern.
  private var repeated: [UInt32]
  private var counts: [Double]
  private var jointCounts: [Double]
  private let rowLength: Int

  init(labels: LabelDistribution) {
    let (patterns, classes) = (labels.patternCount, labels.classCount)
    let rowLength = (patterns + 7) / 8 * 8
    var rows = [Double](repeating: 0, count: rowLength * classes)
    for label in 0..<classes {
      for pattern in 0..<patterns {
        rows[label * rowLength + pattern] = labels.probabilities[label * patterns + pattern]
      }
    }
    self.labels = labels
    self.rowLength = rowLength
    self.rows = rows
    rowLogarithms = rows.map { binaryLogarithmTimes($0) }
    countLogarithms = (0...patterns).map { binaryLogarithmTimes(Double($0)) }
    let isPacked = labels.isDeterministic && classes == 2 && patterns <= UInt16.max
    packed = Array(repeating: 0, count: isPacked ? patterns : 0)
    classOne = isPacked ? (0..<patterns).map { rows[rowLength + $0] == 1 ? 1 << 16 | 1 : 1 } : []
    repeated = packed
    counts = Array(repeating: 0, count: isPacked ? 0 : rowLength)
    jointCounts = Array(repeating: 0, count: isPacked ? 0 : rowLength * classes)
  }

  /// The sums for patterns whose symbols have the given representatives.
  mutating func sums(_ representatives: [UInt32]) -> SymbolSums {
    packed.isEmpty ? weightedSums(representatives) : wholeSums(representatives)
  }

  /// The sums for two classes and certain labels, when all counts are whole.
  private mutating func wholeSums(_ representatives: [UInt32]) -> SymbolSums {
    let found = countPacked(representatives)
    return countLogarithms.withUnsafeBufferPointer { logarithms in
      packed.withUnsafeBufferPointer { packed in
        repeated.withUnsafeBufferPointer {
          sumOverPacked(packed, repeated: $0.prefix(found), logarithms)
        }
      }
    }
  }

  /// Counts the patterns of each representative and returns how many have more than one.
  private mutating func countPacked(_ representatives: [UInt32]) -> Int {
    var found = 0
    representatives.withUnsafeBufferPointer { representatives in
      classOne.withUnsafeBufferPointer { classOne in
        packed.withUnsafeMutableBufferPointer { packed in
          repeated.withUnsafeMutableBufferPointer { repeated in
            packed.update(repeating: 0)
            for pattern in packed.indices {
              let representative = representatives[pattern]
              let before = packed[Int(representative)]
              packed[Int(representative)] = before &+ classOne[pattern]
              // Written always and kept when the symbol's second pattern is met.
              repeated[found] = representative
              found &+= before & 0xFFFF == 1 ? 1 : 0
            }
          }
        }
      }
    }
    return found
  }

  /// The sums for any class probabilities.
  private mutating func weightedSums(_ representatives: [UInt32]) -> SymbolSums {
    var sums = SymbolSums()
    let (logarithms, rows, rest) = (countLogarithms, rows, jointCounts.count - rowLength)
    representatives.withUnsafeBufferPointer { representatives in
      counts.withUnsafeMutableBufferPointer { counts in
        counts.update(repeating: 0)
        for representative in representatives { counts[Int(representative)] += 1 }
        sums = sumOverCounts(counts, logarithms)
        rows.withUnsafeBufferPointer { rows in
          jointCounts.withUnsafeMutableBufferPointer { joint in
            addRows(rows, of: representatives, counts: counts, to: joint, rest: rest)
          }
        }
      }
    }
    addPairs(to: &sums)
    return sums
  }

  private func addPairs(to sums: inout SymbolSums) {
    var total = SIMD8<Double>()
    var pairs = SIMD8<Int64>()
    for label in 0..<labels.classCount {
      for index in stride(from: 0, to: rowLength, by: 8) {
        let count = vector(counts, index)
        let offset = label * rowLength + index
        let joint = vector(jointCounts, offset)
        // A symbol of one pattern has that pattern's own probabilities.
        let single = vector(rowLogarithms, offset).replacing(with: 0, where: count .!= 1)
        total += any(count .> 1) ? binaryLogarithmTimes(joint) : single
        pairs.replace(with: pairs &+ 1, where: joint .> 0)
      }
    }
    sums.overPairs = total.sum()
    sums.pairs = Int(pairs.wrappedSum())
  }
}

/// The sums over symbols alone.
private func sumOverCounts(
  _ counts: UnsafeMutableBufferPointer<Double>, _ logarithms: [Double]
) -> SymbolSums {
  var sums = SymbolSums()
  logarithms.withUnsafeBufferPointer { logarithms in
    for count in counts {
      // A whole number added to 2⁵² stands in the low bits.
      let whole = Int((count + 0x1p52).bitPattern & 0xFFFF_FFFF)
      sums.overSymbols += logarithms[whole]
      sums.symbols &+= whole > 0 ? 1 : 0
    }
  }
  return sums
}

/// Adds up the class probabilities of each symbol; the last class has what the others leave.
private func addRows(
  _ rows: UnsafeBufferPointer<Double>, of representatives: UnsafeBufferPointer<UInt32>,
  counts: UnsafeMutableBufferPointer<Double>, to joint: UnsafeMutableBufferPointer<Double>,
  rest: Int
) {
  for index in counts.indices { joint[rest + index] = counts[index] }
  for row in stride(from: 0, to: rest, by: counts.count) {
    joint[row..<row + counts.count].update(repeating: 0)
    for pattern in representatives.indices {
      joint[row + Int(representatives[pattern])] += rows[row + pattern]
    }
    for index in counts.indices {
      let left = joint[rest + index] - joint[row + index]
      joint[rest + index] = left > 1e-12 ? left : 0
    }
  }
}

/// The sums for counts in the low halves and counts of class 1 in the high halves.
///
/// φ(1) = 0, so symbols of one pattern add nothing to the sums of φ.
private func sumOverPacked(
  _ packed: UnsafeBufferPointer<UInt32>, repeated: Slice<UnsafeBufferPointer<UInt32>>,
  _ logarithms: UnsafeBufferPointer<Double>
) -> SymbolSums {
  var (symbols, pairs) = (0 as UInt32, 0 as UInt32)
  for both in packed {
    let (count, ones) = (both & 0xFFFF, both &>> 16)
    symbols &+= count > 0 ? 1 : 0
    pairs &+= (ones > 0 ? 1 : 0) &+ (count > ones ? 1 : 0)
  }
  var sums = SymbolSums(symbols: Int(symbols), pairs: Int(pairs))
  for representative in repeated {
    let both = packed[Int(representative)]
    let (count, ones) = (Int(both & 0xFFFF), Int(both &>> 16))
    sums.overSymbols += logarithms[count]
    sums.overPairs += logarithms[ones] + logarithms[count &- ones]
  }
  return sums
}

/// Eight consecutive values.
@inline(__always)
private func vector(_ values: [Double], _ start: Int) -> SIMD8<Double> {
  values.withUnsafeBytes {
    $0.loadUnaligned(
      fromByteOffset: start * MemoryLayout<Double>.stride, as: SIMD8<Double>.self)
  }
}

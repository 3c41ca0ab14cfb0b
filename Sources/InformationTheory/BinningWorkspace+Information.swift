internal import RealModule

extension BinningWorkspace {
  /// The information of the symbols that were numbered last.
  ///
  /// With counts c_t and joint counts s_ty over N patterns, and φ(x) = x log₂ x,
  ///
  /// ```
  /// H(T) = log₂ N − Σ φ(c_t)/N,   I(T;Y) = H(Y) − (Σ φ(c_t) − Σ φ(s_ty))/N
  /// ```
  mutating func information(
    symbols: Int, outside: Int, correction: EntropyCorrection
  ) -> LayerInformation {
    count(symbols: symbols)
    let patterns = Double(labels.patternCount)
    let symbolSum = sumOverCounts(symbols: symbols)
    let (jointSum, occupied) = sumOverJointCounts(symbols: symbols)
    var aboutInput = Double.log2(patterns) - symbolSum / patterns
    var aboutLabel = labelEntropy - (symbolSum - jointSum) / patterns
    if correction == .millerMadow {
      let unit = 0.5 / (patterns * Double.log(2))
      let classes = labels.marginal.count { $0 > 0 }
      aboutInput += Double(symbols - 1) * unit
      aboutLabel += Double(symbols - occupied + classes - 1) * unit
    }
    return LayerInformation(
      aboutInput: symbols == 1 ? 0 : max(0, aboutInput),
      aboutLabel: symbols == 1 ? 0 : max(0, aboutLabel),
      occupiedSymbols: symbols, outsideCount: outside)
  }

  /// Counts the patterns of each symbol and adds up their class probabilities.
  private mutating func count(symbols: Int) {
    let used = (symbols + 7) / 8 * 8
    let (rowLength, last) = (counts.count, labels.classCount - 1)
    let (patterns, probabilities, symbol) = (
      labels.patternCount, labels.probabilities, table.labels
    )
    counts.withUnsafeMutableBufferPointer { counts in
      counts[..<used].update(repeating: 0)
      for pattern in 0..<patterns { counts[Int(symbol[pattern])] += 1 }
      jointCounts.withUnsafeMutableBufferPointer { joint in
        let rest = last * rowLength
        for index in 0..<used { joint[rest + index] = counts[index] }
        for label in 0..<last {
          let (row, source) = (label * rowLength, label * patterns)
          joint[row..<row + used].update(repeating: 0)
          for pattern in 0..<patterns {
            joint[row + Int(symbol[pattern])] += probabilities[source + pattern]
          }
          // The last class has what the others leave.
          for index in 0..<used {
            let left = joint[rest + index] - joint[row + index]
            joint[rest + index] = left > 1e-12 ? left : 0
          }
        }
      }
    }
  }

  private func sumOverCounts(symbols: Int) -> Double {
    var sum = 0.0
    for symbol in 0..<symbols { sum += countLogarithms[Int(counts[symbol])] }
    return sum
  }

  /// Σ φ(s_ty) and the number of positive joint counts.
  private func sumOverJointCounts(symbols: Int) -> (Double, Int) {
    var sum = SIMD8<Double>()
    var occupied = SIMD8<Int64>()
    jointCounts.withUnsafeBytes { joint in
      for label in 0..<labels.classCount {
        for start in stride(from: label * counts.count, to: label * counts.count + symbols, by: 8)
        {
          let values = joint.loadUnaligned(
            fromByteOffset: start * MemoryLayout<Double>.stride, as: SIMD8<Double>.self)
          sum += binaryLogarithmTimes(values)
          occupied.replace(with: occupied &+ 1, where: values .> 0)
        }
      }
    }
    return (sum.sum(), Int(occupied.wrappedSum()))
  }
}

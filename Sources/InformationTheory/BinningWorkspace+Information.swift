internal import RealModule

extension BinningWorkspace {
  /// The information of the symbols in the table.
  ///
  /// With counts c_t and joint counts s_ty over N patterns, and φ(x) = x log₂ x,
  ///
  /// ```
  /// H(T) = log₂ N − Σ φ(c_t)/N,   I(T;Y) = H(Y) − (Σ φ(c_t) − Σ φ(s_ty))/N
  /// ```
  mutating func information(
    outside: Int, ends: (lower: Double, upper: Double), correction: EntropyCorrection
  ) -> LayerInformation {
    let sums = counts.sums(table.representatives)
    let patterns = Double(labels.patternCount)
    var aboutInput = Double.log2(patterns) - sums.overSymbols / patterns
    var aboutLabel = labelEntropy - (sums.overSymbols - sums.overPairs) / patterns
    if correction == .millerMadow {
      let unit = 0.5 / (patterns * Double.log(2))
      aboutInput += Double(sums.symbols - 1) * unit
      aboutLabel += Double(sums.symbols - sums.pairs + occupiedClasses - 1) * unit
    }
    return LayerInformation(
      aboutInput: sums.symbols == 1 ? 0 : max(0, aboutInput),
      aboutLabel: sums.symbols == 1 ? 0 : max(0, aboutLabel),
      occupiedSymbols: sums.symbols, outsideCount: outside, lowerEdge: ends.lower,
      upperEdge: ends.upper)
  }
}

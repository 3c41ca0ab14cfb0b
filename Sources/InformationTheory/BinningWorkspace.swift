/// The memory a ``BinnedEstimator`` works in, allocated once and reused for every layer.
///
/// It holds the labels' law, so one workspace serves one set of patterns and one thread.
public struct BinningWorkspace: Sendable {
  /// The law of the labels.
  public let labels: LabelDistribution
  /// H(Y) in bits.
  let labelEntropy: Double
  /// The symbol of each pattern as a number below 2⁶³.
  var keys: [UInt64]
  var table: SymbolTable
  /// The number of patterns of each symbol.
  var counts: [Double]
  /// The sum of p(y|x) over the patterns of each symbol, in the order [class][symbol].
  var jointCounts: [Double]
  /// x log₂ x of the whole numbers up to the number of patterns.
  let countLogarithms: [Double]
  /// The inner edges of the bins, when they are not equal.
  var edges: [Double] = []
  var sorted: [Double] = []

  /// Allocates the memory for the patterns of `labels`.
  public init(labels: LabelDistribution) {
    let patterns = labels.patternCount
    self.labels = labels
    labelEntropy = labels.entropy
    keys = Array(repeating: 0, count: patterns)
    table = SymbolTable(patternCount: patterns)
    // Rounded up to whole vectors of eight.
    let padded = (patterns + 7) / 8 * 8
    counts = Array(repeating: 0, count: padded)
    jointCounts = Array(repeating: 0, count: padded * labels.classCount)
    countLogarithms = (0...patterns).map { binaryLogarithmTimes(Double($0)) }
  }
}

/// The memory a ``BinnedEstimator`` works in, allocated once and reused for every layer.
///
/// It holds the labels' law, so one workspace serves one set of patterns and one thread.
public struct BinningWorkspace: Sendable {
  /// The law of the labels.
  public let labels: LabelDistribution
  /// H(Y) in bits.
  let labelEntropy: Double
  /// The number of classes that occur.
  let occupiedClasses: Int
  /// The symbol of each pattern as a whole number.
  var keys: [UInt64]
  var table: SymbolTable
  var counts: SymbolCounts
  /// The inner edges of the bins, when they are not equal.
  var edges: [Double] = []
  var sorted: [Double] = []

  /// Allocates the memory for the patterns of `labels`.
  public init(labels: LabelDistribution) {
    self.labels = labels
    labelEntropy = labels.entropy
    occupiedClasses = labels.marginal.count { $0 > 0 }
    keys = Array(repeating: 0, count: labels.patternCount)
    table = SymbolTable(patternCount: labels.patternCount)
    counts = SymbolCounts(labels: labels)
  }
}

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
  /// The bins of each pattern in as many units as 32 bits can hold.
  var keys: [UInt32]
  /// The bins of each pattern in all units, or what stands for them, when `keys` cannot hold them.
  var wideKeys: [UInt64]
  /// The bits of the wide keys in use.
  var wideBits = 0
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
    wideKeys = Array(repeating: 0, count: labels.patternCount)
    table = SymbolTable(patternCount: labels.patternCount)
    counts = SymbolCounts(labels: labels)
  }
}

/// The symbols that a layer's activations take on the patterns, from a binning.
public struct LayerSymbols: Hashable, Sendable {
  /// The symbol of each pattern, numbered from 0 in the order in which they first occur.
  public let indices: [Int]
  /// The number of different symbols.
  public let count: Int

  /// Numbers the symbols that any labels stand for; equal labels are one symbol.
  public init<Label: Hashable>(labels: [Label]) {
    var numbers: [Label: Int] = [:]
    var indices: [Int] = []
    indices.reserveCapacity(labels.count)
    for label in labels {
      let number = numbers[label, default: numbers.count]
      numbers[label] = number
      indices.append(number)
    }
    self.indices = indices
    count = numbers.count
  }
}

extension BinningWorkspace {
  /// The symbols of the layer whose information was last estimated with this memory.
  public var symbols: LayerSymbols { LayerSymbols(labels: table.representatives) }
}

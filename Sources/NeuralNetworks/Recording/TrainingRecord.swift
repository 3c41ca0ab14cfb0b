/// What was measured while an ensemble of networks was trained.
///
/// All arrays are flat, with the shapes given as [slowest]…[fastest]: *network* is the network's
/// index, *epoch* the index into ``epochs``, *parameter* the index in ``layout`` and *layer* the
/// layer's number minus 1. ``RecordedQuantity`` says what each array holds. Two records are equal
/// when all numbers have the same bits.
///
/// The whole is in memory; ``NetworkEnsemble/train(threads:store:progress:)`` hands network after
/// network to a store instead.
public struct TrainingRecord: Hashable, Sendable {
  /// What was recorded, and when.
  public let outline: TrainingOutline
  /// Whether a pattern is in the network's training set, 1 or 0, shape [network][pattern].
  public private(set) var membership: [UInt8] = []
  private var values = RecordedValues()

  init(_ outline: TrainingOutline, networks: [NetworkRecord]) {
    self.outline = outline
    for network in networks {
      membership += network.membership
      for quantity in RecordedQuantity.allCases {
        values.append(network[quantity], to: quantity)
      }
    }
  }

  /// The values of a quantity, shape [network][epoch][parameter], [network][epoch][layer] or
  /// [network][epoch], as its extent says.
  public subscript(quantity: RecordedQuantity) -> [Double] { values[quantity] }

  /// The range of a network's parameters at a recorded epoch in quantities of the extent
  /// ``RecordedQuantity/Extent/parameter``.
  public func range(network: Int, epochIndex: Int) -> Range<Int> {
    let start = (network * epochs.count + epochIndex) * layout.parameterCount
    return start..<start + layout.parameterCount
  }
}

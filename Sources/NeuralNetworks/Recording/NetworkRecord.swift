/// What is recorded of one network.
///
/// The arrays are flat, shape [epoch][parameter], [epoch][layer] or [epoch], as the quantity's extent
/// says; *epoch* is the index of the recorded epoch. Two records are equal when all numbers have the
/// same bits.
public struct NetworkRecord: Hashable, Sendable {
  /// Whether a pattern is in the network's training set, 1 or 0, shape [pattern].
  public let membership: [UInt8]
  private(set) var values = RecordedValues()

  /// Creates a record, as one that was saved.
  ///
  /// - Parameters:
  ///   - membership: Whether a pattern is in the training set, 1 or 0, shape [pattern].
  ///   - values: The values of a quantity; empty for a network that nothing is recorded of.
  public init(membership: [UInt8], values: (RecordedQuantity) -> [Double] = { _ in [] }) {
    self.membership = membership
    for quantity in RecordedQuantity.allCases { self.values[quantity] = values(quantity) }
  }

  /// The values of a quantity.
  public subscript(quantity: RecordedQuantity) -> [Double] { values[quantity] }

  /// Appends the values of one recorded epoch.
  mutating func append(_ numbers: [Double], to quantity: RecordedQuantity) {
    values.append(numbers, to: quantity)
  }

  /// Appends the value of one recorded epoch.
  mutating func append(_ number: Double, to quantity: RecordedQuantity) {
    values.append(number, to: quantity)
  }
}

/// The values of all recorded quantities, each in one flat array.
///
/// Two are equal when all numbers have the same bits, so that undefined ones (not a number) are
/// equal to themselves.
struct RecordedValues: Sendable {
  private var values: [RecordedQuantity: [Double]] = [:]

  subscript(quantity: RecordedQuantity) -> [Double] {
    get { values[quantity, default: []] }
    set { values[quantity] = newValue }
  }

  /// Appends numbers to those of a quantity.
  mutating func append(_ numbers: [Double], to quantity: RecordedQuantity) {
    values[quantity, default: []] += numbers
  }

  /// Appends one number to those of a quantity.
  mutating func append(_ number: Double, to quantity: RecordedQuantity) {
    values[quantity, default: []].append(number)
  }
}

extension RecordedValues: Hashable {
  static func == (left: Self, right: Self) -> Bool {
    RecordedQuantity.allCases.allSatisfy { quantity in
      let (a, b) = (left[quantity], right[quantity])
      return a.count == b.count && zip(a, b).allSatisfy { $0.bitPattern == $1.bitPattern }
    }
  }

  func hash(into hasher: inout Hasher) {
    for quantity in RecordedQuantity.allCases {
      for number in self[quantity] { hasher.combine(number.bitPattern) }
    }
  }
}

/// The classes of a table: its distinct labels in increasing order.
///
/// Whole numbers are ordered by value, texts by their Unicode scalars, whatever the locale.
struct LabelClasses: Sendable {
  /// The label of every class, as text.
  let names: [String]
  /// The class of every pattern, from 0.
  let indices: [Int]

  /// Maps the labels of a table to classes.
  ///
  /// - Parameter table: The table.
  /// - Throws: ``CommandFailure`` when there are fewer than 2 classes or more than 256.
  init(_ table: DataTable) throws {
    switch table.labels {
    case .numbers(let values):
      let (classes, indices) = Self.ordered(values)
      (names, self.indices) = (classes.map(String.init), indices)
    case .texts(let values): (names, indices) = Self.ordered(values)
    }
    guard let first = names.first, names.count >= 2 else {
      throw CommandFailure(
        .badData,
        "\(table.path): all \(indices.count) patterns are of the class '\(names.first ?? "")'; "
          + "there is nothing to learn with fewer than 2 classes.")
    }
    guard names.count <= 256 else {
      throw CommandFailure(
        .badData,
        "\(table.path) has \(names.count) different labels, from '\(first)' on; training takes at "
          + "most 256 classes, so check that the labels are classes.")
    }
  }

  private static func ordered<Label: Hashable & Comparable>(
    _ labels: [Label]
  ) -> (classes: [Label], indices: [Int]) {
    let classes = Set(labels).sorted()
    let places = Dictionary(uniqueKeysWithValues: zip(classes, 0...))
    return (classes, labels.map { places[$0] ?? 0 })
  }
}

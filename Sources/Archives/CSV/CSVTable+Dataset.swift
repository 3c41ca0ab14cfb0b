extension CSVTable {
  /// The columns as variables over the one dimension `row`.
  ///
  /// - Returns: A variable for each column, of integers, numbers or texts as its cells are.
  /// - Throws: ``ArchiveError/invalidName(_:)`` for a column whose name no variable can bear.
  public func dataset() throws(ArchiveError) -> Dataset {
    var dataset = Dataset(source: source)
    try dataset.addDimension("row", length: rowCount)
    for (index, column) in columns.enumerated() {
      try dataset.add(
        Variable(column, dimensions: ["row"], values: inferredValues(ofColumn: index)))
    }
    return dataset
  }

  /// The table as arrays over the grid that some of its columns span.
  ///
  /// The rows may stand in any order. Numbers along a coordinate are sorted; texts keep the order in
  /// which they first appear.
  ///
  /// - Parameter coordinates: The columns that tell the place of a row, from the slowest dimension
  ///   to the fastest; every other column becomes a variable over all of them.
  /// - Returns: The coordinates and the variables.
  /// - Throws: ``ArchiveError/missingColumn(file:names:available:)``,
  ///   ``ArchiveError/invalidName(_:)``, and ``ArchiveError/incompleteGrid(file:reason:)`` when a
  ///   place of the grid has no row or two.
  public func dataset(coordinates: [String]) throws(ArchiveError) -> Dataset {
    var dataset = Dataset(source: source)
    var places = [Int](repeating: 0, count: rowCount)
    var placeCount = 1
    var indices: [Int] = []
    for name in coordinates {
      let index = try index(of: [name])
      indices.append(index)
      let axis = CSVAxis(inferredValues(ofColumn: index))
      try dataset.addCoordinate(name, axis.labels)
      placeCount *= axis.labels.count
      guard placeCount <= rowCount else { throw missingRows(of: dataset.dimensions) }
      for row in places.indices {
        places[row] = places[row] * axis.labels.count + axis.positions[row]
      }
    }
    let order = try rows(filling: dataset.dimensions, placeCount: placeCount, places: places)
    for (index, column) in columns.enumerated() where !indices.contains(index) {
      let values = inferredValues(ofColumn: index).reordered(order)
      try dataset.add(Variable(column, dimensions: coordinates, values: values))
    }
    return dataset
  }

  /// The row of each place of the grid.
  private func rows(
    filling grid: [Dimension], placeCount: Int, places: [Int]
  ) throws(ArchiveError) -> [Int] {
    var rows = [Int](repeating: -1, count: placeCount)
    for (row, place) in places.enumerated() {
      guard rows[place] < 0 else {
        let lines = "\(line(ofRow: rows[place])) and \(line(ofRow: row))"
        throw .incompleteGrid(file: source, reason: "the lines \(lines) have the same coordinates")
      }
      rows[place] = row
    }
    guard !rows.contains(-1) else { throw missingRows(of: grid) }
    return rows
  }

  private func missingRows(of grid: [Dimension]) -> ArchiveError {
    let extents = grid.map { "\($0.length) \($0.name)" }.joined(separator: " × ")
    return .incompleteGrid(
      file: source, reason: "it has \(rowCount) rows, too few for a grid of \(extents)")
  }
}

/// The distinct labels of a column and the position of each row among them.
private struct CSVAxis {
  let labels: ArrayValues
  let positions: [Int]

  init(_ values: ArrayValues) {
    switch values {
    case .integers(let values):
      let labels = Set(values).sorted()
      (self.labels, positions) = (.integers(labels), Self.positions(of: values, in: labels))
    case .strings(let values):
      var seen = Set<String>()
      let labels = values.filter { seen.insert($0).inserted }
      (self.labels, positions) = (.strings(labels), Self.positions(of: values, in: labels))
    default:
      let numbers = (values.doubles ?? []).map { TotallyOrdered(value: $0) }
      let labels = Set(numbers).sorted()
      (self.labels, positions) = (
        .doubles(labels.map(\.value)), Self.positions(of: numbers, in: labels)
      )
    }
  }

  private static func positions<Label: Hashable>(of values: [Label], in labels: [Label]) -> [Int] {
    var position: [Label: Int] = [:]
    for (index, label) in labels.enumerated() { position[label] = index }
    return values.map { position[$0] ?? 0 }
  }
}

/// A number for which NaN is equal to itself and above all others.
private struct TotallyOrdered: Hashable, Comparable {
  let value: Double

  static func == (left: Self, right: Self) -> Bool {
    left.value == right.value || left.value.isNaN && right.value.isNaN
  }

  static func < (left: Self, right: Self) -> Bool {
    right.value.isNaN ? !left.value.isNaN : left.value < right.value
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(value.isNaN ? Double.nan.bitPattern : (value + 0).bitPattern)
  }
}

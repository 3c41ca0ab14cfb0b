/// The tables of a dataset.
struct CSVLayout {
  private(set) var tables: [CSVOutputTable] = []

  init(_ dataset: Dataset) {
    var shapes: [[String]] = []
    let contents = dataset.variables.filter { !$0.isCoordinate }
    for variable in contents where !shapes.contains(variable.dimensions) {
      shapes.append(variable.dimensions)
    }
    // A coordinate stands in the tables that use it; one that none uses has a table of its own.
    let used = Set(shapes.joined())
    for variable in dataset.variables where variable.isCoordinate && !used.contains(variable.name) {
      shapes.append(variable.dimensions)
    }
    for shape in shapes {
      let columns = contents.filter { $0.dimensions == shape }
      tables.append(CSVOutputTable(columns, over: shape, of: dataset))
    }
    let attributes = CSVOutputTable(attributesOf: dataset)
    if attributes.rowCount > 0 { tables.append(attributes) }
  }
}

/// A table to be written: columns of texts that are made row by row.
struct CSVOutputTable {
  let name: String
  let rowCount: Int
  private let header: [String]
  private let columns: [(Int) -> String]

  /// The table of variables over the same dimensions.
  init(_ variables: [Variable], over shape: [String], of dataset: Dataset) {
    name = shape.isEmpty ? "scalars" : shape.joined(separator: "-")
    header = shape + variables.map(\.name)
    let lengths = shape.map { dataset.dimension(named: $0)?.length ?? 0 }
    rowCount = lengths.reduce(1, *)
    var columns: [(Int) -> String] = []
    for (axis, name) in shape.enumerated() {
      let length = lengths[axis]
      let stride = lengths[(axis + 1)...].reduce(1, *)
      let coordinate = dataset.variables.first { $0.name == name && $0.isCoordinate }
      let labels = coordinate.map { Self.texts(of: $0.values) } ?? { String($0) }
      columns.append { labels($0 / stride % length) }
    }
    self.columns = columns + variables.map { Self.texts(of: $0.values) }
  }

  /// The table of variables that have as many values each.
  init(columns variables: [Variable]) {
    precondition(
      Set(variables.map(\.values.count)).count <= 1, "columns of a table have one length")
    name = ""
    header = variables.map(\.name)
    rowCount = variables.first?.values.count ?? 0
    columns = variables.map { Self.texts(of: $0.values) }
  }

  /// The table of all attributes; those of the whole dataset have an empty name of variable.
  init(attributesOf dataset: Dataset) {
    name = "attributes"
    header = ["variable", "attribute", "value"]
    var rows: [[String]] = dataset.attributes.map { ["", $0.name, $0.value.text] }
    for variable in dataset.variables {
      rows += variable.attributes.map { [variable.name, $0.name, $0.value.text] }
    }
    rowCount = rows.count
    let cells = rows
    columns = (0..<3).map { column in { Self.quoted(cells[$0][column]) } }
  }

  func write(to writer: inout ByteWriter) throws(ArchiveError) {
    try writer.append(header.map(Self.quoted).joined(separator: ",") + "\n")
    for row in 0..<rowCount {
      for (index, column) in columns.enumerated() {
        if index > 0 { try writer.append(",") }
        try writer.append(column(row))
      }
      try writer.append("\n")
    }
  }

  private static func texts(of values: ArrayValues) -> (Int) -> String {
    switch values {
    case .doubles(let values): { "\(values[$0])" }
    case .floats(let values): { "\(values[$0])" }
    case .integers(let values): { String(values[$0]) }
    case .bytes(let values): { String(values[$0]) }
    case .strings(let values): { quoted(values[$0]) }
    }
  }

  private static func quoted(_ text: String) -> String {
    let needsQuotes =
      text.utf8.contains { "\",\n\r".utf8.contains($0) } || text.hasPrefix(" ")
      || text.hasSuffix(" ")
    guard needsQuotes else { return text }
    return "\""
      + text.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }
}

extension AttributeValue {
  /// The value as the text of a cell; several values are separated by spaces or line feeds.
  fileprivate var text: String {
    switch self {
    case .string(let text): text
    case .strings(let texts): texts.joined(separator: "\n")
    case .doubles(let numbers): numbers.map { "\($0)" }.joined(separator: " ")
    case .integers(let numbers): numbers.map { "\($0)" }.joined(separator: " ")
    }
  }
}

import Archives
import InformationTheory

extension ActivationTable {
  /// Takes columns `layer1_unit1`, `layer1_unit2`, … with `label`, one row per pattern and, if there
  /// are several, `epoch` and `network`.
  init(table: CSVTable) throws {
    let columns = ActivationColumns(table)
    guard !columns.layers.isEmpty else {
      throw badTable(
        table.source,
        "there are no activations; name the columns layer1_unit1, layer1_unit2, … (it has "
          + "\(table.columns.joined(separator: ", "))).")
    }
    let grid = try PatternGrid(table)
    let labels = try columns.labels(grid)
    let layers = try columns.layers.map { layer in
      let units = try layer.columns.map { try table.doubles(named: $0) }
      return Layer(
        number: layer.number, unitCount: units.count,
        activations: grid.snapshots.flatMap { rows in
          units.flatMap { unit in rows.map { unit[$0] } }
        })
    }
    let features = try columns.inputs.map { try table.doubles(named: $0) }
    for (name, feature) in zip(columns.inputs, features) {
      try grid.requireSame(feature, name: name)
      guard let row = feature.firstIndex(where: { !$0.isFinite }) else { continue }
      throw badTable(
        table.source, "the input '\(name)' of row \(row + 1) is not a finite number.")
    }
    try self.init(
      source: table.source, networks: grid.networks, epochs: grid.epochs, layers: layers,
      labels: labels,
      inputs: features.flatMap { feature in grid.patterns.map { feature[$0] } })
  }
}

/// What the columns of a table are.
private struct ActivationColumns {
  let table: CSVTable
  /// The columns of each layer in the order of its units.
  let layers: [(number: Int, columns: [String])]
  /// The columns of the inputs.
  let inputs: [String]

  init(_ table: CSVTable) {
    self.table = table
    var units: [Int: [(Int, String)]] = [:]
    for column in table.columns {
      guard let match = column.wholeMatch(of: /layer_?(\d+)_unit_?(\d+)/),
        let layer = Int(match.1), let unit = Int(match.2)
      else { continue }
      units[layer, default: []].append((unit, column))
    }
    layers = units.sorted { $0.key < $1.key }.map { layer, columns in
      (layer, columns.sorted { $0.0 < $1.0 }.map(\.1))
    }
    inputs = Self.numbered(/input_?(\d+)/, table.columns)
  }

  /// One label per pattern in `label`, or the probabilities of the classes in `label_0`, ….
  func labels(_ grid: PatternGrid) throws -> LabelDistribution {
    let classes = Self.numbered(/label_?(\d+)/, table.columns)
    guard classes.isEmpty else {
      let columns = try classes.map { try table.doubles(named: $0) }
      for (name, column) in zip(classes, columns) { try grid.requireSame(column, name: name) }
      return try labelDistribution(
        rows: grid.patterns.flatMap { row in columns.map { $0[row] } },
        classCount: classes.count, source: table.source, name: classes.joined(separator: ", "))
    }
    let texts = try table.strings(named: "label", "labels", "target", "y")
    try grid.requireSame(texts, name: "label")
    return try labelDistribution(
      of: grid.patterns.map { texts[$0] }, source: table.source, name: "label")
  }

  private static func numbered(
    _ pattern: Regex<(Substring, Substring)>, _ columns: [String]
  ) -> [String] {
    columns.compactMap { column in
      column.wholeMatch(of: pattern).flatMap { Int($0.1) }.map { ($0, column) }
    }.sorted { $0.0 < $1.0 }.map(\.1)
  }
}

/// The rows of a table, one per network, epoch and pattern, in the order of the patterns.
private struct PatternGrid {
  let source: String
  let networks: [Int64]
  let epochs: [Double]
  /// The rows of every snapshot in the order [network][epoch].
  let snapshots: [[Int]]

  /// The rows of the first snapshot.
  var patterns: [Int] { snapshots[0] }

  init(_ table: CSVTable) throws {
    source = table.source
    guard table.rowCount > 0 else { throw badTable(table.source, "there are no rows.") }
    let network = try Self.integers(table, "network")
    let epoch =
      try table.columns.contains("epoch")
      ? table.doubles(named: "epoch") : [Double](repeating: 0, count: table.rowCount)
    let pattern = try Self.integers(table, "pattern")
    networks = Set(network).sorted()
    epochs = Set(epoch).sorted()
    let networkPlace = Dictionary(uniqueKeysWithValues: networks.enumerated().map { ($1, $0) })
    let epochPlace = Dictionary(uniqueKeysWithValues: epochs.enumerated().map { ($1, $0) })
    var snapshots = [[Int]](repeating: [], count: networks.count * epochs.count)
    for row in 0..<table.rowCount {
      guard let n = networkPlace[network[row]], let e = epochPlace[epoch[row]] else {
        throw badTable(table.source, "the epoch of row \(row + 1) is not a number.")
      }
      snapshots[n * epochs.count + e].append(row)
    }
    self.snapshots = snapshots.map { rows in
      rows.sorted { (pattern[$0], $0) < (pattern[$1], $1) }
    }
    for (index, rows) in snapshots.enumerated() where rows.count != snapshots[0].count {
      throw badTable(
        table.source,
        "network \(networks[index / epochs.count]) at epoch \(epochs[index % epochs.count]) has "
          + "\(rows.count) rows, but the first snapshot has \(snapshots[0].count); every snapshot "
          + "needs every pattern.")
    }
  }

  private static func integers(_ table: CSVTable, _ name: String) throws -> [Int64] {
    guard table.columns.contains(name) else {
      return [Int64](repeating: 0, count: table.rowCount)
    }
    return try table.integers(named: name)
  }

  /// Throws when a column that belongs to the patterns differs between snapshots.
  func requireSame<Value: Equatable>(_ column: [Value], name: String) throws {
    for rows in snapshots.dropFirst() {
      for (row, first) in zip(rows, patterns) where column[row] != column[first] {
        throw badTable(
          source,
          "'\(name)' is \(column[row]) in row \(row + 1) but \(column[first]) in row "
            + "\(first + 1), which is the same pattern; every snapshot needs the patterns in one "
            + "order, or a column 'pattern'.")
      }
    }
  }
}

/// One or more texts, written in YAML as a value or as a list.
struct TextList: Hashable, Codable, Sendable {
  var items: [String] = []

  init(_ items: [String] = []) { self.items = items }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let list = try? container.decode([String].self) {
      items = Self.joined(list)
    } else {
      let text = try container.decode(String.self)
      items = text.isEmpty ? [] : [text]
    }
  }

  /// The items with those joined again that YAML has cut at a comma inside parentheses.
  private static func joined(_ items: [String]) -> [String] {
    var result: [String] = []
    var depth = 0
    for item in items {
      if depth > 0 { result[result.count - 1] += ", \(item)" } else { result.append(item) }
      depth += item.count { $0 == "(" } - item.count { $0 == ")" }
    }
    return result
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if items.count == 1 { try container.encode(items[0]) } else { try container.encode(items) }
  }
}

/// A matrix of texts, written in YAML as a value, a list or a list of lists.
struct TextMatrix: Hashable, Codable, Sendable {
  /// The rows; a list makes rows of one entry.
  var rows: [[String]] = []

  init(_ rows: [[String]] = []) { self.rows = rows }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let rows = try? container.decode([TextList].self) {
      self.rows = rows.map(\.items)
    } else {
      let text = try container.decode(String.self)
      rows = text.isEmpty ? [] : [[text]]
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if rows.count == 1, rows[0].count == 1 {
      try container.encode(rows[0][0])
    } else {
      try container.encode(rows.map(TextList.init))
    }
  }

  /// The rows of a square matrix of the given order, where a list stands for a diagonal.
  func square(order: Int) -> [[String]] {
    guard order > 1, rows.allSatisfy({ $0.count == 1 }) else { return rows }
    return rows.indices.map { row in
      rows.indices.map { $0 == row ? rows[row][0] : "0" }
    }
  }
}

import Archives

/// A file of `fokker solve` or `fokker simulate`.
struct EquationFile: Sendable {
  /// The content.
  let data: Dataset
  /// The names of the variables of state.
  let variables: [String]

  /// Reads the names of the variables from the bounds of their axes.
  init(_ data: Dataset) throws {
    self.data = data
    let suffix = "_bounds"
    let named = data.attributes.names.filter { $0.hasSuffix(suffix) }
      .map { String($0.dropLast(suffix.count)) }
    // Axes with cells of their own belong to a variable whose name they begin with.
    let axes = data.dimensions.map(\.name).filter { named.contains($0) && $0 != "passage" }
    let own = axes.filter { name in
      !["_stationary", "_mode"].contains { name.hasSuffix($0) }
    }
    let others = axes.filter { !own.contains($0) }.compactMap { name in
      name.split(separator: "_").dropLast().joined(separator: "_")
    }
    variables = own + distinct(others).filter { !own.contains($0) }
  }

  /// The title of the equation.
  var title: String {
    let title = data.attributes.string("title") ?? ""
    return title.split(separator: ":").first.map(String.init) ?? title
  }

  /// Whether it belongs to an equation in one variable.
  var isLine: Bool { variables.count == 1 }

  /// Whether a variable of the file is there.
  func holds(_ name: String) -> Bool { data.contains(name) }

  /// The output times.
  var times: [Double] { get throws { try data.coordinate("time") } }

  /// The ends of the cells along a variable or another axis.
  func edges(_ axis: String) throws -> [Double] {
    guard case .doubles(let bounds) = data.attributes["\(axis)_bounds"], bounds.count == 2 else {
      throw CommandFailure(.badData, "\(data.source) has no global attribute '\(axis)_bounds'.")
    }
    let count = try data.length(of: axis)
    return (0...count).map { bounds[0] + (bounds[1] - bounds[0]) * Double($0) / Double(count) }
  }

  /// How the densities of single variables are called; nil when the file has none.
  var marginals: String? {
    guard let first = variables.first else { return nil }
    if let prefix = ["marginal_", "density_"].first(where: { holds($0 + first) }) { return prefix }
    return holds("density") && variables.count == 2 ? "" : nil
  }

  /// The averages that populations interact by.
  var averageNames: [String] {
    data.variables.map(\.name).filter { $0.hasPrefix("average_") }
  }

  /// Whether the file has stationary states of populations.
  var holdsStationaryStates: Bool {
    variables.contains { holds("stationary_density_\($0)") }
  }

  /// The recorded paths of a variable, shape [path][time]; empty when none were recorded.
  func paths(of variable: String) throws -> [[Double]] {
    try data.rowsIfPresent(named: "path_\(variable)", dimensions: ["path", "time"]) ?? []
  }
}

/// At most so many indices, spread evenly from the first to the last.
func spreadIndices(_ count: Int, atMost limit: Int) -> [Int] {
  guard count > limit, limit > 1 else { return Array(0..<count) }
  return (0..<limit).map { ($0 * (count - 1) + (limit - 1) / 2) / (limit - 1) }
}

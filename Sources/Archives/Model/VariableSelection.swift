/// Which variables of a file are read.
enum VariableSelection {
  case all
  case named([String])

  /// The names to read: those asked for and the coordinates of their dimensions.
  func chosen(
    _ variables: [(name: String, dimensions: [String])], file: String
  ) throws(ArchiveError) -> Set<String> {
    let available = variables.map(\.name)
    guard case .named(let names) = self else { return Set(available) }
    for name in names where !available.contains(name) {
      throw .missingVariable(file: file, names: [name], available: available)
    }
    let axes = variables.filter { names.contains($0.name) }.flatMap(\.dimensions)
    let coordinates = variables.filter { $0.dimensions == [$0.name] && axes.contains($0.name) }
    return Set(names + coordinates.map(\.name))
  }
}

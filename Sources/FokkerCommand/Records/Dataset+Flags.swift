import Archives

extension Dataset {
  /// Adds choices as numbers, with the attributes `flag_values` and `flag_meanings` of the CF
  /// conventions, which say what each number stands for.
  mutating func addFlags<Flag: RawRepresentable<String> & CaseIterable & Equatable>(
    _ name: String, _ dimensions: [String], _ flags: [Flag], longName: String
  ) throws {
    let choices = Array(Flag.allCases)
    try add(
      Variable(
        name, dimensions: dimensions,
        values: .integers(flags.map { Int64(choices.firstIndex(of: $0) ?? 0) }),
        longName: longName,
        attributes: [
          "flag_values": .integers(choices.indices.map(Int64.init)),
          "flag_meanings": .string(choices.map(\.rawValue).joined(separator: " ")),
        ]))
  }

  /// Reads choices by the meanings that the file gives to their numbers.
  func flags(_ name: String, _ dimensions: [String]) throws -> [String] {
    let values = try integers(named: name, dimensions: dimensions)
    let attributes = try variable(named: name).attributes
    let meanings = (attributes.string("flag_meanings") ?? "").split(separator: " ").map(String.init)
    guard case .integers(let numbers) = attributes["flag_values"], numbers.count == meanings.count
    else {
      throw CommandFailure(
        .badData, "\(source): the variable '\(name)' does not say what its flags mean.")
    }
    return try values.map { value in
      guard let place = numbers.firstIndex(of: value) else {
        throw CommandFailure(
          .badData, "\(source): the variable '\(name)' holds \(value), which is none of its flags.")
      }
      return meanings[place]
    }
  }
}

import StochasticProcesses
import TypedProcesses

/// Reads the numbers, intervals and lists of an equation, which may be constant expressions.
struct EquationNumbers: Sendable {
  let parameters: [String: Double]

  /// The number that a constant expression such as `2*pi` stands for.
  func number(_ text: String, role: String) throws -> Double {
    let expression = try TypedExpression(
      text, role: role, variables: [], hasTime: false, parameters: parameters)
    let value = expression([])
    guard value.isFinite else {
      throw CommandFailure(.usage, "The \(role) '\(text)' is \(value); give a finite number.")
    }
    return value
  }

  /// The interval `lower:upper`.
  func interval(_ texts: [String], role: String) throws -> ClosedRange<Double> {
    let ends = texts.count == 1 ? Self.parts(of: texts[0], at: ":") : texts
    guard ends.count == 2 else {
      throw CommandFailure(
        .usage, "The \(role) '\(texts.joined(separator: ", "))' is not of the form -4:4.")
    }
    let (lower, upper) = (try number(ends[0], role: role), try number(ends[1], role: role))
    guard lower < upper else {
      throw CommandFailure(
        .usage,
        "The \(role) '\(texts.joined(separator: ":"))' has no positive length; give the "
          + "lower end first.")
    }
    return lower...upper
  }

  /// The times `first:last:count` or a list, ascending from the start.
  func times(_ texts: [String], from start: Double) throws -> [Double] {
    let items = texts.flatMap { Self.parts(of: $0, at: ",") }
    let range = items.count == 1 ? Self.parts(of: items[0], at: ":") : []
    let times = try range.count == 3 ? spread(range) : items.map { try number($0, role: "time") }
    var earliest = start
    for time in times {
      guard time >= earliest else {
        throw CommandFailure(
          .usage,
          "The time \(time) lies before \(earliest); give times that ascend from the start "
            + "at \(start).")
      }
      earliest = time
    }
    return times
  }

  private func spread(_ range: [String]) throws -> [Double] {
    let (first, last) = (
      try number(range[0], role: "time"), try number(range[1], role: "time")
    )
    let count = try number(range[2], role: "number of times")
    guard count >= 1, count <= 1e6, count == count.rounded() else {
      throw CommandFailure(
        .usage,
        "The times '\(range.joined(separator: ":"))' must be first:last:count with a whole "
          + "count of at least 1.")
    }
    guard count > 1 else { return [last] }
    return (0..<Int(count)).map { index in
      index == Int(count) - 1 ? last : first + (last - first) * Double(index) / (count - 1)
    }
  }

  /// The walls of one variable.
  static func boundaries(_ text: String) throws -> BoundaryConditions {
    let words = parts(of: text, at: ",")
    let names = Boundary.allCases.map(\.rawValue) + ["periodic"]
    for word in words where !names.contains(word) {
      let hint = nearestSpelling(to: word, among: names).map { "; did you mean '\($0)'?" } ?? "."
      throw CommandFailure(
        .usage,
        "A boundary cannot be '\(word)'\(hint) Valid are \(names.joined(separator: ", ")), "
          + "and pairs such as absorbing,reflecting for the lower and the upper end.")
    }
    let walls = words.compactMap(Boundary.init(rawValue:))
    if words == ["periodic"] || words == ["periodic", "periodic"] { return .periodic }
    guard walls.count == words.count, let first = walls.first, walls.count <= 2 else {
      throw CommandFailure(
        .usage,
        "The boundary '\(text)' must be periodic, one kind, or a pair for the lower and the "
          + "upper end.")
    }
    return .walls(lower: first, upper: walls.last ?? first)
  }

  /// The parts of a text between separators that stand outside parentheses, without outer spaces.
  static func parts(of text: String, at separator: Character) -> [String] {
    var parts = [""]
    var depth = 0
    for character in text {
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
      if character == separator, depth == 0 {
        parts.append("")
      } else {
        parts[parts.count - 1].append(character)
      }
    }
    return parts.map(trimmed)
  }

  static func trimmed(_ text: String) -> String {
    var text = Substring(text)
    while text.first?.isWhitespace ?? false { text.removeFirst() }
    while text.last?.isWhitespace ?? false { text.removeLast() }
    return String(text)
  }
}

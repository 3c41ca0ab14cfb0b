import StochasticProcesses
import TypedProcesses

extension StartingLaw {
  /// The forms of a law, for messages.
  static let forms =
    "point(x), normal(mean, deviation), uniform, uniform(a, b), density(expression), or a file "
    + ".csv, .npz or .nc"

  /// Reads a law.
  ///
  /// - Parameters:
  ///   - text: One of ``forms``.
  ///   - variable: The name of the variable.
  ///   - domain: Its interval.
  ///   - numbers: Reads constant expressions.
  /// - Throws: ``CommandFailure`` and what reading expressions and files throws.
  init(
    _ text: String, variable: String, domain: ClosedRange<Double>, _ numbers: EquationNumbers
  ) throws {
    if DensityFile.isName(text) {
      self = try DensityFile(path: text, variable: variable).law
      return
    }
    let call = FunctionCall(text)
    switch (call.name, call.arguments.count) {
    case ("point", 1):
      let place = try numbers.number(call.arguments[0], role: "initial point")
      guard domain.contains(place) else {
        throw Self.outside("The initial point \(place)", domain)
      }
      self = .point(place)
    case ("normal", 2):
      self = try Self.normal(call.arguments, numbers)
    case ("uniform", 0): self = .uniform(domain)
    case ("uniform", 2):
      let range = try numbers.interval(call.arguments, role: "initial interval")
      guard domain.contains(range.lowerBound), domain.contains(range.upperBound) else {
        throw Self.outside("The initial interval \(call.arguments.joined(separator: ":"))", domain)
      }
      self = .uniform(range)
    case ("density", 1...):
      self = .density(
        try TypedExpression(
          call.inside, role: "initial density", variables: [variable], hasTime: false,
          parameters: numbers.parameters))
    default: throw Self.unknown(text, call)
    }
  }

  private static func normal(_ arguments: [String], _ numbers: EquationNumbers) throws -> Self {
    let mean = try numbers.number(arguments[0], role: "initial mean")
    let deviation = try numbers.number(arguments[1], role: "initial deviation")
    guard deviation > 0 else {
      throw CommandFailure(
        .usage,
        "The initial standard deviation is \(deviation); give a positive one, or "
          + "point(\(arguments[0])).")
    }
    return .normal(mean: mean, deviation: deviation)
  }

  private static func outside(_ what: String, _ domain: ClosedRange<Double>) -> CommandFailure {
    CommandFailure(
      .badData,
      "\(what) lies outside the domain from \(domain.lowerBound) to "
        + "\(domain.upperBound); widen the domain or move it.")
  }

  private static func unknown(_ text: String, _ call: FunctionCall) -> CommandFailure {
    let hint =
      nearestSpelling(
        to: call.name, among: ["point", "normal", "uniform", "density"]
      ).map { "; did you mean \($0)?" } ?? "."
    return CommandFailure(
      .usage, "The initial law '\(text)' is not understood\(hint) Valid are \(forms).")
  }
}

/// A text of the form name(argument, argument).
struct FunctionCall: Hashable, Sendable {
  /// What stands before the parenthesis.
  var name: String
  /// What stands inside.
  var inside = ""
  /// The arguments.
  var arguments: [String] { inside.isEmpty ? [] : EquationNumbers.parts(of: inside, at: ",") }

  init(_ text: String) {
    let text = EquationNumbers.trimmed(text)
    name = text
    guard let open = text.firstIndex(of: "("), text.last == ")" else { return }
    name = EquationNumbers.trimmed(String(text[..<open]))
    inside = EquationNumbers.trimmed(String(text[text.index(after: open)...].dropLast()))
  }
}

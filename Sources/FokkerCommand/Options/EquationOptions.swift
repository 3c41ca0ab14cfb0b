import ArgumentParser

/// What equation a command is about, typed on the command line.
struct EquationOptions: ParsableArguments {
  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "The drift A of dX = A dt + noise, in x and t, such as 'k*x - x^3'; once for each variable.",
      valueName: "expression"))
  var drift: [String] = []

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "The diffusion coefficient D of ∂p/∂t = … + ∂²(D p)/∂x²; a particle spreads by 2 D t. Not σ: "
        + "D = σ²/2.", valueName: "expression"))
  var diffusion: [String] = []

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Instead of D: the σ of dX = A dt + σ dW, D = σ²/2.", valueName: "expression"))
  var noise: [String] = []

  @Option(
    help: ArgumentHelp(
      "The reading of the noise in which the drift is given: ito, stratonovich or "
        + "hanggi-klimontovich; Itô's drift is A + α D′ with α = 0, ½, 1.", valueName: "reading"))
  var interpretation: String?

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp("A named constant, such as k=2.5; may be repeated.", valueName: "name=value")
  )
  var parameter: [String] = []

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "An average over the density that drift and noise may use, such as m=x for the mean: a "
        + "mean-field (McKean-Vlasov) equation; may be repeated.", valueName: "name=function"))
  var average: [String] = []

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "The interval of the variable, such as -4:4 or 0:2*pi.", valueName: "lower:upper"))
  var domain: [String] = []

  @Option(
    help: ArgumentHelp(
      "What happens at the ends: reflecting, absorbing or periodic, or a pair for the lower and "
        + "the upper end, such as absorbing,reflecting.", valueName: "kind"))
  var boundary: [String] = []

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "The law at the start: \(StartingLaw.forms). The deviation is the standard deviation.",
      valueName: "law"))
  var initial: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The output times: first:last:count, such as 0:10:11, or a list, such as 1,2,5.",
      valueName: "times"))
  var times: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Instead of times: eleven equal ones from the start to this one.", valueName: "time"))
  var until: String?

  /// Whether no part of an equation is given.
  var isEmpty: Bool {
    let lists = [drift, diffusion, noise, parameter, average, domain, boundary, initial]
    return lists.allSatisfy(\.isEmpty) && interpretation == nil && times == nil && until == nil
  }

  /// Applies the options that were given.
  func apply(to reader: inout ConfigurationReader<EquationConfiguration>) throws {
    let lists = [
      ("drift", drift), ("diffusion", diffusion), ("noise", noise), ("domain", domain),
      ("boundary", boundary), ("initial", initial),
    ]
    for (key, values) in lists where !values.isEmpty {
      try reader.set(key, to: Self.yaml(values), source: "--\(key)")
    }
    if let interpretation {
      try reader.set(
        "interpretation", to: Self.yaml([interpretation]), source: "--interpretation")
    }
    for assignment in parameter {
      let (name, value) = try Self.constant(assignment)
      try reader.set("parameters.\(name)", to: "\(value)", source: "--parameter")
    }
    for assignment in average {
      let (name, function) = try Self.parts(assignment, "an average; write --average m=x")
      try reader.set("averages.\(name)", to: Self.yaml([function]), source: "--average")
    }
    if let times { try reader.set("times", to: Self.yaml([times]), source: "--times") }
    guard let until else { return }
    guard times == nil else {
      throw CommandFailure(.usage, "--times and --until are both given; give one of them.")
    }
    let start = try reader.configuration(source: "the equation").startTime
    try reader.set("times", to: Self.yaml(["\(start):\(until):11"]), source: "--until")
  }

  /// The name and the value of `name=value`, which may be a constant expression.
  private static func constant(_ assignment: String) throws -> (String, Double) {
    let (name, text) = try parts(assignment, "a parameter; write --parameter k=2.5")
    return (name, try EquationNumbers(parameters: [:]).number(text, role: "parameter"))
  }

  /// The two sides of an assignment.
  private static func parts(_ assignment: String, _ what: String) throws -> (String, String) {
    let parts = assignment.split(separator: "=", maxSplits: 1).map {
      EquationNumbers.trimmed(String($0))
    }
    guard parts.count == 2 else {
      throw CommandFailure(.usage, "'\(assignment)' is not \(what).")
    }
    return (parts[0], parts[1])
  }

  /// Texts as YAML: one as a value, several as a list.
  static func yaml(_ texts: [String]) -> String {
    let quoted = texts.map { "'\($0.replacing("'", with: "''"))'" }
    return quoted.count == 1 ? quoted[0] : "[" + quoted.joined(separator: ", ") + "]"
  }
}

/// What a command that solves or simulates works on.
enum EquationSource: Sendable {
  /// A run directory.
  case run(String)
  /// A typed equation.
  case equation(EquationConfiguration)

  /// Finds out which of the two is meant, reads an equation and lays options over it.
  init(
    _ source: String?, _ options: EquationOptions, command: String,
    apply: (inout ConfigurationReader<EquationConfiguration>) throws -> Void
  ) throws {
    if let source, !Self.isEquationFile(source) {
      guard options.isEmpty else {
        throw CommandFailure(
          .usage,
          "Both the run \(source) and an equation are given; '\(command)' takes one of "
            + "them.")
      }
      self = .run(source)
      return
    }
    guard source != nil || !options.isEmpty else {
      throw CommandFailure(
        .usage,
        "Name a run directory or an equation file, or give --drift and --diffusion; see "
          + "'fokker \(command) --help'.")
    }
    var reader = try ConfigurationReader(base: EquationConfiguration())
    if let source { try reader.overlay(yaml: try readText(of: source), source: source) }
    try options.apply(to: &reader)
    try apply(&reader)
    let configuration = try reader.configuration(source: source ?? "the options")
    try configuration.validate()
    self = .equation(configuration)
  }

  private static func isEquationFile(_ path: String) -> Bool {
    path.hasSuffix(".yml") || path.hasSuffix(".yaml")
  }
}

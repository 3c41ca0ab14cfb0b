import Archives
import ArgumentParser
import InformationTheory
import NeuralNetworks

/// Which joint law of patterns and labels the curve belongs to.
struct BoundRuleOptions: ParsableArguments {
  @Option(
    help: "The spherical rule: hard (y is a function of x) or soft.",
    transform: { text in
      guard let rule = LabelRule(rawValue: text) else {
        throw ValidationError("'\(text)' is not a rule; choose hard or soft.")
      }
      return rule
    })
  var rule: LabelRule?

  @Option(
    parsing: .unconditional,
    help: "The slope γ of the soft rule, per unit of f: 0.91431 gives I(X;Y) = 0.900 bit.")
  var softness: Double?

  @Option(
    help: ArgumentHelp(
      "A table of any joint law, one row for each x: the column 'weight' holds p(x), unnormalised "
        + "(absent: all alike), every other one p(y|x) of a label.", valueName: "file"))
  var law: String?

  /// Whether nothing was asked for.
  var isEmpty: Bool { rule == nil && softness == nil && law == nil }

  mutating func validate() throws {
    if let softness, !(softness > 0 && softness < .infinity) {
      throw ValidationError("--softness is \(softness); choose a positive slope, such as 0.91431.")
    }
    if softness != nil, rule == .hard {
      throw ValidationError("The hard rule has no --softness; leave it out or give --rule soft.")
    }
    if law != nil, rule != nil || softness != nil {
      throw ValidationError("Give either --law or a rule, not both.")
    }
  }

  /// The joint law and what to call it.
  func source() throws -> (classes: PatternClasses, title: String) {
    if let law { return (try classes(of: law), "The law of \(law)") }
    var data = DataConfiguration()
    data.rule = rule ?? .soft
    if let softness { data.softness = softness }
    let patterns = try data.patterns(seed: 1)
    let labels = try LabelDistribution(classProbabilities: patterns.classProbabilityRows)
    let title =
      data.rule == .hard
      ? "The hard spherical rule" : "The soft spherical rule, softness \(data.softness)"
    return (PatternClasses(labels), title)
  }

  private func classes(of path: String) throws -> PatternClasses {
    let table = try CSV.read(path)
    let names = table.columns.filter { $0 != "weight" }
    var columns: [[Double]] = []
    for name in names { columns.append(try table.doubles(named: name)) }
    let rows = (0..<table.rowCount).map { row in columns.map { $0[row] } }
    let weights =
      table.columns.contains("weight")
      ? try table.doubles(named: "weight") : Array(repeating: 1, count: table.rowCount)
    return try PatternClasses(weights: weights, labelProbabilities: rows)
  }
}

/// How the curve is computed, and which points of it are wanted.
struct BoundCurveOptions: ParsableArguments {
  @Option(help: "The number of points of the curve.")
  var points = 200

  @Option(parsing: .unconditional, help: "The β where annealing starts, a pure number above 1.")
  var betaMax = 1000.0

  @Option(
    name: .customLong("beta"), parsing: .unconditionalSingleValue,
    help: "Without a run: only the point at this β, a pure number; may be repeated.")
  var betas: [Double] = []

  @Option(
    name: .customLong("squared-beta"), parsing: .unconditionalSingleValue,
    help: "Without a run: only the point at this β₂, per bit; may be repeated.")
  var squaredBetas: [Double] = []

  /// Whether single points are wanted instead of the curve.
  var asksForPoints: Bool { !betas.isEmpty || !squaredBetas.isEmpty }

  mutating func validate() throws {
    guard points >= 2, points <= 100_000 else {
      throw ValidationError("--points is \(points); choose 2 to 100000.")
    }
    guard betaMax > 1, betaMax <= 1e6 else {
      throw ValidationError("--beta-max is \(betaMax); choose a number above 1 and at most 10⁶.")
    }
    if let bad = betas.first(where: { !($0 > 0 && $0 <= 1e6) }) {
      throw ValidationError("--beta is \(bad); choose a positive number of at most 10⁶.")
    }
    if let bad = squaredBetas.first(where: { !($0 > 0 && $0 < .infinity) }) {
      throw ValidationError("--squared-beta is \(bad); choose a positive number per bit.")
    }
  }

  /// The configuration of the solver.
  func configuration() -> BottleneckConfiguration {
    var configuration = BottleneckConfiguration()
    configuration.pointCount = points
    configuration.largestBeta = betaMax
    return configuration
  }

  /// The single points that were asked for.
  func points(of solver: BottleneckSolver) throws -> [BottleneckPoint] {
    var result: [BottleneckPoint] = []
    for beta in betas { result.append(try solver.point(beta: beta)) }
    guard !squaredBetas.isEmpty else { return result }
    let curve = try solver.curve()
    for squaredBeta in squaredBetas {
      result.append(try curve.point(squaredMultiplier: squaredBeta))
    }
    return result
  }
}

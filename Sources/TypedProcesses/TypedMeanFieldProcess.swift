public import RealModule
public import StochasticProcesses

/// Populations that feel each other through averages, with coefficients typed as expressions.
///
/// Each variable is a population of its own; its drift and noise use that variable, the time and the
/// averages of all populations:
///
/// ```swift
/// let system = try TypedMeanFieldProcess(
///   drift: ["x - x^3 - k*(x - m)"], noise: [.diffusion("0.3")], averages: ["m": "x"],
///   parameters: ["k": 1])
/// ```
///
/// The drift is taken in Itô's sense.
public struct TypedMeanFieldProcess: MeanFieldProcess {
  /// An average ⟨φ⟩ over one population.
  public struct Average: Sendable {
    /// The name that drift and noise use.
    public let name: String
    /// The function φ of one variable.
    public let function: TypedExpression
    /// The population that is averaged over.
    public let population: Int
  }

  /// The names of the variables, one for each population.
  public let variables: [String]
  /// The averages in the order of the field: population by population, by name.
  public let averages: [Average]
  private let drifts: [TypedExpression]
  private let noises: [TypedExpression]
  private let areAmplitudes: [Bool]

  /// Creates populations from expressions.
  ///
  /// - Parameters:
  ///   - variables: The name of each population's variable.
  ///   - drift: The drift of each population.
  ///   - noise: D or σ of each population.
  ///   - averages: Functions of one variable each, under the names by which coefficients use their
  ///     averages.
  ///   - parameters: Named constants.
  /// - Throws: ``TypedProcessError``.
  public init(
    variables: [String] = ["x"], drift: [String], noise: [TypedNoise],
    averages: [String: String], parameters: [String: Double] = [:]
  ) throws(TypedProcessError) {
    guard drift.count == variables.count else {
      throw .wrongCount(role: "drift", expected: variables.count, found: drift.count)
    }
    guard noise.count == variables.count else {
      throw .wrongCount(role: "noise", expected: variables.count, found: noise.count)
    }
    self.variables = variables
    let own = try Self.read(averages, variables, parameters)
    self.averages = own
    let names = own.map(\.name)
    var (drifts, noises) = ([TypedExpression](), [TypedExpression]())
    for (index, variable) in variables.enumerated() {
      drifts.append(
        try TypedExpression(
          drift[index], role: "drift", variables: [variable] + names, parameters: parameters))
      noises.append(
        try TypedExpression(
          noise[index].text, role: noise[index].role, variables: [variable] + names,
          parameters: parameters))
    }
    (self.drifts, self.noises) = (drifts, noises)
    areAmplitudes = noise.map(\.isAmplitude)
  }

  private static func read(
    _ texts: [String: String], _ variables: [String], _ parameters: [String: Double]
  ) throws(TypedProcessError) -> [Average] {
    var result: [Average] = []
    for name in texts.keys.sorted() {
      let role = "average \(name)"
      let all = try TypedExpression(
        texts[name] ?? "", role: role, variables: variables, hasTime: false,
        parameters: parameters)
      guard all.usedVariables.count == 1, let population = all.usedVariables.first else {
        throw .averageOfSeveral(name, all.text)
      }
      result.append(
        Average(
          name: name,
          function: try TypedExpression(
            all.text, role: role, variables: [variables[population]], hasTime: false,
            parameters: parameters), population: population))
    }
    return result.sorted { $0.population < $1.population }
  }

  /// Whether no coefficient uses the time.
  public var isAutonomous: Bool { (drifts + noises).allSatisfy { !$0.usesTime } }

  /// Whether no population's D depends on its own variable, so that all readings of the noise are
  /// one.
  public var hasHomogeneousDiffusion: Bool { noises.allSatisfy { !$0.usedVariables.contains(0) } }

  /// The drift of each population as it was typed.
  public var driftTexts: [String] { drifts.map(\.text) }

  /// The averages of each population.
  public var orderParameters: [[OrderParameter]] {
    variables.indices.map { population in
      averages.filter { $0.population == population }.map { average in
        let function = average.function
        return .average(of: .function { function.value(at: $0, time: 0) })
      }
    }
  }

  /// The coefficients of a population in a given field.
  public func process(ofPopulation population: Int, in field: MeanField) -> TypedPopulation {
    TypedPopulation(
      drift: drifts[population], noise: noises[population],
      isAmplitude: areAmplitudes[population], field: field.values)
  }
}

/// One population of a ``TypedMeanFieldProcess`` in a field that is known.
public struct TypedPopulation: DiffusionProcess {
  let drift: TypedExpression
  let noise: TypedExpression
  let isAmplitude: Bool
  /// The averages in the order of their names in the expressions.
  let field: [Double]

  /// The drift a(x, t; q).
  public func drift(at x: Double, time t: Double) -> Double { drift([x] + field, time: t) }

  /// The diffusion coefficient D(x, t; q).
  public func diffusion(at x: Double, time t: Double) -> Double {
    let value = noise([x] + field, time: t)
    return isAmplitude ? value * value / 2 : value
  }

  /// Evaluates both coefficients.
  public func evaluate(
    at points: Span<Double>, time t: Double, drift: inout MutableSpan<Double>,
    diffusion: inout MutableSpan<Double>
  ) {
    let rows = rows(of: points)
    drift.withUnsafeMutableBufferPointer { result in
      guard let start = result.baseAddress else { return }
      self.drift.evaluate(at: rows, count: points.count, time: t, into: start)
    }
    setDiffusion(rows, count: points.count, time: t, into: &diffusion)
  }

  /// Evaluates the diffusion coefficient.
  public func evaluateDiffusion(
    at points: Span<Double>, time t: Double, into diffusion: inout MutableSpan<Double>
  ) {
    setDiffusion(rows(of: points), count: points.count, time: t, into: &diffusion)
  }

  /// The points and after them each average as often as there are points.
  private func rows(of points: Span<Double>) -> [Double] {
    var rows: [Double] = []
    rows.reserveCapacity(points.count * (1 + field.count))
    for index in points.indices { rows.append(points[index]) }
    for value in field { rows.append(contentsOf: repeatElement(value, count: points.count)) }
    return rows
  }

  private func setDiffusion(
    _ rows: [Double], count: Int, time: Double, into diffusion: inout MutableSpan<Double>
  ) {
    diffusion.withUnsafeMutableBufferPointer { result in
      guard let start = result.baseAddress else { return }
      noise.evaluate(at: rows, count: count, time: time, into: start)
      guard isAmplitude else { return }
      for index in result.indices { result[index] *= result[index] / 2 }
    }
  }
}

extension TypedNoise {
  /// The expression.
  fileprivate var text: String {
    switch self {
    case .diffusion(let text), .amplitude(let text): text
    }
  }

  /// Whether it is σ, not D.
  fileprivate var isAmplitude: Bool {
    if case .amplitude = self { true } else { false }
  }

  /// What it stands for, for messages.
  fileprivate var role: String { isAmplitude ? "noise" : "diffusion" }
}

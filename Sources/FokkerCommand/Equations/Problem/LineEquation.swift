import Figures
import Grids
import StochasticProcesses
import TypedProcesses

/// A typed equation in one variable, read and checked.
struct LineEquation: Sendable {
  /// The name of the variable.
  let variable: String
  /// The process as it is typed, with the drift in the reading it is given in.
  let typed: TypedProcess
  /// The reading in which the drift is given.
  let interpretation: NoiseInterpretation
  /// The interval of the variable.
  var domain: ClosedRange<Double>
  /// The walls at its ends.
  var boundaries: BoundaryConditions
  /// The law at the start; nil when none was given.
  let initial: StartingLaw?
  /// The time of the initial law.
  let startTime: Double
  /// The output times.
  var times: [Double]

  /// Reads the equation of a configuration with one variable.
  init(_ configuration: EquationConfiguration, variable: String) throws {
    let numbers = EquationNumbers(parameters: configuration.parameters)
    self.variable = variable
    typed = try TypedProcess(
      drift: configuration.drift.items[0], noise: try configuration.lineNoise(),
      variable: variable, parameters: configuration.parameters)
    interpretation = configuration.interpretation
    domain = try configuration.interval(of: 0, among: 1, numbers)
    boundaries = try EquationNumbers.boundaries(configuration.boundary.items.joined(separator: ","))
    guard configuration.initial.items.count <= 1 else {
      throw CommandFailure(.usage, "One variable has one initial law, not several.")
    }
    initial = try configuration.initial.items.first.map { [domain] in
      try StartingLaw($0, variable: variable, domain: domain, numbers)
    }
    startTime = configuration.startTime
    times = try numbers.times(configuration.times.items, from: startTime)
  }

  /// The process in Itô's reading.
  var process: InterpretedProcess<TypedProcess> { process(convertedTo: .ito) }

  /// The process in any reading.
  func process(convertedTo target: NoiseInterpretation) -> InterpretedProcess<TypedProcess> {
    let isOne = typed.hasHomogeneousDiffusion
    return InterpretedProcess(
      typed, readAs: isOne ? .ito : interpretation, convertedTo: isOne ? .ito : target,
      over: domain)
  }

  /// The domain divided into cells.
  func axis(cells: Int) throws -> Axis { try Axis(domain, cellCount: cells) }

  /// Whether probability is carried much farther than it diffuses, and not to and fro.
  ///
  /// |a| L/D exceeds 10⁵ in a tenth of the domain L, and the median drift crosses L at most 200 times.
  func isCarried() throws -> Bool {
    let length = domain.upperBound - domain.lowerBound
    let points = try axis(cells: 512).centers
    let last = times.last ?? startTime
    let drifts = points.map { abs(process.drift(at: $0, time: startTime)) }
    let isCarried = zip(points, drifts).map { point, drift in
      let diffusion = [startTime, last].map { process.diffusion(at: point, time: $0) }
      return drift * length > 1e5 * max(diffusion.min() ?? 0, .leastNormalMagnitude)
    }
    return isCarried.count(where: \.self) > 51
      && drifts.sorted()[256] * (last - startTime) < 200 * length
  }

  /// Throws when the drift or D is not a finite number at the start, at the walls, in the middle or between.
  func checkCoefficients() throws {
    let axis = try axis(cells: 512)
    let first = domain.lowerBound
    for point in (0...1024).map({ first + Double($0) / 2 * axis.spacing }) {
      for (name, value) in [
        ("drift", process.drift(at: point, time: startTime)),
        ("diffusion coefficient", process.diffusion(at: point, time: startTime)),
      ] where !value.isFinite {
        throw CommandFailure(
          .badData,
          "The \(name) is \(value) at \(variable) = \(point), t = \(startTime); it must be finite in the "
            + "whole domain.")
      }
    }
  }

  /// The initial law.
  func start() throws -> StartingLaw {
    guard let initial else {
      throw CommandFailure(
        .usage, "An initial law is needed; give --initial, such as --initial 'normal(0, 0.3)'.")
    }
    return initial
  }

  /// The initial law on an axis, of mass 1, and the share of it that was cut off at the ends.
  func start(on axis: Axis) throws -> (density: Density, outside: Double) {
    let initial = try start()
    let density = try initial.density(on: axis)
    let mass = density.mass
    if case .density = initial {
      guard mass > 0 else {
        throw CommandFailure(.badData, "The initial density has no mass in the domain.")
      }
      return (try density.normalized(), 0)
    }
    guard mass > 0.999 else {
      throw CommandFailure(
        .badData,
        "Of the initial law only \(NumberText.significant(mass)) lies in the domain from "
          + "\(domain.lowerBound) to \(domain.upperBound); widen the domain or move the law.")
    }
    return (try density.normalized(), max(0, 1 - mass))
  }
}

extension EquationConfiguration {
  /// The names of the variables.
  func variableNames() throws -> [String] {
    let count = drift.items.count
    guard count > 0 else {
      throw CommandFailure(.usage, "A drift is needed; give --drift, such as --drift 'x - x^3'.")
    }
    guard variables.items.isEmpty else {
      guard variables.items.count == count else {
        throw CommandFailure(
          .usage,
          "There are \(variables.items.count) variables and \(count) drifts; give one drift "
            + "for each variable.")
      }
      return variables.items
    }
    return count <= 3 ? Array(["x", "y", "z"].prefix(count)) : (1...count).map { "x\($0)" }
  }

  /// D or σ of one variable.
  func lineNoise() throws -> TypedNoise {
    try checkNoise()
    let rows = diffusion.rows.isEmpty ? noise.rows : diffusion.rows
    guard rows.count == 1, rows[0].count == 1 else {
      throw CommandFailure(.usage, "One variable has one diffusion coefficient.")
    }
    return diffusion.rows.isEmpty ? .amplitude(rows[0][0]) : .diffusion(rows[0][0])
  }

  /// Makes sure that either D or σ is given.
  func checkNoise() throws {
    guard diffusion.rows.isEmpty != noise.rows.isEmpty else {
      throw CommandFailure(
        .usage,
        diffusion.rows.isEmpty
          ? "A noise is needed; give --diffusion D of ∂p/∂t = … + ∂²(D p)/∂x², or --noise σ of "
            + "dX = a dt + σ dW, where D = σ²/2."
          : "Both D and σ are given; give --diffusion D or --noise σ, D = σ²/2, not both.")
    }
  }

  /// The interval of a variable.
  func interval(
    of variable: Int, among count: Int, _ numbers: EquationNumbers
  ) throws -> ClosedRange<Double> {
    let rows = domain.rows
    guard !rows.isEmpty else {
      throw CommandFailure(.usage, "A domain is needed; give --domain, such as --domain -4:4.")
    }
    if count == 1, rows.count == 2, rows.allSatisfy({ $0.count == 1 && !$0[0].contains(":") }) {
      return try numbers.interval([rows[0][0], rows[1][0]], role: "domain")
    }
    guard rows.count == count else {
      throw CommandFailure(
        .usage, "There are \(rows.count) domains for \(count) variables; give one for each.")
    }
    return try numbers.interval(rows[variable], role: "domain")
  }
}

import StochasticProcesses

/// An equation that is typed, with what is to be done about it: the keys of an equation file.
///
/// Values that hold expressions are texts; what depends on the variables is one text for a single
/// variable and a list for several.
struct EquationConfiguration: Hashable, Codable, Sendable {
  /// A line about the equation, written into every file.
  var title = ""
  /// The names of the variables; by default x, or x, y, z, or x1, x2, … as there are drifts.
  var variables = TextList()
  /// The drift A of dX = A dt + noise, one expression for each variable.
  var drift = TextList()
  /// The diffusion coefficient D of ∂p/∂t = … + ∂²(D p)/∂x²; for several variables the rows of the
  /// matrix, or its diagonal.
  var diffusion = TextMatrix()
  /// Instead of D: σ of dX = A dt + σ dW, D = σ²/2; for several variables the rows of the matrix B,
  /// D = B Bᵀ/2, or its diagonal.
  var noise = TextMatrix()
  /// The reading of the noise in which the drift is given.
  var interpretation = NoiseInterpretation.ito
  /// Named constants of the expressions.
  var parameters: [String: Double] = [:]
  /// Averages over populations that drift and noise use, such as m: x for the mean of x.
  ///
  /// With averages every variable is a population of its own, in a mean-field equation.
  var averages: [String: String] = [:]
  /// The interval of each variable, such as -4:4.
  var domain = TextMatrix()
  /// The walls of each variable: reflecting, absorbing, periodic, or a pair lower,upper.
  var boundary = TextList(["reflecting"])
  /// The law at the start: point(x), normal(mean, deviation), uniform, uniform(a, b),
  /// density(expression) or a file; for several variables a list of laws, one for each, or a joint
  /// density(expression).
  var initial = TextList()
  /// The time at which the initial law holds.
  var startTime = 0.0
  /// The output times: first:last:count, or a list.
  var times = TextList()
  /// How the equation is solved.
  var solve = EquationSolveConfiguration()
  /// How the process is simulated.
  var simulate = EquationSimulateConfiguration()
}

extension EquationConfiguration: ConfigurationTree {
  static let choices: [String: [String]] = [
    "interpretation": NoiseInterpretation.allCases.map(\.rawValue),
    "solve.scheme": EquationScheme.allCases.map(\.rawValue),
    "solve.timeScheme": EquationTimeScheme.allCases.map(\.rawValue),
    "simulate.scheme": EnsembleScheme.allCases.map(\.rawValue),
  ]

  static let paths: Set<String> = ["initial"]
  static let openSections: Set<String> = ["parameters", "averages"]
  static let seedKeys = ["simulate.seed"]
  static let exampleAssignment = "solve.cells=400"

  /// Only a law that is the name of a file is a path.
  static func isPath(_ value: String) -> Bool { DensityFile.isName(value) }

  func validate() throws {
    try solve.validate()
    try simulate.validate()
    guard startTime.isFinite else {
      throw CommandFailure(.usage, "startTime is \(startTime); give a finite number.")
    }
  }
}

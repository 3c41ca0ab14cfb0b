import ArgumentParser

/// How a typed equation is solved.
struct EquationSolveOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How: " + EquationScheme.allCases.map(\.rawValue).joined(separator: ", ") + ".",
      valueName: "scheme"))
  var scheme: String?

  @Option(parsing: .unconditional, help: "The number of cells; by default chosen by the tolerance.")
  var cells: Int?

  @Option(
    parsing: .unconditional, help: "The L1 error of the density to aim for. (default: 1e-6)")
  var tolerance: Double?

  @Option(
    parsing: .unconditional, help: "The longest time step; by default chosen by the tolerance.")
  var timeStep: Double?

  @Flag(help: "Compute the stationary density, its current and entropy production.")
  var stationary = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Compute the decay rates of the slowest modes.", valueName: "count"))
  var spectrum: Int?

  @Flag(help: "Compute when the start first reaches an absorbing wall or a target.")
  var firstPassage = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "With --first-passage: one or two points to reach, such as 0 or -1,1.", valueName: "points"))
  var target: String?

  @Flag(
    help: """
      Solve by several methods and by simulation, and compare their densities with their error bars.
      """)
  var crossCheck = false

  /// Whether nothing is asked for.
  var isEmpty: Bool {
    scheme == nil && cells == nil && tolerance == nil && timeStep == nil && spectrum == nil
      && target == nil && !stationary && !firstPassage && !crossCheck
  }

  /// Applies the options that were given.
  func apply(to reader: inout ConfigurationReader<EquationConfiguration>) throws {
    let targets = target.map { EquationNumbers.parts(of: $0, at: ",") }
    let settings: [(path: String, value: String?, option: String)] = [
      ("solve.scheme", scheme, "--scheme"), ("solve.cells", cells.map { "\($0)" }, "--cells"),
      ("solve.tolerance", tolerance.map { "\($0)" }, "--tolerance"),
      ("solve.timeStep", timeStep.map { "\($0)" }, "--time-step"),
      ("solve.stationary", stationary ? "true" : nil, "--stationary"),
      ("solve.spectrum", spectrum.map { "\($0)" }, "--spectrum"),
      ("solve.firstPassage", firstPassage ? "true" : nil, "--first-passage"),
      ("solve.target", targets.map(EquationOptions.yaml), "--target"),
      ("solve.crossCheck", crossCheck ? "true" : nil, "--cross-check"),
    ]
    try reader.set(settings)
  }
}

/// How a typed process is simulated.
struct EquationSimulateOptions: ParsableArguments {
  @Option(parsing: .unconditional, help: "The number of particles. (default: 100000)")
  var particles: Int?

  @Option(
    parsing: .unconditional,
    help: "The largest time step; by default a 400th of the whole time.")
  var timeStep: Double?

  @Option(
    help: ArgumentHelp(
      "The scheme: " + EnsembleScheme.allCases.map(\.rawValue).joined(separator: ", ")
        + ". (default: weak-order-two)", valueName: "scheme"))
  var scheme: String?

  @Option(parsing: .unconditional, help: "The number of cells of the histogram. (default: 200)")
  var cells: Int?

  @Option(
    parsing: .unconditional,
    help: "The number of particles whose paths are written, the first ones. (default: 0)")
  var paths: Int?

  /// Whether nothing is asked for.
  var isEmpty: Bool {
    particles == nil && timeStep == nil && scheme == nil && cells == nil && paths == nil
  }

  /// Applies the options that were given.
  func apply(to reader: inout ConfigurationReader<EquationConfiguration>) throws {
    try reader.set([
      ("simulate.particles", particles.map { "\($0)" }, "--particles"),
      ("simulate.timeStep", timeStep.map { "\($0)" }, "--time-step"),
      ("simulate.scheme", scheme, "--scheme"),
      ("simulate.cells", cells.map { "\($0)" }, "--cells"),
      ("simulate.paths", paths.map { "\($0)" }, "--paths"),
    ])
  }
}

import Archives
import ArgumentParser

struct Solve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Solve a Fokker-Planck equation: that of every layer of a run, or one you type.",
    discussion: """
      For a run, makes RUN/density.nc from RUN/coefficients.nc: by finite volumes and by a spectral \
      method, in every closure.

      For an equation, typed here or in a file, prints the mass, the moments, the entropy and the \
      estimated error of the density at the output times, and with --output writes densities, \
      currents and all else. Expressions use x (or x, y, z), t, named parameters, + - * / ^, \
      comparisons and (condition) ? a : b, the constants pi and e, and functions such as sin, exp, \
      log, sqrt, tanh, abs, min, max, sign (docs/methods/typed-processes.md).

      Examples:
        fokker solve my-run
        fokker solve my-run --force --set solve.startEpoch=500 --set solve.cells=4096
        fokker solve --drift 'x - x^3' --diffusion 0.1 --domain -4:4 \\
          --initial 'normal(0, 0.3)' --until 10
        fokker solve --drift '-k*x' --noise '0.4*x' --interpretation stratonovich \\
          --parameter k=2 --domain 0.01:5 --initial 'point(1)' --times 0.5,1,2 --output d.nc
        fokker solve --drift 'x - x^3' --diffusion 0.1 --domain -4:4 --stationary --spectrum 4
        fokker solve --drift 1 --diffusion 0.5 --domain -20:2 --boundary reflecting,absorbing \\
          --initial 'point(0)' --first-passage
        fokker solve equation.yml --cross-check
      """)

  @Argument(help: "A run directory, or an equation file (.yml).")
  var source: String?

  @OptionGroup(title: "Equation") var equation: EquationOptions
  @OptionGroup(title: "Method") var method: EquationSolveOptions

  @Option(
    name: [.customLong("output"), .customShort("o")],
    help: ArgumentHelp(
      "For an equation: a file for the densities, .nc, .npz or .csv.", valueName: "file"))
  var output: String?

  @Option(help: "For an equation, how the result is printed: text or json.")
  var format: ResultFormat = .text

  @OptionGroup(title: "Settings") var settings: SettingOptions
  @OptionGroup var common: CommonOptions

  func run() async throws {
    let command = self
    try await common.perform { progress in
      let source = try EquationSource(command.source, command.equation, command: "solve") {
        try command.method.apply(to: &$0)
        try command.settings.apply(to: &$0)
      }
      switch source {
      case .run(let path): try await command.solve(run: path, progress)
      case .equation(let configuration): try await command.solve(configuration, progress)
      }
    }
  }

  private func solve(run path: String, _ progress: ProgressReporter) async throws {
    guard method.isEmpty, output == nil else {
      throw CommandFailure(
        .usage,
        "\(path) is a run: its equations are solved as its configuration says, into "
          + "\(path)/density.nc; use --set solve.cells=4096 and the like.")
    }
    try await Stage.solve.make(inRun: path, settings, common, progress)
  }

  private func solve(
    _ configuration: EquationConfiguration, _ progress: ProgressReporter
  ) async throws {
    if let output { try refuseToReplace(output, common) }
    let work = EquationWork(
      configuration: configuration, threads: common.threads, progress: progress)
    let result = try await work.solve()
    var summary = result.summary
    if let output {
      summary.files = try Archive.write(result.dataset, to: output, overwrite: common.force)
    }
    switch format {
    case .text: try show(EquationReport(summary: summary).text)
    case .json: try show(jsonText(of: summary))
    }
    if let check = summary.crossCheck, !check.agrees {
      throw CommandFailure(.failed, "The methods disagree beyond their error bars.")
    }
  }
}

extension Stage {
  /// Makes the file of the stage in a run directory and keeps the configuration with it.
  func make(
    inRun path: String, _ settings: SettingOptions, _ common: CommonOptions,
    _ progress: ProgressReporter
  ) async throws {
    let (directory, configuration) = try settings.open(run: path)
    let context = StageContext(
      run: directory, configuration: configuration, threads: common.threads, progress: progress)
    try await context.make(self, remaking: common.force)
    try directory.write(configuration)
  }
}

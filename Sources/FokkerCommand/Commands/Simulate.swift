import Archives
import ArgumentParser

struct Simulate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Simulate a Langevin process: that of every layer of a run, or one you type.",
    discussion: """
      For a run, makes RUN/ensemble.nc from RUN/coefficients.nc, on the weight axis of 'fokker \
      solve'.

      For an equation, typed here or in a file as for 'fokker solve', prints moments with standard \
      errors, and with --output writes histograms on equal cells, moments, quantiles and exit \
      times. The same seed gives the same numbers on any number of threads.

      Examples:
        fokker simulate my-run
        fokker simulate my-run --force --set simulate.particles=100000 --threads 2
        fokker simulate --drift 'x - x^3' --diffusion 0.1 --domain -4:4 \\
          --initial 'normal(0, 0.3)' --until 10 --particles 200000 --seed 7 --output e.nc
        fokker simulate equation.yml --scheme euler-maruyama --time-step 0.001
      """)

  @Argument(help: "A run directory, or an equation file (.yml).")
  var source: String?

  @OptionGroup(title: "Equation") var equation: EquationOptions
  @OptionGroup(title: "Method") var method: EquationSimulateOptions

  @Option(
    name: [.customLong("output"), .customShort("o")],
    help: ArgumentHelp(
      "For an equation: a file for the ensemble, .nc, .npz or .csv.", valueName: "file"))
  var output: String?

  @Option(help: "For an equation, how the result is printed: text or json.")
  var format: ResultFormat = .text

  @OptionGroup(title: "Settings") var settings: SettingOptions
  @OptionGroup var common: CommonOptions

  func run() async throws {
    let command = self
    try await common.perform { progress in
      let source = try EquationSource(command.source, command.equation, command: "simulate") {
        try command.method.apply(to: &$0)
        try command.settings.apply(to: &$0)
      }
      switch source {
      case .run(let path): try await command.simulate(run: path, progress)
      case .equation(let configuration): try await command.simulate(configuration, progress)
      }
    }
  }

  private func simulate(run path: String, _ progress: ProgressReporter) async throws {
    guard method.isEmpty, output == nil else {
      throw CommandFailure(
        .usage,
        "\(path) is a run: its processes are simulated as its configuration says, into "
          + "\(path)/ensemble.nc; use --set simulate.particles=100000 and the like.")
    }
    try await Stage.simulate.make(inRun: path, settings, common, progress)
  }

  private func simulate(
    _ configuration: EquationConfiguration, _ progress: ProgressReporter
  ) async throws {
    if let output { try refuseToReplace(output, common) }
    let work = EquationWork(
      configuration: configuration, threads: common.threads, progress: progress)
    let result = try await work.simulate()
    var summary = result.summary
    if let output {
      summary.files = try Archive.write(result.dataset, to: output, overwrite: common.force)
    }
    switch format {
    case .text: try show(SimulationReport(summary: summary).text)
    case .json: try show(jsonText(of: summary))
    }
  }
}

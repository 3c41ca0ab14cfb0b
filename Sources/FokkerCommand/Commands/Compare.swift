import Archives
import ArgumentParser

struct Compare: ReportingCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compare predicted with measured weights and with the observed compression.",
    discussion: """
      Makes RUN/comparison.nc and prints its tables; an up-to-date comparison.nc is kept.

      With --forecast-from, the weights of RUN are also forecast from the fit of another run, with \
      the drift of that run at the same learning time and its diffusion times the ratio of the \
      learning rate per batch size: RUN/forecasts.nc.

      Examples:
        fokker compare my-run
        fokker compare my-run --format json > comparison.json
        fokker compare my-run --forecast-from run-with-another-learning-rate
      """)
  static let stage = Stage.compare

  @OptionGroup var argument: RunArgument
  @Option(
    help: ArgumentHelp(
      "Another run from whose fit this one is forecast: other learning rate, batch size or seed.",
      valueName: "run"), completion: .directory)
  var forecastFrom: String?
  @Option(help: "How the comparison is printed: text or json.")
  var format: ResultFormat = .text
  @OptionGroup var common: CommonOptions

  func run() async throws {
    let (argument, common, format, other) = (argument, common, format, forecastFrom)
    try await common.perform { progress in
      let context = try await Self.made(argument, common, progress)
      if let other { try await forecastRun(context, from: other) }
      try Self.report(context, format, withForecasts: other != nil)
    }
  }

  static func report(_ context: StageContext, _ format: ResultFormat) throws {
    try report(context, format, withForecasts: false)
  }

  private static func report(
    _ context: StageContext, _ format: ResultFormat, withForecasts: Bool
  ) throws {
    var summary = try ComparisonSummary(try context.input(.compare))
    if withForecasts {
      summary.forecastsFromOtherRun = try ComparisonSummary.forecasts(
        NetCDF.read(context.run.forecastFile))
    }
    switch format {
    case .text: try show(ComparisonReport(summary: summary).text)
    case .json: try show(jsonText(of: summary))
    }
  }
}

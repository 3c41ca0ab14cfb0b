import ArgumentParser

struct Compare: ReportingCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compare predicted with measured weights and with the observed compression.",
    discussion: """
      Makes RUN/comparison.nc and prints its tables; an up-to-date comparison.nc is kept.

      Examples:
        fokker compare my-run
        fokker compare my-run --format json > comparison.json
      """)
  static let stage = Stage.compare

  @OptionGroup var argument: RunArgument
  @Option(help: "How the comparison is printed: text or json.")
  var format: ResultFormat = .text
  @OptionGroup var common: CommonOptions

  static func report(_ context: StageContext, _ format: ResultFormat) throws {
    let summary = try ComparisonSummary(try context.input(.compare))
    switch format {
    case .text: print(ComparisonReport(summary: summary).text)
    case .json: print(try jsonText(of: summary))
    }
  }
}

import ArgumentParser

struct Compare: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compare predicted with measured weights and with the observed compression.",
    discussion: """
      Makes RUN/comparison.nc and prints its tables; an up-to-date comparison.nc is kept.

      Examples:
        fokker compare my-run
        fokker compare my-run --format json > comparison.json
      """)

  @OptionGroup var argument: RunArgument
  @Option(help: "How the comparison is printed: text or json.")
  var format: ResultFormat = .text
  @OptionGroup var common: CommonOptions

  func run() async throws {
    let (argument, common, format) = (argument, common, format)
    try await common.perform { progress in
      let (directory, configuration) = try argument.open()
      let context = StageContext(
        run: directory, configuration: configuration, threads: common.threads, progress: progress)
      if common.force {
        try await context.make(.compare, remaking: true)
      } else {
        _ = try await Stage.compare.ensure(context, remaking: false)
      }
      try directory.write(configuration)
      try printComparison(context, format)
    }
  }
}

/// Prints what `comparison.nc` says.
func printComparison(_ context: StageContext, _ format: ResultFormat) throws {
  let summary = try ComparisonSummary(try context.input(.compare))
  switch format {
  case .text: print(ComparisonReport(summary: summary).text)
  case .json: print(try jsonText(of: summary))
  }
}

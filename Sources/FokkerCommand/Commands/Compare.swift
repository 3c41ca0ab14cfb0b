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
      let comparison = try await RunComparison(context)
      if common.force || !directory.holds(.compare) {
        try context.write(comparison)
        try directory.write(configuration)
      } else {
        try context.checkUnchanged(.compare)
      }
      try print(comparison, format)
    }
  }
}

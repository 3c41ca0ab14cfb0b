import ArgumentParser

struct Gradients: ReportingCommand {
  static let configuration = CommandConfiguration(
    abstract: "Find the phases of training: gradient curves, transitions, plateau.",
    discussion: """
      Makes RUN/gradients.nc and RUN/gradients.svg from RUN/training.nc, and prints when every layer \
      goes from drift to diffusion: by SNR = 1, by B* = B, by the maximum of I(X;T) if \
      RUN/information.nc is there, and by the bend of the gradient's norm, each in epochs with a \
      bootstrap interval over networks. An up-to-date gradients.nc is kept.

      Examples:
        fokker gradients my-run
        fokker gradients my-run --format json > gradients.json
        fokker gradients my-run --force --set gradients.resamples=5000 --set gradients.level=0.9
      """)
  static let stage = Stage.gradients

  @OptionGroup var argument: RunArgument
  @Option(help: "How the transitions are printed: text or json.")
  var format: ResultFormat = .text
  @OptionGroup var common: CommonOptions

  static func report(_ context: StageContext, _ format: ResultFormat) throws {
    let summary = try GradientSummary(try context.input(.gradients))
    switch format {
    case .text: try show(GradientReport(summary: summary).text)
    case .json: try show(jsonText(of: summary))
    }
  }
}

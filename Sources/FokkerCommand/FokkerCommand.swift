import ArgumentParser

/// Starts the command.
@main
enum Main {
  static func main() async {
    openMissingStandardStreams()
    await FokkerCommand.main()
  }
}

struct FokkerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fokker",
    abstract: "Test the drift-diffusion analogy of deep learning.",
    discussion: """
      Trains networks, measures their gradients and information, fits drift and diffusion per \
      layer, solves and simulates the Fokker-Planck equations of the weights, and compares what \
      they predict with what is seen.

      Start with: fokker run --preset quick
      """,
    version: fokkerVersion,
    subcommands: [
      Run.self, Train.self, Information.self, Gradients.self, Fit.self, Solve.self, Simulate.self,
      Compare.self, Plot.self, Report.self, Serve.self, Validate.self, Bound.self,
      StudyCommand.self, Export.self, Activations.self, DataCommand.self,
    ])
}

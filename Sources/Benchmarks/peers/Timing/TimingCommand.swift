import ArgumentParser

/// Times this package for peers/compare.py.
///
/// A command prepares its work, then does it once for every line that it reads, and answers each
/// with a line of JSON. So the script can let several tools take turns.
@main
struct TimingCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "timing",
    abstract: "Does a piece of work for every line of standard input and prints its times.",
    subcommands: [
      TrainingTiming.self, EstimatorTiming.self, SnapshotCommand.self, DensityTiming.self,
      PlaneTiming.self, TensorTiming.self, LangevinTiming.self, MomentTiming.self,
    ])
}

import ArgumentParser

struct Train: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train an ensemble of networks and measure its gradients.",
    discussion: """
      Makes RUN/training.nc. A training that was stopped goes on where it was: until all networks \
      are finished they are kept in RUN/training.partial.

      Examples:
        fokker train --preset tishby --output my-run
        fokker train experiment.yml --networks 20 --epochs 2000 --threads 2
      """)

  @OptionGroup var experiment: ExperimentOptions
  @OptionGroup(title: "Output") var output: RunOutputOptions
  @OptionGroup var common: CommonOptions

  func run() async throws {
    let (experiment, output, common) = (experiment, output, common)
    try await common.perform { progress in
      let configuration = try experiment.configuration()
      let directory = try RunDirectory(creating: output.path ?? experiment.defaultOutput)
      let context = StageContext(
        run: directory, configuration: configuration, threads: common.threads, progress: progress,
        checkpointInterval: .seconds(output.checkpointEvery))
      try context.checkUnchanged(remaking: common.force)
      try directory.write(configuration)
      try await context.make(.train, remaking: common.force)
    }
  }
}

/// A command that makes one file of a run directory from others.
protocol StageCommand: AsyncParsableCommand {
  static var stage: Stage { get }
  var argument: RunArgument { get }
  var common: CommonOptions { get }
}

extension StageCommand {
  func run() async throws {
    let (argument, common) = (argument, common)
    try await common.perform { progress in
      let (directory, configuration) = try argument.open()
      let context = StageContext(
        run: directory, configuration: configuration, threads: common.threads, progress: progress)
      try await context.make(Self.stage, remaking: common.force)
      try directory.write(configuration)
    }
  }
}

struct Solve: StageCommand {
  static let configuration = CommandConfiguration(
    abstract: "Solve the Fokker-Planck equation of every layer.",
    discussion: """
      Makes RUN/density.nc from RUN/coefficients.nc: by finite volumes and by a spectral method, in \
      every closure.

      Examples:
        fokker solve my-run
        fokker solve my-run --force --set solve.startEpoch=500 --set solve.cells=4096
      """)
  static let stage = Stage.solve

  @OptionGroup var argument: RunArgument
  @OptionGroup var common: CommonOptions
}

struct Simulate: StageCommand {
  static let configuration = CommandConfiguration(
    abstract: "Simulate the Langevin process of every layer.",
    discussion: """
      Makes RUN/ensemble.nc from RUN/coefficients.nc, on the weight axis of 'fokker solve'.

      Examples:
        fokker simulate my-run
        fokker simulate my-run --force --set simulate.particles=100000 --threads 2
      """)
  static let stage = Stage.simulate

  @OptionGroup var argument: RunArgument
  @OptionGroup var common: CommonOptions
}

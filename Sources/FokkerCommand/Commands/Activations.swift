import Archives
import ArgumentParser
import Foundation
import NeuralNetworks

struct Activations: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write the activations of a run's networks on all patterns.",
    discussion: """
      The arrays layer_1, layer_2, … have the shape [network, epoch, pattern, unit]; inputs and \
      label_probabilities are those of the patterns. 'fokker information FILE' reads such a file.

      Examples:
        fokker activations my-run --epoch 400 --output activations.npz
        fokker activations my-run --network 0 --output all-epochs.nc
      """)

  @Argument(help: ArgumentHelp("The run directory.", valueName: "run"))
  var directory: String

  @Option(
    parsing: .unconditionalSingleValue,
    help: "A recorded epoch; may be repeated. By default all of them.")
  var epoch: [Double] = []

  @Option(
    parsing: .unconditionalSingleValue,
    help: "A network, from 0; may be repeated. By default all of them.")
  var network: [Int] = []

  @Option(
    name: [.customLong("output"), .customShort("o")],
    help: ArgumentHelp("The file to write, .npz or .nc.", valueName: "file"))
  var output: String

  @OptionGroup var common: CommonOptions

  func run() async throws {
    let command = self
    try await common.perform { progress in
      progress.begin("computing activations")
      guard try ArchiveFormat(path: command.output) != .csv else {
        throw CommandFailure(
          .usage, "\(command.output): activations are written as .npz or .nc, not as tables.")
      }
      let dataset = try command.dataset()
      try Archive.write(dataset, to: command.output, overwrite: command.common.force)
      progress.finish("wrote \(command.output)")
    }
  }

  private func dataset() throws -> Dataset {
    let run = try RunDirectory(opening: directory)
    let context = StageContext(
      run: run, configuration: try run.readConfiguration(), threads: common.threads,
      progress: ProgressReporter(isQuiet: true))
    let patterns = try context.trainedData().patterns
    let training = try context.input(.train, variables: ["epoch", "layer", "network", "parameter"])
    let source = try RunActivations(
      training, context.configuration.training, patterns: patterns)
    let recorded = try training.doubles(named: "epoch", dimensions: ["epoch"])
    let epochs = try places(of: epoch, among: recorded, "--epoch", "recorded epochs")
    let networks = try places(
      of: network.map(Int64.init), among: source.networks, "--network", "networks")
    var dataset = try context.dataset("activations", .train)
    try dataset.add(
      source, networks: networks, epochs: epochs.map { ($0, recorded[$0]) })
    return dataset
  }

  /// Where the chosen values stand among those that there are.
  private func places<Value: Equatable>(
    of chosen: [Value], among values: [Value], _ option: String, _ what: String
  ) throws -> [Int] {
    guard !chosen.isEmpty else { return Array(values.indices) }
    return try chosen.map { value in
      guard let place = values.firstIndex(of: value) else {
        let list = shortList(values.map { plainText($0) })
        throw CommandFailure(
          .usage, "\(option) \(plainText(value)) is none of the \(what) of \(directory): \(list).")
      }
      return place
    }
  }
}

/// A number as people write it: whole ones without decimals.
private func plainText<Value>(_ value: Value) -> String {
  let text = "\(value)"
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}

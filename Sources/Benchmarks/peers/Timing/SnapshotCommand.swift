import ArgumentParser

/// Writes the layers of a trained network for all tools to measure.
struct SnapshotCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "snapshot", abstract: "Trains one network and writes its layers.")

  @Argument(help: "The file to write.")
  var file: String
  @Option(help: "The number of epochs.")
  var epochs = 400

  func run() async throws { try await Snapshot(epochs: epochs).write(to: file) }
}

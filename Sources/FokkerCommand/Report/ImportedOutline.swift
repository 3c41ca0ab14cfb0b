import Archives
import Figures
import Foundation

/// What the gradient log of another program tells of the training behind it.
struct ImportedOutline {
  let networkCount: Int
  let epochCount: Int
  let lastEpoch: Double
  private let attributes: Attributes

  /// Reads `training.nc`; nil for a run of networks that were trained here.
  init?(_ run: RunDirectory) {
    guard (try? run.isImported) == true,
      let log = try? NetCDF.read(run.file(of: .train), variables: ["network", "epoch"]),
      let networks = try? log.length(of: "network"), let epochs = try? log.coordinate("epoch"),
      let last = epochs.last
    else { return nil }
    (networkCount, epochCount, lastEpoch) = (networks, epochs.count, last)
    attributes = log.attributes
  }

  /// The facts for the page.
  var facts: [Fact] {
    [
      Fact("Origin", "a gradient log of another program"),
      Fact("Networks", "\(networkCount)"),
      Fact(
        "Recorded epochs",
        "\(epochCount), up to \(lastEpoch.formatted(.number.grouping(.never)))"),
    ]
      + [
        ("Optimizer", attributes.string("optimizer")),
        ("Learning rate η", number("learning_rate")),
        ("Steps per epoch", number("steps_per_epoch")), ("Batch size B", number("batch_size")),
      ].compactMap { name, value in value.map { Fact(name, $0) } }
  }

  private func number(_ name: String) -> String? {
    attributes.double(name).map { $0.formatted(.number.grouping(.never)) }
  }
}

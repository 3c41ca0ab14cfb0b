import Archives
import Figures
import Foundation
import NeuralNetworks

/// How well the networks of a run do while they are in training, from the files in `training.partial`.
///
/// Networks are not equally far, so each has a line of its own and no mean is taken.
struct UnfinishedLearningFigure {
  /// The epochs at which quantities are recorded, beginning with 0 for the initial weights.
  private let epochs: [Double]
  private let networks: [Dataset]

  /// Reads what has been saved; a file that vanishes meanwhile is left out.
  ///
  /// - Returns: nil when the run has no network in training.
  init?(_ run: RunDirectory) {
    guard !run.holds(.train), let configuration = try? run.readConfiguration() else { return nil }
    let names = LearningFigure.quantities.flatMap(\.names)
    epochs = configuration.training.recordedEpochs.map(Double.init)
    networks = run.networksInTraining.compactMap { try? NetCDF.read($0.path, variables: names) }
    if networks.isEmpty { return nil }
  }

  /// Loss and accuracy of every network on the training and the test patterns.
  func figure() -> Figure {
    let panels = LearningFigure.quantities.compactMap { quantity -> Panel? in
      let series = quantity.names.indices.flatMap { lines(quantity.names[$0], place: $0) }
      return series.isEmpty ? nil : Panel(x: .epochs(epochs), y: quantity.axis, series: series)
    }
    return Figure(
      "Learning so far, \(networkPhrase(networks.count))",
      summary: "Loss and accuracy of every network in training against the epoch, as last saved.",
      panels: panels, columns: max(1, panels.count), panelWidth: 340, panelHeight: 240)
  }

  /// The lines of all networks; one of them stands in the legend.
  private func lines(_ name: String, place: Int) -> [Series] {
    let curves = networks.compactMap { try? $0.doubles(named: name, dimensions: ["epoch"]) }
      .filter { $0.contains(where: \.isFinite) && $0.count <= epochs.count }
    return curves.enumerated().map { index, values in
      let shown = Self.thinned(values.count)
      return Series(
        index == 0 ? LearningFigure.patterns[place] : "",
        .line(x: shown.map { epochs[$0] }, y: shown.map { values[$0] }), color: .palette(place),
        line: place == 0 ? .solid : .dashed, lineWidth: 1, opacity: curves.count > 1 ? 0.6 : 1)
    }
  }

  /// About a hundred of many indices, with the last one.
  private static func thinned(_ count: Int) -> [Int] {
    let stride = Swift.max(1, count / 100)
    return Array(Swift.stride(from: (count - 1) % stride, to: count, by: stride))
  }
}

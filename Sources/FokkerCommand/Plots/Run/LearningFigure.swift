import Archives
import DriftDiffusion
import Figures

/// How well the networks of a run do, from `training.nc`.
struct LearningFigure {
  private let epochs: [Double]
  private let curves: [String: NetworkCurves]
  private let networks: Int

  init(_ run: RunFiles) throws {
    let names = try NetCDF.variableNames(of: run.path(of: .stage(.train)))
    let measured = Self.quantities.flatMap(\.names).filter(names.contains)
    guard !measured.isEmpty else {
      throw CommandFailure(
        .badData,
        "\(run.path(of: .stage(.train))) holds no losses or accuracies: it is a log of gradients.")
    }
    let training = try run.read(.train, variables: ["network", "epoch"] + measured)
    let epochs = try training.coordinate("epoch")
    let axes = ["network", "epoch"]
    var curves: [String: NetworkCurves] = [:]
    for name in measured {
      curves[name] = NetworkCurves(
        epochs: epochs, values: try training.rows(named: name, dimensions: axes))
    }
    self.epochs = epochs
    self.curves = curves
    networks = try training.length(of: "network")
  }

  /// What the panels show: on the training and on the test patterns.
  static let quantities: [(names: [String], axis: AxisStyle)] = [
    (["training_loss", "test_loss"], AxisStyle("loss", unit: "nat", scale: .logarithmic)),
    (["training_accuracy", "test_accuracy"], AxisStyle("accuracy")),
  ]

  /// What each quantity is measured on.
  static let patterns = ["training patterns", "test patterns"]

  /// Loss and accuracy on the training and the test patterns.
  func figure() -> Figure {
    let panels = Self.quantities.compactMap { quantity -> Panel? in
      let series = zip(Self.patterns, quantity.names).flatMap {
        label, name -> [Series] in
        guard let curves = curves[name], curves.mean.values.contains(where: \.isFinite) else {
          return []
        }
        return curves.estimate(label).series()
      }
      return series.isEmpty ? nil : Panel(x: .epochs(epochs), y: quantity.axis, series: series)
    }
    return Figure(
      "Learning, mean of \(networkPhrase(networks))",
      summary: "Loss and accuracy against the epoch, mean over networks with its 95 % interval.",
      panels: panels, columns: max(1, panels.count), panelWidth: 340, panelHeight: 240)
  }
}

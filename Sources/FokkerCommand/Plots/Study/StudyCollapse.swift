import Archives
import DriftDiffusion
import Figures

/// Compression under several learning rates and batch sizes by three clocks, from `collapse.nc`.
struct StudyCollapse {
  private let data: Dataset

  init(_ data: Dataset) { self.data = data }

  /// One row of panels per compressing layer, one column per clock.
  func figure() throws -> Figure {
    let cases = try StudyPaths(data).cases
    let layers = try data.wholeCoordinate("compressing_layer")
    let outcomes = try data.flags("outcome", ["compressing_layer", "clock"])
    let (rates, sizes, steps) = (
      try numbers("learning_rate"), try numbers("batch_size"), try numbers("steps_per_epoch")
    )
    var panels: [Panel] = []
    for layer in layers {
      for clock in TrainingClock.allCases {
        let series = cases.enumerated().flatMap { index, item in
          let step = clock.step(learningRate: rates[index], batchSize: sizes[index])
          let curve = item.input[layer - 1]
          return EstimateCurve(
            item.label, times: item.epochs.map { $0 * steps[index] * step }, values: curve.values,
            standardErrors: curve.errors
          ).series(color: .palette(index))
        }
        panels.append(
          Panel(
            "T_{\(layer)}: \(outcomes[panels.count])",
            x: AxisStyle(clock.label, scale: .logarithmic), y: AxisStyle("I(X;T)", unit: "bit"),
            series: series))
      }
    }
    return Figure(
      "Compression under several learning rates and batch sizes",
      summary: "Mean of I(X;T) over networks with its 95 % interval against the step, the learning "
        + "time and the time of noise.",
      panels: panels, columns: TrainingClock.allCases.count, panelWidth: 280, panelHeight: 220)
  }

  private func numbers(_ name: String) throws -> [Double] {
    try data.doubles(named: name, dimensions: ["case"])
  }
}

import Archives
import Figures

/// Replicas that differ in their batches alone, from `noise.nc`.
struct StudyNoise {
  private let data: Dataset

  init(_ data: Dataset) { self.data = data }

  func figure() throws -> Figure {
    let elapsed = try data.coordinate("elapsed_time")
    let layers = try data.wholeCoordinate("layer")
    let states = try data.length(of: "initial_state")
    let variances = try data.rows(
      named: "variance", dimensions: ["layer", "initial_state", "elapsed_time"])
    let ratios = try data.rows(
      named: "relative_to_white_noise", dimensions: ["layer", "elapsed_time"])
    let series = layers.enumerated().flatMap { index, layer -> [Series] in
      let rows = variances[index * states..<(index + 1) * states]
      let spread = elapsed.indices.map { time in
        rows.reduce(0) { $0 + $1[time] } / Double(states)
      }
      let white = zip(spread, ratios[index]).map { $0 / $1 }
      return [
        Series(layerName(layer), .line(x: elapsed, y: spread), layer: layer - 1),
        Series(
          "", .line(x: elapsed, y: white), line: .dashed, lineWidth: 1, layer: layer - 1),
      ]
    }
    return Figure(
      "Spread of replicas that differ in their batches alone",
      summary: "Variance over replicas, mean over weights and initial states; dashed: independent "
        + "steps with the measured gradient noise.",
      panels: [
        Panel(
          x: AxisStyle("s − s*", scale: .logarithmic),
          y: AxisStyle("variance", unit: "weight²", scale: .logarithmic),
          series: [.legendLine("replicas"), .legendLine("independent steps", .dashed)] + series)
      ])
  }
}

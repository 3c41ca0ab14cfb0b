import Archives
import Figures

/// Information against the cost of relaxation, from `relaxation.nc`.
struct StudyRelaxation {
  private let data: Dataset

  init(_ data: Dataset) { self.data = data }

  /// A line for the training that goes on and for every motion in its place.
  func figure() throws -> Figure {
    let cases = try StudyPaths(data).cases
    let passes = try data.rows(named: "passes_since_branch", dimensions: ["row", "record"])
    guard case .integers(let numbers)? = data.attributes["compressing_layers"] else {
      throw CommandFailure(.badData, "\(data.source) does not name the compressing layers.")
    }
    let layers = numbers.map { Int($0) - 1 }
    let series = zip(cases, passes).enumerated().map { index, item -> Series in
      let (ensemble, costs) = item
      let places = ensemble.epochs.indices.filter { costs[$0].isFinite }
      let means = places.map { place in
        layers.reduce(0) { $0 + ensemble.input[$1].values[place] } / Double(layers.count)
      }
      return Series(
        ensemble.label, .line(x: places.map { costs[$0] }, y: means), color: .palette(index))
    }
    return Figure(
      "Information against the cost of relaxation",
      summary:
        "Mean I(X;T) of the compressing layers and of all networks against the passes forward of "
        + "a pattern since the branch; a gradient counts as three.",
      panels: [
        Panel(
          x: AxisStyle("passes forward per network", scale: .logarithmic),
          y: AxisStyle("I(X;T)", unit: "bit"), series: series)
      ])
  }
}

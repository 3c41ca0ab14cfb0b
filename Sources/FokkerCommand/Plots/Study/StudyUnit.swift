import Archives
import Figures

/// One unit with a Gaussian input, from `one-neuron.nc`.
struct StudyUnit {
  private let data: Dataset

  init(_ data: Dataset) { self.data = data }

  func figure() throws -> Figure {
    let weights = try data.coordinate("weight")
    let names = try data.nameCoordinate("activation")
    let curves = try data.rows(named: "information_input", dimensions: ["activation", "weight"])
    return Figure(
      "One unit with a Gaussian input, bins of width 1/15",
      summary: "Exact information of a binned unit about its input against its weight.",
      panels: [
        Panel(
          x: AxisStyle("weight", scale: .logarithmic),
          y: AxisStyle("I(X;T)", unit: "bit", limits: .including(0...1)),
          series: zip(names, curves).enumerated().map { index, item in
            Series(item.0, .line(x: weights, y: item.1), color: .palette(index))
          })
      ])
  }
}

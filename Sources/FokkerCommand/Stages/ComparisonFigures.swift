import Archives
import Figures

/// Draws what a comparison shows beside its file.
struct ComparisonFigures {
  let dataset: Dataset

  /// The mean way of every layer through the information plane.
  func informationPlane() throws -> Figure {
    let axes = ["layer", "information_epoch"]
    let layers = try dataset.integers(named: "layer", dimensions: ["layer"])
    let epochs = try dataset.doubles(
      named: "information_epoch", dimensions: ["information_epoch"])
    let input = try dataset.doubles(named: "information_input", dimensions: axes)
    let label = try dataset.doubles(named: "information_label", dimensions: axes)
    let paths = layers.enumerated().map { index, layer in
      let range = index * epochs.count..<(index + 1) * epochs.count
      return InformationPath(
        "T_{\(layer)}", inputInformation: Array(input[range]),
        outputInformation: Array(label[range]), epochs: epochs)
    }
    let networks = Int(try dataset.number("networks"))
    return Figure.informationPlane(
      paths, title: "The information plane, mean of \(networks) networks")
  }

  /// Writes the figures into a run directory, each whole or not at all.
  func write(to run: RunDirectory) throws {
    try informationPlane().draw(to: "\(run.path)/information-plane.svg", as: .svg)
  }
}

import Figures
import InformationTheory

/// Draws the layers of a run against the bottleneck curve, into a file that is whole or not there.
func writeFigure(_ summary: BoundSummary, _ places: [[LayerBound]], to path: String) throws {
  let curve = summary.curve
  var points = curve.points.map { (input: $0.aboutInput, output: $0.aboutLabel) }
  let furthest = places.joined().map(\.aboutInput).max() ?? 0
  points.append((max(curve.classEntropy, furthest), curve.patternLabelInformation))
  let layers = summary.layers.indices.map { layer in
    BoundLayer(
      "T_{\(layer + 1)}", inputInformation: places.map { $0[layer].aboutInput },
      outputInformation: places.map { $0[layer].aboutLabel })
  }
  let figure = Figure.bottleneckBound(
    points, layers: layers, height: curve.patternLabelInformation,
    title: "Layers and the information-bottleneck bound, epoch \(summary.epoch)")
  try figure.draw(to: path, as: .svg)
}

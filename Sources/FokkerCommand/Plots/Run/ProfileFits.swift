import Archives
import Figures

/// Drift or diffusion as functions of the weight in the closures of a fit.
struct ProfileFits {
  private let knots: [[Double]]
  private let values: [[Double]]
  private let errors: [[Double]]
  private let affine: (intercepts: [[Double]], slopes: [[Double]])
  private let homogeneous: [[Double]]
  private let means: [[Double]]
  private let deviations: [[Double]]
  private let epochCount: Int

  /// Reads `drift` or `diffusion`.
  init(_ dataset: Dataset, _ name: String) throws {
    let (series, table) = (["layer", "epoch"], ["layer", "epoch", "knot"])
    epochCount = try dataset.length(of: "epoch")
    knots = try dataset.rows(named: "knot_weight", dimensions: table)
    values = try dataset.rows(named: "nonparametric_\(name)", dimensions: table)
    errors = try dataset.rows(named: "nonparametric_\(name)_error", dimensions: table)
    homogeneous = try dataset.rows(named: "homogeneous_\(name)", dimensions: series)
    means = try dataset.rows(named: "weight_mean", dimensions: series)
    deviations = try dataset.rows(named: "weight_deviation", dimensions: series)
    if name == "drift" {
      affine = (
        try dataset.rows(named: "affine_intercept", dimensions: series),
        try dataset.rows(named: "affine_slope", dimensions: series)
      )
    } else {
      let constant = try dataset.rows(named: "affine_diffusion", dimensions: series)
      affine = (constant, constant.map { $0.map { _ in 0 } })
    }
  }

  /// The closures of one layer at one epoch, over two and a half deviations around the mean.
  func series(layer: Int, number: Int, epoch: Int) -> [Series] {
    let place = layer * epochCount + epoch
    let (mean, deviation) = (means[layer][epoch], deviations[layer][epoch])
    let ends = [mean - 2.5 * deviation, mean + 2.5 * deviation]
    let constant = homogeneous[layer][epoch]
    let (intercept, slope) = (affine.intercepts[layer][epoch], affine.slopes[layer][epoch])
    func line(_ place: Int, _ values: [Double]) -> Series {
      Series(
        "", .line(x: ends, y: values), color: PredictionStyle(place).color,
        line: PredictionStyle(place).line, lineWidth: 1.3, layer: number - 1, frame: epoch)
    }
    let used = knots[place].indices.filter { knots[place][$0].isFinite }
    let curve = EstimateCurve(
      "", times: used.map { knots[place][$0] }, values: used.map { values[place][$0] },
      standardErrors: used.map { errors[place][$0] })
    return [line(1, [constant, constant]), line(0, ends.map { intercept + slope * $0 })]
      + curve.series(layer: number - 1, frame: epoch)
  }
}

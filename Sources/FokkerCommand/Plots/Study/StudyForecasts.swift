import Archives
import DriftDiffusion
import Figures

/// The forecasts of other learning rates, batch sizes and seeds, from `forecasts.nc`.
struct StudyForecasts {
  private let data: Dataset

  init(_ data: Dataset) { self.data = data }

  /// The ranked score of every method relative to that of no change against the epoch, mean of the
  /// layers, one panel per run.
  func figure() throws -> Figure {
    let labels = try data.strings(named: "case", dimensions: ["case"])
    let methods = try data.strings(named: "forecast_method", dimensions: ["forecast_method"])
    let panels = try labels.enumerated().map { index, label in
      let epochs = try data.slice(of: "forecast_epoch", at: ["case": index])
      let scores = try data.slice(of: "forecast_ranked_score", at: ["case": index])
      let series = methods.enumerated().compactMap { place, name -> Series? in
        let ratios = relativeScores(scores, epochs.count, methods, place)
        let places = epochs.indices.filter { epochs[$0].isFinite && ratios[$0].isFinite }
        guard let method = ForecastMethod(rawValue: name), method != .noChange, !places.isEmpty
        else { return nil }
        return Series(
          name, .line(x: places.map { epochs[$0] }, y: places.map { ratios[$0] }),
          color: .palette(place), line: method.closure == nil ? .dashed : .solid)
      }
      return Panel(
        label, x: AxisStyle("epoch", scale: .logarithmic),
        y: AxisStyle("CRPS relative to no change"), series: series)
    }
    return Figure(
      "Forecasts of other learning rates, batch sizes and seeds",
      summary: "Ranked probability score relative to that of no change, mean over layers; below 1 "
        + "is better. Dashed: baselines.", panels: panels, columns: 3, panelWidth: 280,
      panelHeight: 220)
  }

  /// The mean over layers of the score of a method relative to that of no change at every epoch, from
  /// scores of shape [layer][method][epoch].
  private func relativeScores(
    _ scores: [Double], _ times: Int, _ methods: [String], _ method: Int
  ) -> [Double] {
    let reference = methods.firstIndex(of: ForecastMethod.noChange.rawValue) ?? 0
    let layers = scores.count / (methods.count * times)
    return (0..<times).map { time in
      (0..<layers).reduce(0) { sum, layer in
        let row = layer * methods.count
        let (own, still) = (
          scores[(row + method) * times + time], scores[(row + reference) * times + time]
        )
        return sum + own / still / Double(layers)
      }
    }
  }
}

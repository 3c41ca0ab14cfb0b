import Archives
import DriftDiffusion
import Figures

/// The phases of the gradients of a run, from `gradients.nc`: the published figure of all layers with
/// the transitions by every definition, and the curves of every layer with its transitions on them.
struct GradientFigure {
  private let curves: GradientCurves
  private let summary: GradientSummary

  init(_ dataset: Dataset) throws {
    curves = try GradientCurves(dataset)
    summary = try GradientSummary(dataset)
  }

  /// All layers: normalised gradients (without weights there are none), their ratio, transitions.
  func figure() -> Figure {
    let own = summary.networks == 1 ? [] : [ownTransitions]
    return Figure(
      "Phases of the gradients, \(networkPhrase(summary.networks))",
      summary: "Norms of mean and noise of every layer's gradient over that of its weights, their "
        + "ratio, and the transitions by each definition, against the epoch.",
      panels: overlaid + [transitions] + own, columns: 2, panelWidth: 330, panelHeight: 200)
  }

  /// Layer by layer: normalised gradients and their ratio with intervals, and the transitions.
  func layerFigure() -> Figure {
    var panels = curves.layers.indices.flatMap(panels(ofLayer:))
    panels[0].series =
      [
        .legendLine("mean, or biased ratio"), .legendLine("noise", .dashed),
        .legendLine("unbiased ratio", .dotted),
      ] + TransitionDefinition.allCases.map(\.legend) + panels[0].series
    return Figure(
      "Phases of the gradients layer by layer, \(networkPhrase(summary.networks))",
      summary: "Norms of mean and noise of every layer's gradient over that of its weights, and "
        + "their ratio, against the epoch, with the transitions by each definition.",
      panels: panels, columns: curves.hasWeights ? 2 : 3, panelWidth: 330, panelHeight: 150)
  }

  private var epochAxis: AxisStyle { .epochs(curves.epochs) }

  private let gradientAxis = AxisStyle("gradient norm / weight norm", scale: .logarithmic)

  private let ratioAxis = AxisStyle(
    "signal to noise", scale: .logarithmic, limits: .including(0.5...2))

  private var ratioRules: [Annotation] {
    [.horizontalRule("1", y: 1), .horizontalRule("1/√M", y: summary.noiseFloor)]
  }

  private var overlaid: [Panel] {
    let ratio = Panel(
      "All layers: mean over noise", x: epochAxis, y: ratioAxis,
      series: curves.layers.indices.map { curves.line("snr", $0, "layer \(curves.layers[$0])") },
      annotations: ratioRules)
    guard curves.hasWeights else { return [ratio] }
    let gradients = curves.layers.indices.flatMap { index in
      [
        curves.line("normalized_gradient_mean", index, "layer \(curves.layers[index])"),
        curves.line("normalized_gradient_noise", index, "", line: .dashed),
      ]
    }
    return [
      Panel(
        "All layers: mean (solid), noise (dashed)", x: epochAxis, y: gradientAxis,
        series: gradients),
      ratio,
    ]
  }

  private var layerAxis: AxisStyle {
    let (first, last) = (curves.layers.first ?? 1, curves.layers.last ?? 1)
    return AxisStyle("layer", limits: .fixed(Double(first) - 0.6...Double(last) + 0.6))
  }

  /// Every transition of the mean curves with its interval.
  private var transitions: Panel {
    let series = summary.transitions.flatMap { transition -> [Series] in
      let height = Double(transition.layer) + transition.definition.offset
      let ends = [transition.epoch.lower, transition.epoch.upper].compactMap(\.self)
      let whisker = transition.epoch.value == nil ? [] : ends
      return [
        Series(
          "", .line(x: whisker, y: whisker.map { _ in height }), lineWidth: 1.5,
          layer: transition.layer - 1),
        mark(transition, height: height),
      ]
    }
    return Panel(
      "Transitions of the mean, \(fixed(100 * summary.level, 0)) % intervals", x: epochAxis,
      y: layerAxis, series: TransitionDefinition.allCases.map(\.legend) + series)
  }

  /// The transitions of every network's own curves.
  private var ownTransitions: Panel {
    let series = summary.transitions.map { transition in
      let height = Double(transition.layer) + transition.definition.offset
      return Series(
        "", .points(x: transition.networkEpochs, y: transition.networkEpochs.map { _ in height }),
        marker: transition.definition.marker, markerSize: 4, opacity: 0.5,
        layer: transition.layer - 1)
    }
    return Panel("Transitions of every network", x: epochAxis, y: layerAxis, series: series)
  }

  private func mark(
    _ transition: GradientSummary.Transition, height: Double, color: SeriesColor = .automatic
  ) -> Series {
    let place = transition.epoch.value.map { [$0] } ?? []
    return Series(
      "", .points(x: place, y: place.map { _ in height }), color: color,
      marker: transition.definition.marker,
      markerSize: transition.definition.markerSize, layer: transition.layer - 1)
  }

  private func panels(ofLayer index: Int) -> [Panel] {
    let title = layerName(curves.layers[index])
    let marked = summary.transitions.filter { $0.layer == curves.layers[index] }
    func marks(on name: String) -> [Series] {
      marked.map { transition in
        let height = curves.height(of: name, index, at: transition.epoch.value ?? .nan)
        return mark(transition, height: height, color: .fixed(Color(0x111111)))
      }
    }
    let ratio = Panel(
      title, x: epochAxis, y: ratioAxis,
      series: curves.banded("snr", index) + [curves.unbiasedRatio(index)] + marks(on: "snr"),
      annotations: ratioRules)
    guard curves.hasWeights else { return [ratio] }
    let mean = "normalized_gradient_mean"
    let gradients = Panel(
      title, x: epochAxis, y: gradientAxis,
      series: curves.banded("normalized_gradient_noise", index, line: .dashed)
        + curves.banded(mean, index) + marks(on: mean))
    return [gradients, ratio]
  }
}

extension TransitionDefinition {
  /// Its place among the definitions.
  private var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }

  /// How far it is drawn above the line of its layer.
  fileprivate var offset: Double { 0.3 - 0.12 * Double(place) }

  /// What its shape means, whatever the colour of the layer is.
  fileprivate var legend: Series {
    Series(
      label, .points(x: [], y: []), color: .fixed(Color(0x555555)), marker: marker,
      markerSize: markerSize)
  }

  fileprivate var marker: Marker {
    switch self {
    case .firstSignalToNoise: .ring
    case .lastSignalToNoise: .circle
    case .firstNoiseBatch, .lastNoiseBatch: .square
    case .informationPeak: .triangle
    case .gradientBend: .diamond
    }
  }

  fileprivate var markerSize: Double { self == .firstNoiseBatch ? 4 : 6.5 }
}

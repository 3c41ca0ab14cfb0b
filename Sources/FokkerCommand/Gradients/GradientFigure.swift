import Archives
import DriftDiffusion
import Figures

/// Draws the phases of a run: the published figure of all layers, the transitions by every
/// definition, then the curves of every layer with its transitions on them.
struct GradientFigure {
  private let curves: GradientCurves
  private let summary: GradientSummary

  init(_ dataset: Dataset) throws {
    curves = try GradientCurves(dataset)
    summary = try GradientSummary(dataset)
  }

  /// The figure: left normalised gradients (without weights there are none), right their ratio.
  func figure() -> Figure {
    let networks = summary.networks == 1 ? "one network" : "\(summary.networks) networks"
    let own = summary.networks == 1 ? [] : [ownTransitions]
    let layers = curves.layers.indices.flatMap(panels(ofLayer:))
    return Figure(
      "Phases of the gradients, \(networks)",
      summary: "Norms of mean and noise of every layer's gradient over that of its weights, their "
        + "ratio, and the transitions by each definition, against the epoch.",
      panels: overlaid + [transitions] + own + layers, columns: 2, panelWidth: 330,
      panelHeight: 170)
  }

  private var epochAxis: AxisStyle {
    let positive = curves.epochs.filter { $0 > 0 }
    guard let first = positive.first, let last = positive.last, first < last else {
      return AxisStyle("epoch", scale: .logarithmic)
    }
    return AxisStyle("epoch", scale: .logarithmic, limits: .fixed(first...last))
  }

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
      let color = transition.definition.color
      let ends = [transition.epoch.lower, transition.epoch.upper].compactMap(\.self)
      let whisker = transition.epoch.value == nil ? [] : ends
      return [
        Series("", .line(x: whisker, y: whisker.map { _ in height }), color: color, lineWidth: 1.5),
        mark(transition, height: height),
      ]
    }
    return Panel(
      "Transitions of the mean, \(fixed(100 * summary.level, 0)) % intervals", x: epochAxis,
      y: layerAxis, series: series)
  }

  /// The transitions of every network's own curves.
  private var ownTransitions: Panel {
    let series = summary.transitions.map { transition in
      let height = Double(transition.layer) + transition.definition.offset
      return Series(
        "", .points(x: transition.networkEpochs, y: transition.networkEpochs.map { _ in height }),
        color: transition.definition.color, marker: transition.definition.marker, markerSize: 4,
        opacity: 0.5)
    }
    return Panel("Transitions of every network", x: epochAxis, y: layerAxis, series: series)
  }

  private func mark(_ transition: GradientSummary.Transition, height: Double) -> Series {
    let place = transition.epoch.value.map { [$0] } ?? []
    return Series(
      transition.definition.label, .points(x: place, y: place.map { _ in height }),
      color: transition.definition.color, marker: transition.definition.marker, markerSize: 6)
  }

  private func panels(ofLayer index: Int) -> [Panel] {
    let title = "Layer \(curves.layers[index])"
    let marked = summary.transitions.filter { $0.layer == curves.layers[index] }
    func marks(on name: String) -> [Series] {
      marked.map { mark($0, height: curves.height(of: name, index, at: $0.epoch.value ?? .nan)) }
    }
    let ratio = Panel(
      title, x: epochAxis, y: ratioAxis,
      series: curves.banded("snr", index, "SNR, biased", .fixed(Color(0x444444)))
        + [curves.unbiasedRatio(index)] + marks(on: "snr"), annotations: ratioRules)
    guard curves.hasWeights else { return [ratio] }
    let mean = "normalized_gradient_mean"
    let gradients = Panel(
      title, x: epochAxis, y: gradientAxis,
      series: curves.banded(
        "normalized_gradient_noise", index, "noise", .fixed(Color(0x999999)), .dashed)
        + curves.banded(mean, index, "mean", .fixed(Color(0x444444))) + marks(on: mean))
    return [gradients, ratio]
  }

  /// Writes the figure into a run directory, whole or not at all.
  func write(to run: RunDirectory) throws {
    try figure().draw(to: "\(run.path)/gradients.svg", as: .svg)
  }
}

extension TransitionDefinition {
  /// Its place among the definitions.
  private var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }

  /// How far it is drawn above the line of its layer.
  fileprivate var offset: Double { 0.3 - 0.12 * Double(place) }

  fileprivate var color: SeriesColor { .palette(place) }

  fileprivate var marker: Marker {
    switch self {
    case .firstSignalToNoise: .ring
    case .lastSignalToNoise: .circle
    case .firstNoiseBatch, .lastNoiseBatch: .square
    case .informationPeak: .triangle
    case .gradientBend: .diamond
    }
  }
}

import Archives
import DriftDiffusion
import Figures

/// Fitted drift and diffusion of a run, from `coefficients.nc`.
struct CoefficientFigures {
  private let dataset: Dataset
  private let layers: [Int]
  private let epochs: [Double]
  private let times: [Double]

  init(_ run: RunFiles) throws {
    dataset = try run.read(.fit)
    layers = try dataset.wholeCoordinate("layer")
    epochs = try dataset.coordinate("epoch")
    times = try dataset.doubles(named: "learning_time", dimensions: ["epoch"])
  }

  // MARK: - Against learning time

  /// The homogeneous drift, the restoring rate and the diffusion of every layer with their intervals.
  func courses() throws -> Figure {
    let panels = try [
      course("homogeneous_drift", AxisStyle("mean drift a", unit: "weight/s")),
      course("affine_slope", AxisStyle("restoring rate θ", unit: "1/s"), factor: -1),
      course(
        "affine_diffusion", AxisStyle("diffusion D", unit: "weight²/s", scale: .logarithmic)),
    ].compactMap(\.self)
    return Figure(
      "Fitted drift and diffusion against learning time s",
      summary: "Mean drift, restoring rate of the affine drift −θ(w − μ) and diffusion of every "
        + "layer against learning time, with 95 % intervals over networks.",
      panels: panels, columns: 3, panelWidth: 270, panelHeight: 230)
  }

  private func course(_ name: String, _ y: AxisStyle, factor: Double = 1) throws -> Panel? {
    let axes = ["layer", "epoch"]
    let values = try dataset.rows(named: name, dimensions: axes)
    let errors = try dataset.rows(named: "\(name)_error", dimensions: axes)
    guard values.joined().contains(where: \.isFinite) else { return nil }
    let series = layers.indices.flatMap { layer in
      EstimateCurve(
        layerName(layers[layer]), times: times, values: values[layer].map { factor * $0 },
        standardErrors: errors[layer]
      ).series(layer: layers[layer] - 1)
    }
    return Panel(x: timeAxis, y: y, series: series)
  }

  private var timeAxis: AxisStyle {
    let positive = times.filter { $0 > 0 }
    guard let first = positive.min(), let last = positive.max(), first < last else {
      return AxisStyle("learning time s")
    }
    return AxisStyle("learning time s", scale: .logarithmic, limits: .fixed(first...last))
  }

  // MARK: - Against the weight

  /// What is shown against the weight.
  enum Profile {
    case drift
    case diffusion

    fileprivate var name: String { self == .drift ? "drift" : "diffusion" }

    fileprivate var axis: AxisStyle {
      switch self {
      case .drift: AxisStyle("drift a", unit: "weight/s")
      case .diffusion: AxisStyle("diffusion D", unit: "weight²/s", limits: .including(0...0))
      }
    }
  }

  /// Drift or diffusion of every layer against the weight in every closure, a frame per epoch.
  func profiles(_ profile: Profile) throws -> Figure {
    let fits = try ProfileFits(dataset, profile.name)
    var panels = layers.indices.map { layer in
      Panel(
        layerName(layers[layer]), x: AxisStyle("weight w"), y: profile.axis,
        series: epochs.indices.flatMap { epoch in
          fits.series(layer: layer, number: layers[layer], epoch: epoch)
        })
    }
    if !panels.isEmpty {
      let closures = ["affine", "homogeneous"].enumerated().map { place, name in
        Series(
          name, .line(x: [], y: []), color: PredictionStyle(place).color,
          line: PredictionStyle(place).line)
      }
      panels[0].series =
        [.legendLine("nonparametric, 95 % interval")] + closures
        + panels[0].series
    }
    return Figure(
      "Fitted \(profile.name) against the weight",
      summary: "The \(profile.name) of every layer as a function of the weight: nonparametric at "
        + "its knots with 95 % intervals over networks, affine and homogeneous.",
      panels: panels, columns: panelColumns(panels.count), panelWidth: 240, panelHeight: 170,
      frames: FigureFrames("epoch", values: epochs))
  }

  // MARK: - Assumptions

  /// What the data say of every assumption in every layer.
  func assumptions() throws -> Figure {
    guard dataset.contains("assumption_verdict") else {
      throw CommandFailure(
        .badData, "\(dataset.source) holds no checks of assumptions; fit again with --force.")
    }
    let checks = try dataset.assumptionChecks()
    let rows = try dataset.nameCoordinate("assumption")
    return Figure.verdicts(
      "What the data say of the assumptions",
      summary: "The measure of every assumption in every layer, with what follows from it.",
      rows: rows.map { Assumption(rawValue: $0)?.label ?? $0 }, columns: layers.map { "\($0)" },
      columnLabel: "layer",
      cells: checks.map { VerdictCell(compact($0.measure.estimate), $0.verdict.tone) },
      meanings: [
        (.holds, "holds"), (.strained, "strained"), (.fails, "fails"), (.open, "unknown"),
      ], columnWidth: 76)
  }
}

extension AssumptionVerdict {
  /// How the verdict is drawn.
  fileprivate var tone: VerdictTone {
    switch self {
    case .holds: .holds
    case .strained: .strained
    case .fails: .fails
    case .unknown: .open
    }
  }
}

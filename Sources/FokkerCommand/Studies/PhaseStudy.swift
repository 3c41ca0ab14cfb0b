import Archives
import DriftDiffusion
import Figures

/// The gradients of the published experiment: drift, diffusion and the transition between them.
struct PhaseStudy: Study {
  let name = "phases"
  let summary = "gradient mean and deviation, transitions, plateau"

  let stages: [Stage] = [.train, .information, .gradients]

  func cases(_ base: ExperimentConfiguration) throws -> [StudyCase] { [.published(base)] }

  func analyse(_ runs: StudyRuns) async throws -> StudyResult {
    let run = runs[StudyCase.publishedName]
    let dataset = try run.context.input(.gradients)
    var configuration = run.context.configuration.gradients
    var phases: [(mode: GradientMode, layers: [LayerPhases])] = []
    for mode in GradientMode.allCases {
      configuration.mode = mode
      phases.append(
        (mode, try await run.context.phases(configuration, information: try run.information())))
    }
    var result = StudyResult()
    result.data = dataset
    result.tables = phases.map { table($0.mode, $0.layers) }
    result.findings = phases.flatMap { item in
      item.layers.map { plateau(item.mode, $0) } + item.layers.map { agreement(item.mode, $0) }
    }
    return result
  }

  private func table(_ mode: GradientMode, _ layers: [LayerPhases]) -> Table {
    let definitions: [TransitionDefinition] = [
      .firstSignalToNoise, .lastSignalToNoise, .lastNoiseBatch, .informationPeak, .gradientBend,
    ]
    let rows = layers.map { layer in
      ["\(layer.layer)"]
        + definitions.map { definition in
          layer.transitions.first { $0.definition == definition }.map { compact($0.epoch.estimate) }
            ?? "–"
        } + [intervalText(layer.plateau.slope)]
    }
    return Table(
      "Transition epochs at \(mode.rawValue) weights, and the slope of ln SNR at the end",
      columns: [TableColumn("layer", alignment: .trailing)]
        + ["SNR first", "SNR last", "B* last", "max I(X;T)", "bend"].map {
          TableColumn($0, alignment: .decimal)
        } + [TableColumn("slope")], rows: rows)
  }

  /// The signal-to-noise ratio tends to a constant.
  private func plateau(_ mode: GradientMode, _ layer: LayerPhases) -> Finding {
    Finding(
      claim: "log SNR of layer \(layer.layer) tends to a constant, at \(mode.rawValue) weights.",
      verdict: .init(layer.plateau.slope, within: -0.2...0.2),
      quantity: "slope d ln SNR / d ln epoch over the last part (constant: within ±0.2)",
      interval: layer.plateau.slope)
  }

  /// The gradients' transition is where compression begins.
  private func agreement(_ mode: GradientMode, _ layer: LayerPhases) -> Finding {
    let pair = TransitionPair(.lastSignalToNoise, .informationPeak)
    let found = layer.agreements.first { $0.pair == pair }?.logRatio
    let interval = found ?? BootstrapInterval(estimate: .nan, lower: .nan, upper: .nan)
    return Finding(
      claim: "Layer \(layer.layer) begins to compress where its SNR falls below 1 for good, at "
        + "\(mode.rawValue) weights.",
      verdict: interval.estimate.isNaN ? .undecided : .init(interval, within: -0.7...0.7),
      quantity: "ln of the ratio of the epochs SNR = 1 and max I(X;T) (alike: within a factor 2)",
      interval: interval)
  }
}

import Archives
import DriftDiffusion
import Figures
import RealModule

/// When and by which law the layers of the published experiment compress.
struct CompressionStudy: Study {
  let name = "compression"
  let summary = "when and by which law the layers compress"

  func cases(_ base: ExperimentConfiguration) throws -> [StudyCase] { [.published(base)] }

  func analyse(_ runs: StudyRuns) async throws -> StudyResult {
    let log = try runs[StudyCase.publishedName].information()
    let layers = (0..<log.layerCount).filter { log.inputCurves(layer: $0).mean.fall > 0.1 }
    let bootstrap = runs.bootstrap(log.networkCount)
    let halves = layers.map { layer in
      let curves = log.inputCurves(layer: layer)
      return bootstrap.interval { curves.mean(of: $0).epoch(ofFall: 0.5) }
    }
    let choices = layers.map {
      CompressionLawChoice(log.inputCurves(layer: $0), bootstrap: bootstrap)
    }
    let slopes = layers.map { layer in
      let curves = log.inputCurves(layer: layer)
      return bootstrap.interval { 2 * curves.mean(of: $0).fallPerEFold }
    }
    var result = StudyResult()
    result.tables = [table(log, layers, halves, choices, slopes)]
    result.findings =
      order(log, layers, bootstrap) + laws(layers, choices, log.networkCount)
    try result.data.addCases(runs.runs)
    try result.data.addInformation([log])
    try add(to: &result.data, layers, halves, slopes, choices)
    try addLaws(to: &result.data, log, layers, choices)
    return result
  }

  private func table(
    _ log: InformationLog, _ layers: [Int], _ halves: [BootstrapInterval],
    _ choices: [CompressionLawChoice?], _ slopes: [BootstrapInterval]
  ) -> Table {
    let rows = layers.indices.map { index in
      let curves = log.inputCurves(layer: layers[index])
      let law = choices[index].map { $0.best.fit.law.rawValue + ($0.isDecided ? "" : " ?") } ?? "–"
      return [
        "\(layers[index] + 1)", compact(curves.mean.largestEpoch), meanText(curves.falls),
        intervalText(halves[index]), law, intervalText(slopes[index]),
      ]
    }
    return Table(
      "Compression of the layers that lose more than 0.1 bit (law by held-out networks)",
      columns: [
        TableColumn("layer", alignment: .trailing), TableColumn("peak", alignment: .trailing),
        TableColumn("fall, bit"), TableColumn("half-way epoch"), TableColumn("law"),
        TableColumn("directions n"),
      ], rows: rows)
  }

  /// The layers nearest the output compress first.
  private func order(
    _ log: InformationLog, _ layers: [Int], _ bootstrap: NetworkBootstrap
  ) -> [Finding] {
    zip(layers, layers.dropFirst()).map { lower, upper in
      let (first, second) = (log.inputCurves(layer: lower), log.inputCurves(layer: upper))
      let interval = bootstrap.interval { networks in
        Double.log(
          first.mean(of: networks).epoch(ofFall: 0.5)
            / second.mean(of: networks).epoch(ofFall: 0.5))
      }
      return Finding(
        claim: "Layer \(upper + 1) compresses before layer \(lower + 1).",
        verdict: .init(interval, above: 0),
        quantity: "ln of the ratio of the epochs at half of the fall", interval: interval)
    }
  }

  /// Compression takes exponentially many steps.
  private func laws(
    _ layers: [Int], _ choices: [CompressionLawChoice?], _ networks: Int
  ) -> [Finding] {
    zip(layers, choices).compactMap { layer, choice in
      guard let choice,
        let logarithmic = choice.candidates.first(where: { $0.fit.law == .logarithmic }),
        let rival = choice.candidates.first(where: { $0.fit.law != .logarithmic })
      else { return nil }
      let interval = NetworkBootstrap(networkCount: networks).meanInterval(
        zip(rival.losses, logarithmic.losses).map { $0.0 - $0.1 })
      return Finding(
        claim: "Layer \(layer + 1) compresses with the logarithm of time.",
        verdict: .init(interval, above: 0),
        quantity: "squared error on held-out networks of the best other law "
          + "(\(rival.fit.law.rawValue)) minus that of the logarithm, bit²",
        interval: interval)
    }
  }

  private func add(
    to data: inout Dataset, _ layers: [Int], _ halves: [BootstrapInterval],
    _ slopes: [BootstrapInterval], _ choices: [CompressionLawChoice?]
  ) throws {
    try data.addCoordinate(
      "compressing_layer", .integers(layers.map { Int64($0 + 1) }),
      longName: "layers that lose more than 0.1 bit")
    try data.addIntervals(
      "half_epoch", ["compressing_layer"], halves, units: "epoch",
      longName: "epoch at half of the fall of I(X;T)")
    try data.addIntervals(
      "directions", ["compressing_layer"], slopes, units: "1",
      longName: "directions of free diffusion that give the slope of I(X;T) in ln t")
    try data.add(
      Variable(
        "law", dimensions: ["compressing_layer"],
        values: .strings(choices.map { $0?.best.fit.law.rawValue ?? "" }),
        longName: "law of compression that forecasts held-out networks best"))
  }

  /// Adds the fitted laws from the peak of each layer on.
  private func addLaws(
    to data: inout Dataset, _ log: InformationLog, _ layers: [Int],
    _ choices: [CompressionLawChoice?]
  ) throws {
    let rows = zip(layers, choices).flatMap { layer, choice -> [Double] in
      let start = log.inputCurves(layer: layer).mean.largestIndex
      return log.epochs.indices.map { index in
        guard let choice, index >= start else { return .nan }
        return choice.best.fit.value(at: log.epochs[index])
      }
    }
    try data.add(
      Variable(
        "law_fit", dimensions: ["compressing_layer", "record"], values: .doubles(rows),
        units: "bit", longName: "I(X;T) by that law"))
  }
}

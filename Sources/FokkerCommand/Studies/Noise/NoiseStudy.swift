import Archives
import DriftDiffusion
import Figures
import NeuralNetworks

/// Replicas of several initial states that part at the transition: the true transition densities of
/// the weights, and whether compression follows their entropy.
struct NoiseStudy: Study {
  let name = "noise"
  let summary = "replicas that differ in their batches: spread, entropy, compression"
  let branches = true

  static let caseName = "noise-replicas"
  /// The number of replicas of an initial state, unless the experiment is a noise ensemble itself.
  static let replicas = 20

  func cases(_ base: ExperimentConfiguration) throws -> [StudyCase] {
    [
      StudyCase(Self.caseName, "replicas of initial states", base) {
        if $0.training.ensemble != .noise {
          $0.training.replicas = Self.replicas
          $0.training.networks = min($0.training.networks * Self.replicas, 60000)
          $0.training.ensemble = .noise
        }
        if $0.training.continuation.epoch == 0 {
          $0.training.continuation.epoch = FalsificationStudy.branchingEpoch(
            of: $0.training.epochs)
        }
        $0.training.recording.recordedEpochs = min($0.training.recording.recordedEpochs, 40)
        $0.training.recording.perSampleGradients = false
        $0.training.recording.sharpnessEpochs = 0
      }
    ]
  }

  func analyse(_ runs: StudyRuns) async throws -> StudyResult {
    let run = runs[Self.caseName]
    let ensemble = try NoiseReplicas(run)
    guard ensemble.groupCount >= 2 else {
      throw CommandFailure(
        .usage,
        "Intervals over initial states need two of them or more; give --networks "
          + "\(2 * ensemble.replicas) or fewer training.replicas.")
    }
    let bootstrap = runs.bootstrap(ensemble.groupCount, level: 0.95)
    let growths = ensemble.layers.map { layer in
      NoiseGrowth(
        layer.spreads.map { Array($0.variance.dropFirst()) }, elapsed: ensemble.elapsed,
        whiteNoise: layer.whiteNoise, bootstrap: bootstrap)
    }
    let courses = try ensemble.courses(run.information())
    let hypotheses = CompressionHypotheses(courses, seed: runs.seed)
    let parts = try await NoiseDecomposition(run, ensemble, bootstrap)
    var result = StudyResult()
    result.tables =
      [growthTable(ensemble, growths)]
      + (parts.layers.isEmpty ? [] : [parts.table])
      + (hypotheses.layers.isEmpty
        ? [] : [HypothesisTable(hypotheses).table, PairingTable(hypotheses).table])
    result.findings = growths.indices.map { index in
      Finding(
        claim: "The noise of layer \(index + 1) spreads with the time, as free diffusion does.",
        verdict: .init(growths[index].exponent, within: 0.9...1.1),
        quantity: "exponent of the variance over replicas in s − s* (free: within 0.1 of 1); "
          + "noise.nc: exponent", interval: growths[index].exponent)
    }
    result.findings += parts.layers.flatMap(NoiseDecomposition.findings)
    result.findings += hypotheses.layers.flatMap(HypothesisTable.findings)
    try add(to: &result.data, ensemble, growths, hypotheses)
    try parts.add(to: &result.data)
    return result
  }

  private func growthTable(_ ensemble: NoiseReplicas, _ growths: [NoiseGrowth]) -> Table {
    let last = ensemble.elapsed.count
    let rows = growths.enumerated().map { index, growth in
      let spreads = ensemble.layers[index].spreads
      func mean(_ value: (NoiseSpread) -> Double) -> Double {
        spreads.reduce(0) { $0 + value($1) } / Double(spreads.count)
      }
      return [
        "\(index + 1)", intervalText(growth.exponent),
        intervalText(growth.relativeToWhiteNoise[0]),
        intervalText(growth.relativeToWhiteNoise[last - 1]), compact(mean { $0.directions[last] }),
        compact(mean { $0.entropyPerWeight[last] - $0.entropyPerWeight[1] }),
      ]
    }
    return Table(
      "\(ensemble.replicas) replicas of \(ensemble.groupCount) initial states after epoch "
        + "\(ensemble.branch): V ∝ (s − s*)^α",
      columns: [
        TableColumn("layer", alignment: .trailing), TableColumn("α"),
        TableColumn("V/white at first"),
        TableColumn("at last"), TableColumn("directions", alignment: .decimal),
        TableColumn("ΔS, nat", alignment: .decimal),
      ], rows: rows)
  }

  private func add(
    to data: inout Dataset, _ ensemble: NoiseReplicas, _ growths: [NoiseGrowth],
    _ hypotheses: CompressionHypotheses
  ) throws {
    data.attributes["branching_epoch"] = .integers([Int64(ensemble.branch)])
    data.attributes["replicas"] = .integers([Int64(ensemble.replicas)])
    try data.addCoordinate(
      "layer", .integers(numbers(growths.count, from: 1)), longName: "layer, the last is the output"
    )
    try data.addCoordinate(
      "initial_state", .integers(numbers(ensemble.groupCount, from: 0)), longName: "initial state")
    try data.addCoordinate(
      "elapsed_time", .doubles(ensemble.elapsed), units: "learning rate * step",
      longName: "learning time since the replicas parted")
    try data.addIntervals(
      "exponent", ["layer"], growths.map(\.exponent), units: "1",
      longName: "exponent of the variance over replicas in the elapsed time")
    try data.addIntervals(
      "relative_to_white_noise", ["layer", "elapsed_time"],
      growths.flatMap(\.relativeToWhiteNoise), units: "1",
      longName: "variance over replicas relative to independent steps")
    let spreads = ensemble.layers.flatMap(\.spreads)
    for (name, path, units, longName) in [
      ("variance", \NoiseSpread.variance, "weight2", "variance over replicas, mean over weights"),
      ("entropy_per_weight", \.entropyPerWeight, "nat", "entropy of a weight's transition density"),
      ("directions", \.directions, "1", "directions that share the spread"),
      ("joint_entropy", \.jointEntropy, "nat", "entropy in the widest directions together"),
    ] as [(String, KeyPath<NoiseSpread, [Double]>, String, String)] {
      try data.add(
        Variable(
          name, dimensions: ["layer", "initial_state", "elapsed_time"],
          values: .doubles(spreads.flatMap { $0[keyPath: path].dropFirst() }), units: units,
          longName: longName))
    }
    try data.add(hypotheses)
  }
}

import Archives
import DriftDiffusion
import InformationTheory
import NeuralNetworks
import RealModule

/// The cells of the falsification matrix.
struct FalsificationMatrix: Sendable {
  /// One row with its cells.
  struct Row: Sendable {
    var row: FalsificationRow
    /// All compressing layers together, as their mean in every network.
    var whole: InterventionEffect
    /// The growth of ln‖W‖ since the branch, mean of the compressing layers.
    var gainGrowth: BootstrapInterval
    /// Every compressing layer, with intervals that hold for all of them at once.
    var layers: [InterventionEffect]
    /// H1 within the ensemble of the row, with the entropy of one network paired with the information of
    /// another as the null; nil when no layer of it loses information.
    var pairing: PermutationTest?
  }

  /// The branching epoch.
  let branch: Int
  /// The layers, counted from 0, of which the reference loses more than 0.1 bit since the branch.
  let layers: [Int]
  /// The rows in their order.
  let rows: [Row]
  /// The growth of ln‖W‖ of the reference since the branch, mean of the compressing layers.
  let referenceGrowth: BootstrapInterval
  /// H1 within the reference against swapped pairings.
  let referencePairing: PermutationTest?
  /// The information of the reference and of every row.
  let logs: [(label: String, log: InformationLog)]

  /// The least loss of the reference that makes a layer count, in bits.
  static let smallestLoss = 0.1

  init(_ runs: StudyRuns) async throws {
    let reference = runs[FalsificationStudy.referenceName]
    let branch = reference.studyCase.configuration.training.continuation.epoch
    let whole = try reference.information()
    let count = whole.networkCount
    guard count >= 2 else {
      throw CommandFailure(
        .usage, "Intervals over networks need two networks or more; give --networks.")
    }
    let layers = Self.compressingLayers(whole, branch: branch, runs.bootstrap(count, level: 0.95))
    guard !layers.isEmpty else {
      throw CommandFailure(
        .badData,
        "No layer of the reference loses more than \(Self.smallestLoss) bit after epoch \(branch), so "
          + "there is nothing to explain; train longer, or branch earlier "
          + "(--set training.continuation.epoch=…).")
    }
    func growth(_ run: StudyRun) throws -> BootstrapInterval {
      runs.bootstrap(count, level: 0.95).meanInterval(
        try run.gainGrowth(since: branch, layers: layers))
    }
    let referenceGrowth = try growth(reference)
    var rows: [Row] = []
    var logs = [(label: reference.label, log: whole)]
    for row in FalsificationRow.allCases {
      let run = runs["falsification-\(row.rawValue)"]
      // Bins that follow the range of unbounded units measure their shape alone.
      let log =
        row.activation == nil ? try run.information() : try await run.information(.publishedWidth)
      logs.append((run.label, log))
      let cells = InterventionCells(row, log, whole, branch: branch, layers: layers)
      rows.append(
        Row(
          row: row, whole: cells.effect(of: layers, runs.bootstrap(count, level: 0.95)),
          gainGrowth: try growth(run),
          layers: layers.map { layer in
            cells.effect(
              of: [layer], runs.bootstrap(count, level: 1 - 0.05 / Double(layers.count)))
          }, pairing: try run.pairing(log, seed: runs.seed)))
    }
    (self.branch, self.layers, self.rows, self.logs) = (branch, layers, rows, logs)
    self.referenceGrowth = referenceGrowth
    referencePairing = try reference.pairing(whole, seed: runs.seed)
  }

  private static func compressingLayers(
    _ log: InformationLog, branch: Int, _ bootstrap: NetworkBootstrap
  ) -> [Int] {
    (0..<log.layerCount).filter { layer in
      let losses = log.inputCurves(layer: layer).losses(since: branch)
      return bootstrap.meanInterval(losses).lower > smallestLoss
    }
  }
}

/// What every network of a row loses or is ahead by, and what its reference loses.
struct InterventionCells: Sendable {
  private let row: FalsificationRow
  /// Shape [layer][network].
  private let values: [[Double]]
  private let references: [[Double]]
  private let layers: [Int]

  init(
    _ row: FalsificationRow, _ log: InformationLog, _ reference: InformationLog, branch: Int,
    layers: [Int]
  ) {
    self.row = row
    self.layers = layers
    values = layers.map { layer in
      let curves = log.inputCurves(layer: layer)
      switch row.measure {
      case .sinceBranch: return curves.losses(since: branch)
      case .sincePeak: return curves.falls
      case .lead: return curves.leads(over: reference.inputCurves(layer: layer), since: branch)
      }
    }
    references = layers.map { layer in
      let curves = reference.inputCurves(layer: layer)
      return row.measure == .sincePeak ? curves.falls : curves.losses(since: branch)
    }
  }

  /// The effect on the mean of some layers.
  func effect(of chosen: [Int], _ bootstrap: NetworkBootstrap) -> InterventionEffect {
    let places = layers.indices.filter { chosen.contains(layers[$0]) }
    let (values, reference) = (mean(self.values, places), mean(references, places))
    return row.measure == .lead
      ? .lead(values, reference: reference, bootstrap: bootstrap)
      : .compression(values, reference: reference, bootstrap: bootstrap)
  }

  private func mean(_ arrays: [[Double]], _ places: [Int]) -> [Double] {
    arrays[0].indices.map { network in
      places.reduce(0) { $0 + arrays[$1][network] } / Double(places.count)
    }
  }
}

extension NetworkCurves {
  /// What every network's curve loses from a recorded epoch to the end.
  func losses(since epoch: Int) -> [Double] {
    values.indices.map { self[$0].value(at: Double(epoch)) - self[$0].last }
  }

  /// By how much every network's curve is below that of its reference, in the mean over the recorded
  /// epochs after a branch.
  func leads(over reference: NetworkCurves, since branch: Int) -> [Double] {
    let indices = epochs.indices.filter { epochs[$0] > Double(branch) }
    return values.indices.map { network in
      indices.reduce(0) { $0 + reference.values[network][$1] - values[network][$1] }
        / Double(indices.count)
    }
  }
}

extension StudyRun {
  /// By how much ln‖W‖ of some layers, counted from 0, grows from an epoch to the end, their mean in
  /// every network.
  func gainGrowth(since epoch: Int, layers: [Int]) throws -> [Double] {
    let training = try context.input(.train, variables: ["epoch", "layer", "weight_norm"])
    let epochs = try training.doubles(named: "epoch", dimensions: ["epoch"])
    let norms = try training.doubles(
      named: "weight_norm", dimensions: ["network", "epoch", "layer"])
    let layerCount = try training.length(of: "layer")
    let networks = norms.count / (epochs.count * layerCount)
    return (0..<networks).map { network in
      let growths = layers.map { layer in
        let curve = EpochCurve(
          epochs: epochs,
          values: epochs.indices.map {
            Double.log(norms[(network * epochs.count + $0) * layerCount + layer])
          })
        return curve.last - curve.value(at: Double(epoch))
      }
      return growths.reduce(0, +) / Double(layers.count)
    }
  }
}

extension StudyRun {
  /// H1 in all layers of the run that lose information, against swapped pairings of its networks.
  func pairing(_ information: InformationLog, seed: UInt64) throws -> PermutationTest? {
    let log = try context.gradientLog()
    let courses = log.layers.indices.compactMap {
      LayerCourse(log, layerIndex: $0, information: information)
    }
    return CompressionHypotheses(courses, seed: seed).pairing
  }
}

extension StudyRuns {
  /// The resampling of networks with intervals that cover with a probability though they are few.
  func bootstrap(_ networkCount: Int, level: Double) -> NetworkBootstrap {
    NetworkBootstrap(
      networkCount: networkCount, resamples: 4000,
      level: NetworkBootstrap.expandedLevel(level, networkCount: networkCount), seed: seed)
  }
}

extension InformationConfiguration {
  /// Bins of the published width, as many as the activations need.
  static var publishedWidth: InformationConfiguration {
    var configuration = InformationConfiguration()
    configuration.binning.placement = .fixedWidth
    configuration.binning.binWidth = 1.0 / 15
    return configuration
  }
}

import Archives
import DriftDiffusion
import NeuralNetworks
import RealModule

/// Relaxations after the transition against the training that goes on.
struct RelaxationComparison: Sendable {
  /// One ensemble: a row, or the reference.
  struct Entry: Sendable {
    /// nil for the reference.
    var row: RelaxationRow?
    var label: String
    var course: RelaxationCourse
    /// The loss of I(X;T) since the branch in all compressing layers, relative to the reference's.
    var compression: InterventionEffect
    /// The same after as many passes forward as the reference took to its end.
    var equalCost: InterventionEffect
    /// By how much it is ahead of the same motion without bottleneck iterations; nil for other rows.
    var lead: InterventionEffect?
    /// The change of the training loss since the branch, in nats.
    var lossChange: BootstrapInterval
    /// The growth of ln‖W‖ since the branch, mean of the compressing layers.
    var gainGrowth: BootstrapInterval
    /// The change of I(X;T) of every layer since the branch, for all layers at once.
    var inputChanges: [BootstrapInterval]
    /// The change of I(T;Y) of every layer since the branch, for all layers at once.
    var labelChanges: [BootstrapInterval]
    /// The passes forward after the branch until a fraction of the reference's compression is reached.
    var costs: [BootstrapInterval]
    /// ln of the ratio of ``costs`` to the reference's.
    var logCostRatios: [BootstrapInterval]
  }

  /// The fractions of the reference's compression whose cost is counted.
  static let fractions = [0.25, 0.5, 0.9]

  /// The branching epoch.
  let branch: Int
  /// The layers, counted from 0, of which the reference loses more than 0.1 bit since the branch.
  let layers: [Int]
  /// The reference and the rows in their order.
  let entries: [Entry]
  /// The measured temperatures.
  let temperatures: RelaxationTemperatures

  init(_ runs: StudyRuns) throws {
    let reference = runs[FalsificationStudy.referenceName]
    let course = try RelaxationCourse(reference)
    let count = course.log.networkCount
    guard count >= 2 else {
      throw CommandFailure(
        .usage, "Intervals over networks need two networks or more; give --networks.")
    }
    let bootstrap = runs.bootstrap(count, level: 0.95)
    let layers = (0..<course.log.layerCount).filter { layer in
      bootstrap.meanInterval(course.log.inputCurves(layer: layer).losses(since: course.branch))
        .lower > FalsificationMatrix.smallestLoss
    }
    guard !layers.isEmpty else {
      throw CommandFailure(
        .badData,
        "No layer of the reference loses more than \(FalsificationMatrix.smallestLoss) bit after epoch "
          + "\(course.branch), so there is no compression to go on; train longer, or branch earlier."
      )
    }
    let measure = RelaxationMeasure(
      reference: course, layers: layers, bootstrap: bootstrap,
      layerBootstrap: runs.bootstrap(count, level: 1 - 0.05 / Double(course.log.layerCount)))
    var entries = [
      measure.entry(
        nil, course, plain: nil,
        gain: try reference.gainGrowth(since: course.branch, layers: layers))
    ]
    entries[0].label = reference.label
    for row in RelaxationRow.allCases {
      let run = runs["relaxation-\(row.rawValue)"]
      let plain = row.withoutBottleneck.flatMap { plain in entries.first { $0.row == plain } }
      entries.append(
        measure.entry(
          row, try RelaxationCourse(run), plain: plain?.course,
          gain: try run.gainGrowth(since: course.branch, layers: layers)))
    }
    (self.branch, self.layers, self.entries) = (course.branch, layers, entries)
    temperatures = try RelaxationTemperatures(reference, bootstrap)
  }
}

/// Turns courses into numbers with intervals; networks are resampled as pairs with the reference.
private struct RelaxationMeasure {
  let reference: RelaxationCourse
  let layers: [Int]
  let bootstrap: NetworkBootstrap
  /// Intervals that hold for all layers at once.
  let layerBootstrap: NetworkBootstrap

  private var branch: Double { Double(reference.branch) }

  func entry(
    _ row: RelaxationRow?, _ course: RelaxationCourse, plain: RelaxationCourse?, gain: [Double]
  ) -> RelaxationComparison.Entry {
    let losses = course.information(ofLayers: layers).losses(since: course.branch)
    let whole = reference.information(ofLayers: layers).losses(since: course.branch)
    let end = reference.trainingLoss.epochs.last ?? branch
    let equal = course.epoch(ofCost: reference.cost(until: end))
    let early = course.information(ofLayers: layers).changes(from: equal, to: branch)
    let lead = plain.map { plain in
      let without = plain.information(ofLayers: layers).losses(since: course.branch)
      return InterventionEffect.lead(
        zip(losses, without).map { $0 - $1 }, reference: whole, bootstrap: bootstrap)
    }
    let costs = costs(course)
    func changes(_ curves: (Int) -> NetworkCurves) -> [BootstrapInterval] {
      (0..<course.log.layerCount).map {
        layerBootstrap.meanInterval(curves($0).changes(from: branch, to: end))
      }
    }
    return RelaxationComparison.Entry(
      row: row, label: row?.label ?? "", course: course,
      compression: .compression(losses, reference: whole, bootstrap: bootstrap),
      equalCost: .compression(early, reference: whole, bootstrap: bootstrap), lead: lead,
      lossChange: bootstrap.meanInterval(course.trainingLoss.changes(from: branch, to: end)),
      gainGrowth: bootstrap.meanInterval(gain),
      inputChanges: changes { course.log.inputCurves(layer: $0) },
      labelChanges: changes { course.log.labelCurves(layer: $0) },
      costs: Array(costs.prefix(RelaxationComparison.fractions.count)),
      logCostRatios: Array(costs.suffix(RelaxationComparison.fractions.count)))
  }

  /// The costs of all fractions, then the logarithms of their ratios to the reference's.
  private func costs(_ course: RelaxationCourse) -> [BootstrapInterval] {
    let own = course.information(ofLayers: layers)
    let other = reference.information(ofLayers: layers)
    return bootstrap.intervals { networks in
      let (mean, referenceMean) = (own.mean(of: networks), other.mean(of: networks))
      let start = referenceMean.value(at: branch)
      let levels = RelaxationComparison.fractions.map { start - $0 * (start - referenceMean.last) }
      let costs = levels.map { course.cost(until: mean.epoch(fallingTo: $0, from: branch)) }
      let references = levels.map {
        reference.cost(until: referenceMean.epoch(fallingTo: $0, from: branch))
      }
      return costs + zip(costs, references).map { Double.log($0 / $1) }
    }
  }
}

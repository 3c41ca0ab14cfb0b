import Archives
import DriftDiffusion
import Figures
import RealModule

/// All networks in the information plane at three moments.
struct SnapshotStudy: Study {
  let name = "snapshots"
  let summary = "all networks in the plane at epochs 0, 400 and 9000"

  func cases(_ base: ExperimentConfiguration) throws -> [StudyCase] { [.published(base)] }

  func analyse(_ runs: StudyRuns) async throws -> StudyResult {
    let log = try runs[StudyCase.publishedName].information()
    let last = log.epochs[log.epochs.count - 1]
    let indices = [0, 400, 9000].map { wanted in nearestIndex(to: min(wanted, last), in: log.epochs)
    }
    var result = StudyResult()
    result.tables = [table(log, indices)]
    try result.data.addCases(runs.runs)
    try addSnapshots(to: &result, log, indices)
    return result
  }

  private func table(_ log: InformationLog, _ indices: [Int]) -> Table {
    let epochs = indices.map { "\(Int(log.epochs[$0]))" }
    let columns =
      [TableColumn("layer", alignment: .trailing)]
      + epochs.flatMap { [TableColumn("I(X;T), epoch \($0)"), TableColumn("I(T;Y), epoch \($0)")] }
    let rows = (0..<log.layerCount).map { layer in
      ["\(layer + 1)"]
        + indices.flatMap { index in
          [
            meanText(log.inputCurves(layer: layer).values.map { $0[index] }),
            meanText(log.labelCurves(layer: layer).values.map { $0[index] }),
          ]
        }
    }
    return Table("Information in bits, mean over networks", columns: columns, rows: rows)
  }

  private func addSnapshots(
    to result: inout StudyResult, _ log: InformationLog, _ indices: [Int]
  ) throws {
    let dimensions = ["epoch", "network", "layer"]
    try result.data.addCoordinate(
      "epoch", .integers(indices.map { Int64(log.epochs[$0]) }), units: "epoch",
      longName: "passes through the training set")
    try result.data.addCoordinate(
      "network", .integers(numbers(log.networkCount, from: 0)), longName: "network")
    try result.data.addCoordinate(
      "layer", .integers(numbers(log.layerCount, from: 1)), longName: "layer")
    for (name, values, longName) in [
      ("information_input", log.aboutInput, "mutual information I(X;T) of input and layer"),
      ("information_label", log.aboutLabel, "mutual information I(T;Y) of layer and label"),
    ] {
      let chosen = indices.flatMap { index in
        (0..<log.networkCount).flatMap { network in
          (0..<log.layerCount).map { layer in
            values[(network * log.epochs.count + index) * log.layerCount + layer]
          }
        }
      }
      try result.data.add(
        .init(
          name, dimensions: dimensions, values: .doubles(chosen), units: "bit", longName: longName))
    }
  }
}

/// The index of the epoch that is nearest in the logarithm.
func nearestIndex(to epoch: Double, in epochs: [Double]) -> Int {
  let distances = epochs.map { abs(Double.log(onePlus: $0) - Double.log(onePlus: epoch)) }
  return distances.indices.min { distances[$0] < distances[$1] } ?? 0
}

extension StudyCase {
  /// The name of the published experiment's run.
  static let publishedName = "published"

  /// The published experiment: 85 % of the patterns, widths 12-10-7-5-4-3-2, plain SGD.
  static func published(_ base: ExperimentConfiguration) -> StudyCase {
    StudyCase(publishedName, "published experiment", base)
  }
}

import Archives
import DriftDiffusion
import InformationTheory
import NeuralNetworks

/// The falsification matrix: what diffusion and saturation predict beyond the peak of the
/// information, and what networks do.
struct FalsificationStudy: Study {
  let name = "falsification"
  let summary = "diffusion or saturation: interventions after the transition"

  static let referenceName = "falsification-reference"

  func cases(_ base: ExperimentConfiguration) throws -> [StudyCase] {
    let reference = StudyCase(Self.referenceName, "training goes on", base) {
      if $0.training.continuation.epoch == 0 {
        $0.training.continuation.epoch = Self.branchingEpoch(of: $0.training.epochs)
      }
      // What the matrix does not look at.
      $0.training.recording.perSampleGradients = false
      $0.training.recording.sharpnessEpochs = 0
    }
    return [reference] + FalsificationRow.allCases.map { $0.studyCase(reference) }
  }

  /// The published transition where there is time for it, and a tenth of the training otherwise.
  static func branchingEpoch(of epochs: Int) -> Int { max(min(400, epochs / 10), 1) }

  func analyse(_ runs: StudyRuns) async throws -> StudyResult {
    let matrix = try await FalsificationMatrix(runs)
    var result = StudyResult()
    result.tables = [matrix.table, matrix.layerTable, matrix.pairingTable, matrix.verdicts]
    result.findings = matrix.rows.flatMap(matrix.findings)
    try result.data.addCases(runs.runs)
    try result.data.addInformation(matrix.logs.map(\.log))
    try matrix.add(to: &result.data)
    try matrix.addPairings(to: &result.data)
    return result
  }
}

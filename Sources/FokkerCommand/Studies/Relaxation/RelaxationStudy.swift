import Archives
import DriftDiffusion
import Figures
import NeuralNetworks

/// Monte-Carlo relaxation in place of stochastic gradient descent after the transition.
///
/// It goes alone or alternates with information-bottleneck iterations: does compression go on, and what
/// does it cost?
struct RelaxationStudy: Study {
  let name = "relaxation"
  let summary = "Metropolis, Langevin and bottleneck iterations after the transition"
  let branches = true

  func cases(_ base: ExperimentConfiguration) throws -> [StudyCase] {
    // The reference of the falsification matrix, so that both studies train it once.
    let reference = try FalsificationStudy().cases(base)[0]
    return [reference] + RelaxationRow.allCases.map { $0.studyCase(reference) }
  }

  func analyse(_ runs: StudyRuns) async throws -> StudyResult {
    let comparison = try RelaxationComparison(runs)
    var result = StudyResult()
    result.tables = [
      comparison.table, comparison.costTable, comparison.layerTable, comparison.temperatureTable,
    ]
    result.findings = comparison.findings
    try result.data.addCases(runs.runs)
    try result.data.addInformation(comparison.entries.map(\.course.log))
    try comparison.add(to: &result.data)
    return result
  }
}

import DriftDiffusion
import Figures
import NeuralNetworks

/// What a reader of a report has to keep in mind.
struct ReportWarnings {
  private let configuration: ExperimentConfiguration
  private let comparison: ComparisonSummary?
  private let fit: FitSummary?

  init(
    _ configuration: ExperimentConfiguration, _ comparison: ComparisonSummary?, _ fit: FitSummary?
  ) {
    self.configuration = configuration
    self.comparison = comparison
    self.fit = fit
  }

  /// The sentences.
  var sentences: [String] { fewNetworks + noInformation + assumptions + solvers }

  private var fewNetworks: [String] {
    let count = comparison?.networks ?? configuration.training.networks
    guard count < 20 else { return [] }
    return [
      "There are \(count) networks, which are the independent units: with fewer than 20 the "
        + "intervals are wide, and may hold the truth less often than they say."
    ]
  }

  private var noInformation: [String] {
    guard let comparison, comparison.information.isEmpty else { return [] }
    return ["No information was measured, so nothing is said about compression."]
  }

  private var assumptions: [String] {
    guard let fit else { return [] }
    return Assumption.allCases.compactMap { assumption in
      let failing = fit.checks.filter { $0.assumption == assumption && $0.verdict == .fails }
      guard !failing.isEmpty else { return nil }
      let layers = distinct(failing.map(\.layer)).map { "\($0)" }.joined(separator: ", ")
      let place = assumption == .smallSteps ? "" : " (layers \(layers))"
      return "An assumption behind the equation fails, \(assumption.label)\(place): "
        + "\(assumption.hint)."
    }
  }

  private var solvers: [String] {
    let distances = comparison?.agreements.map(\.solverDistanceL1) ?? []
    guard let largest = distances.max(), largest > 1e-3 else { return [] }
    return [
      "The two solvers differ by up to \(NumberText.significant(largest, digits: 2)) in L1; ask "
        + "for more accuracy (solve.accuracy)."
    ]
  }
}

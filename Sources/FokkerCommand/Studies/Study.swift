/// A published figure or a test of a published claim, from training to table.
protocol Study: Sendable {
  /// The name on the command line.
  var name: String { get }
  /// What it shows, in one line.
  var summary: String { get }
  /// The stages that its runs need.
  var stages: [Stage] { get }

  /// Whether its ensembles change at a branching epoch.
  var branches: Bool { get }

  /// The ensembles that it compares.
  func cases(_ base: ExperimentConfiguration) throws -> [StudyCase]

  /// What the runs show.
  func analyse(_ runs: StudyRuns) async throws -> StudyResult
}

extension Study {
  var stages: [Stage] { [.train, .information] }

  var branches: Bool { false }
}

/// All studies, in the order of the published figures; the critique's come last.
let allStudies: [any Study] = [
  SnapshotStudy(), PathStudy(), PhaseStudy(), DepthStudy(), BoundStudy(), FractionStudy(),
  WeightStudy(), CompressionStudy(), WidthStudy(), ActivationStudy(), FullBatchStudy(),
  OneNeuronStudy(), NoiseStudy(), FalsificationStudy(), CollapseStudy(), ForecastStudy(),
  RelaxationStudy(),
]

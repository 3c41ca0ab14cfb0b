/// One ensemble of networks that a study trains.
struct StudyCase: Sendable {
  /// The name of its run directory; cases of one name are one run, shared between studies.
  var name: String
  /// What sets it apart, for legends and tables.
  var label: String
  /// The whole experiment.
  var configuration: ExperimentConfiguration

  /// Creates a case from the study's experiment with some changes.
  init(
    _ name: String, _ label: String, _ base: ExperimentConfiguration,
    _ change: (inout ExperimentConfiguration) -> Void = { _ in }
  ) {
    self.name = name
    self.label = label
    configuration = base
    change(&configuration)
    configuration.title = label
  }
}

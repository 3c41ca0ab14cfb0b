import NeuralNetworks

extension StageContext {
  /// The data of the experiment, which must be those that the networks were trained on.
  ///
  /// Measurements that are not of the training alone use all patterns of the table.
  ///
  /// - Throws: ``CommandFailure`` when the run began with a gradient log, or a file of data has changed.
  func trainedData() throws -> ExperimentData {
    try run.requirePatterns()
    let data = try ExperimentData(configuration)
    try check(data, remedy: "train again with 'fokker train \(run.path) --force'")
    return data
  }

  /// Whether a file of data has changed since the networks were trained.
  ///
  /// - Parameter remaking: Whether the training may be made again.
  /// - Returns: Whether it has, and the training must be made again.
  /// - Throws: ``CommandFailure`` when it has, but the training may not be made again.
  func dataHaveChanged(remaking: Bool) throws -> Bool {
    guard configuration.training.data.source == .file else { return false }
    let data = try ExperimentData(configuration)
    guard remaking else {
      try check(data, remedy: "choose another --output, or --force to train again")
      return false
    }
    return try run.dataDigest.map { $0 != data.digest } ?? false
  }

  private func check(_ data: ExperimentData, remedy: String) throws {
    guard configuration.training.data.source == .file, let trained = try run.dataDigest,
      trained != data.digest
    else { return }
    throw CommandFailure(
      .badData,
      "\(configuration.training.data.file.path) has changed since \(run.file(of: .train)) was made "
        + "with it (digest \(trained) then, \(data.digest) now); put the old file back, or \(remedy)."
    )
  }
}

import Archives

/// The summaries of a run's files, as far as they are there.
struct ReportSummaries {
  private(set) var gradients: GradientSummary?
  private(set) var fit: FitSummary?
  private(set) var comparison: ComparisonSummary?
  /// Which files are missing, damaged or made with other settings.
  private(set) var omissions: [String] = []

  init(_ run: RunDirectory, _ configuration: ExperimentConfiguration) throws {
    for stage in try run.stages { note(stage, of: run, configuration) }
    gradients = read(.gradients, of: run, GradientSummary.init)
    fit = read(.fit, of: run, FitSummary.init)
    comparison = read(.compare, of: run, ComparisonSummary.init)
  }

  private mutating func note(
    _ stage: Stage, of run: RunDirectory, _ configuration: ExperimentConfiguration
  ) {
    guard run.holds(stage) else {
      omissions.append("\(stage.fileName) is not there; 'fokker \(stage) \(run.name)' makes it.")
      return
    }
    if let difference = try? StageStamp.difference(in: run, stage, from: configuration) {
      omissions.append(
        "\(stage.fileName) was made with \(difference.path) = \(difference.stored), which is "
          + "\(difference.current) now; 'fokker \(stage) \(run.name) --force' makes it again.")
    }
  }

  private mutating func read<Summary>(
    _ stage: Stage, of run: RunDirectory, _ make: (Dataset) throws -> Summary
  ) -> Summary? {
    guard run.holds(stage) else { return nil }
    do {
      return try make(try NetCDF.read(run.file(of: stage)))
    } catch {
      omissions.append(CommandFailure(error).description)
      return nil
    }
  }
}

extension Stage {
  /// Makes the file of the stage from the files of its inputs.
  func perform(_ context: StageContext) async throws {
    context.progress.begin(activity)
    let summary =
      switch self {
      case .train: try await trainNetworks(context)
      case .information: try await measureInformation(context)
      case .fit: try await fitCoefficients(context)
      case .solve: try await solveLayers(context)
      case .simulate: try await simulateLayers(context)
      case .compare: try await compareRun(context)
      }
    context.progress.finish(summary)
  }

  /// Makes the file unless it is there and belongs to the configuration.
  ///
  /// - Parameters:
  ///   - context: The run.
  ///   - remaking: Whether a file of another configuration is made again.
  /// - Returns: Whether the file was made.
  func ensure(_ context: StageContext, remaking: Bool) async throws -> Bool {
    if context.run.holds(self) {
      let difference = try StageStamp.difference(
        in: context.run, self, from: context.configuration)
      guard let difference else {
        context.progress.note("\(fileName) is there already")
        return false
      }
      guard remaking else {
        throw CommandFailure(
          .inputOutput,
          "\(context.run.file(of: self)) was made with \(difference.path) = \(difference.stored), "
            + "not \(difference.current); choose another --output, or --force to make it again.")
      }
    }
    try await perform(context)
    return true
  }
}

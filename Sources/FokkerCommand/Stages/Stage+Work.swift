extension Stage {
  /// Makes the file of the stage from the files of its inputs.
  func perform(_ context: StageContext) async throws {
    let lock = try context.run.lock()
    defer { lock.release() }
    context.progress.begin(activity)
    let summary =
      switch self {
      case .train: try await trainNetworks(context)
      case .information: try await measureInformation(context)
      case .gradients: try await findPhases(context)
      case .fit: try await fitCoefficients(context)
      case .solve: try await solveLayers(context)
      case .simulate: try await simulateLayers(context)
      case .compare: try await compareRun(context)
      }
    if let figure { try context.draw(figure) }
    context.progress.finish(summary)
  }

  /// Makes the file unless it is there and belongs to the configuration.
  ///
  /// - Parameters:
  ///   - context: The run.
  ///   - remaking: Whether a file of another configuration is made again.
  /// - Returns: Whether the file was made.
  /// - Throws: ``CommandFailure`` when it belongs to another configuration, and what the stage
  ///   throws.
  func ensure(_ context: StageContext, remaking: Bool) async throws -> Bool {
    if context.run.holds(self), try !lacksInput(context) {
      let difference = try StageStamp.difference(
        in: context.run, self, from: context.configuration)
      guard let difference else {
        if self == .train, try context.dataHaveChanged(remaking: remaking) {
          try await perform(context)
          return true
        }
        context.progress.note("\(fileName) is there already")
        if let figure, !context.hasDrawn(figure) { try context.draw(figure) }
        return false
      }
      guard remaking else {
        throw StageStamp.failure(context.run.file(of: self), difference)
      }
    }
    try await perform(context)
    return true
  }
}

extension StageContext {
  /// Makes the file of a stage, replacing one only if that is allowed.
  func make(_ stage: Stage, remaking: Bool) async throws {
    guard remaking || !run.holds(stage) else {
      throw CommandFailure(
        .inputOutput, "\(run.file(of: stage)) exists already; give --force to make it again.")
    }
    try await stage.perform(self)
  }

  /// Throws when the directory holds a run with other settings, unless it may be remade.
  func checkUnchanged(remaking: Bool) throws {
    guard !remaking, run.holdsRun else { return }
    for stage in Stage.allCases where run.holds(stage) {
      if let difference = try StageStamp.difference(in: run, stage, from: configuration) {
        throw StageStamp.failure(run.file(of: stage), difference)
      }
    }
    if let difference = try StageStamp.differenceInPartialTraining(of: run, from: configuration) {
      throw StageStamp.failure(run.partialTraining, difference)
    }
  }
}

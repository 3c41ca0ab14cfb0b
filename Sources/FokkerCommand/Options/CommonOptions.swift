import ArgumentParser
import Foundation

/// Options of every command that works.
struct CommonOptions: ParsableArguments {
  @Option(help: "The number of threads; the results do not depend on it.")
  var threads: Int = ProcessInfo.processInfo.activeProcessorCount

  @Flag(help: "Replace files that were made before.")
  var force = false

  @Flag(help: "Show no progress.")
  var quiet = false

  mutating func validate() throws {
    guard threads >= 1 else {
      throw ValidationError("--threads is \(threads); at least one thread is needed.")
    }
  }

  /// Runs the work of a command: signals cancel it, and any error becomes a message and exit code.
  func perform(_ work: @escaping @Sendable (ProgressReporter) async throws -> Void) async throws {
    let progress = ProgressReporter(isQuiet: quiet)
    do {
      try await cancelledBySignals { try await work(progress) }
    } catch {
      let failure = CommandFailure(error)
      writeToStandardError("fokker: \(failure.description)\n")
      throw ExitCode(failure.status.rawValue)
    }
  }
}

import Dispatch
import Foundation

/// Runs work that Ctrl-C or a termination signal cancels, so that it ends at a clean place.
///
/// - Parameter work: The work, which must look at `Task.isCancelled`.
/// - Throws: What `work` throws.
func cancelledBySignals(_ work: @escaping @Sendable () async throws -> Void) async throws {
  let task = Task { try await work() }
  // A queue of its own gets a thread even while the work keeps all threads of the shared pool busy.
  let queue = DispatchQueue(label: "fokker.signals", qos: .userInteractive)
  let sources = [SIGINT, SIGTERM].map { signalNumber in
    signal(signalNumber, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: signalNumber, queue: queue)
    source.setEventHandler { task.cancel() }
    source.resume()
    return source
  }
  defer { for source in sources { source.cancel() } }
  do {
    try await task.value
  } catch {
    throw task.isCancelled ? CommandFailure.interrupted : error
  }
}

internal import FlyingFox
internal import FlyingSocks

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// A read-only HTTP server of the runs below a directory, for this machine only.
///
/// It listens at 127.0.0.1, answers GET and HEAD, and refuses requests that name another host.
public struct RunServer: Sendable {
  /// The port that is taken when none is asked for and it is free.
  public static let usualPort: UInt16 = 8017

  private let router: Router
  private let port: UInt16?

  /// Creates a server.
  ///
  /// - Parameters:
  ///   - directory: The directory that is served.
  ///   - catalogue: What knows the runs in it.
  ///   - port: The port to listen at, 0 for any free one; nil for ``usualPort``, or any free one
  ///     when that is taken.
  public init(_ directory: ServedDirectory, catalogue: some RunCatalogue, port: UInt16? = nil) {
    router = Router(directory: directory, catalogue: catalogue)
    self.port = port
  }

  /// Serves until the task is cancelled.
  ///
  /// When the machine has no more file descriptors, open connections are dropped and the server
  /// listens again at the same port.
  ///
  /// - Parameter isListening: Called once with the port when requests are answered.
  /// - Throws: ``RunServerError/portTaken(port:)`` and
  ///   ``RunServerError/notListening(port:reason:)``.
  public func run(isListening: @Sendable (UInt16) -> Void) async throws(RunServerError) {
    var asked = port ?? Self.usualPort
    var mayChange = port == nil
    var isFirst = true
    while !Task.isCancelled {
      do {
        try await serve(at: asked) { actual in
          asked = actual
          mayChange = false
          if isFirst { isListening(actual) }
          isFirst = false
        }
      } catch let error as SocketError where Self.isPortTaken(error) {
        guard mayChange else { throw .portTaken(port: asked) }
        (asked, mayChange) = (0, false)
      } catch let error as SocketError where !isFirst {
        // Too many connections at once; those that were open are closed by now.
        guard case .failed = error else { return }
        try? await Task.sleep(for: .milliseconds(100))
      } catch is CancellationError {
        return
      } catch {
        guard !Task.isCancelled else { return }
        throw .notListening(port: asked, reason: "\(error)")
      }
    }
  }

  /// Serves until the task is cancelled or the listening socket fails.
  private func serve(at port: UInt16, isListening: (UInt16) -> Void) async throws {
    let server = HTTPServer(
      address: try sockaddr_in.inet(ip4: "127.0.0.1", port: port),
      // On a machine whose cores are busy with a training an answer may take long; it is no failure.
      timeout: 600, logger: .disabled,
      handler: RequestHandler(router: router))
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await server.run() }
      group.addTask { try await server.waitUntilListening(timeout: 60) }
      // The first of both to end is the waiting, unless the server has failed.
      do {
        try await group.next()
        if case .ip4(_, let actual) = await server.listeningAddress { isListening(actual) }
        try await group.waitForAll()
      } catch {
        group.cancelAll()
        throw error
      }
    }
  }

  private static func isPortTaken(_ error: SocketError) -> Bool {
    if case .failed("Bind", EADDRINUSE, _) = error { true } else { false }
  }
}

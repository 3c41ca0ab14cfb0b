import ArgumentParser
import Foundation
import RunServer

struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show the runs below a directory as pages in the browser.",
    discussion: """
      Lists runs, studies and densities, shows their key numbers, figures and reports, lays two side \
      by side, and follows a run while it goes on. Read only, and for this machine only: it listens \
      at 127.0.0.1. Ctrl-C ends it.

      Examples:
        fokker serve
        fokker serve fokker-studies --port 8080
      """)

  @Argument(help: "The directory with the runs.")
  var directory: String = "."

  @Option(
    help: ArgumentHelp(
      "The port; by default \(RunServer.usualPort), or a free one when that is taken. 0 takes a "
        + "free one.", valueName: "number"))
  var port: UInt16?

  func run() async throws {
    raiseDescriptorLimit()
    let command = self
    do {
      try await cancelledBySignals {
        let served = try ServedDirectory(command.directory)
        let server = RunServer(served, catalogue: FileCatalogue(), port: command.port)
        try await server.run { port in
          try? show("Serving \(served.path) at http://127.0.0.1:\(port)/ until Ctrl-C.")
        }
      }
    } catch {
      let failure = CommandFailure(error)
      writeToStandardError("fokker: \(failure.description)\n")
      throw ExitCode(failure.status.rawValue)
    }
  }
}

/// Lets the process have as many open files as the system allows, one for each connection.
private func raiseDescriptorLimit() {
  #if canImport(Darwin)
  let resource = RLIMIT_NOFILE
  #else
  let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
  #endif
  var limit = rlimit()
  guard getrlimit(resource, &limit) == 0 else { return }
  limit.rlim_cur = limit.rlim_max
  setrlimit(resource, &limit)
}

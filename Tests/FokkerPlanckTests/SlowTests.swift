import Foundation

/// Whether tests of minutes are run: with FOKKER_SLOW_TESTS=1 in the environment.
let runsSlowTests = ProcessInfo.processInfo.environment["FOKKER_SLOW_TESTS"] == "1"

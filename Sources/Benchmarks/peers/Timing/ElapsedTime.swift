import Foundation

/// The times of a piece of work in milliseconds.
struct ElapsedTime: Encodable {
  /// The time on the wall.
  var wall: Double
  /// The time of the processors, of all threads.
  var processor: Double

  /// The time since the system or the process began.
  static func now() -> ElapsedTime {
    ElapsedTime(wall: reading(CLOCK_MONOTONIC), processor: reading(CLOCK_PROCESS_CPUTIME_ID))
  }

  private static func reading(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) * 1e-6
  }

  /// The time since `start`, divided by a number of repetitions.
  static func since(_ start: ElapsedTime, per repetitions: Int) -> ElapsedTime {
    let now = now()
    return ElapsedTime(
      wall: (now.wall - start.wall) / Double(repetitions),
      processor: (now.processor - start.processor) / Double(repetitions))
  }
}

/// Prints a value as one line of JSON, at once.
func send(_ value: some Encodable) throws {
  let line = try JSONEncoder().encode(value) + Data("\n".utf8)
  FileHandle.standardOutput.write(line)
}

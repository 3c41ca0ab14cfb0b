import Foundation

/// Writes a result and a line feed to standard output.
///
/// Nothing is held back, so that results and the notes on standard error keep their order in one file.
///
/// - Throws: ``CommandFailure`` when it cannot be written, such as to a full disk.
func show(_ text: String) throws(CommandFailure) {
  do {
    try FileHandle.standardOutput.write(contentsOf: Data((text + "\n").utf8))
  } catch {
    throw CommandFailure(
      .inputOutput, "The result cannot be written to standard output; check the space left there.")
  }
}

/// Writes to standard error; what cannot be written there is lost.
func writeToStandardError(_ text: String) {
  try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
}

/// Opens standard input, output and error where the caller has closed them.
///
/// Otherwise the next file would take their place, and texts would be written into it.
func openMissingStandardStreams() {
  for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO]
  where fcntl(descriptor, F_GETFD) == -1 {
    // The lowest free descriptor is taken, which is this one.
    _ = open("/dev/null", descriptor == STDIN_FILENO ? O_RDONLY : O_WRONLY)
  }
}

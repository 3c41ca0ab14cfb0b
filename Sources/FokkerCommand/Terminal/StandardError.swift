import Foundation

/// Writes to standard error, after all that was printed: both may go to one file.
func writeToStandardError(_ text: String) {
  fflush(nil)
  FileHandle.standardError.write(Data(text.utf8))
}

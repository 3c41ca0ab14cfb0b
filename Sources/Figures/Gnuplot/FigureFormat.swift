/// A file format of figures.
public enum FigureFormat: String, Codable, CaseIterable, Hashable, Sendable {
  /// Scalable vector graphics.
  case svg
  /// A PDF page of the figure's size, with fonts embedded.
  case pdf
  /// A picture with two points for each pixel of the figure.
  case png
  /// A movie that shows every frame of the figure in turn, and begins anew.
  case gif

  /// The format that a file's name says, or nil when it says none of them.
  ///
  /// - Parameter path: The path of the file.
  public init?(path: String) {
    guard let dot = path.lastIndex(of: "."), !path[dot...].contains("/") else { return nil }
    self.init(rawValue: path[path.index(after: dot)...].lowercased())
  }
}

/// A figure that could not be drawn.
public enum FigureError: Error, Hashable, Sendable {
  /// The program gnuplot is not installed.
  case gnuplotMissing
  /// The program gnuplot refused the script.
  case gnuplotFailed(path: String, reason: String)
  /// The file could not be written.
  case unwritable(path: String, reason: String)
  /// The files of Vega are not installed.
  case vegaMissing(directory: String, file: String)
}

extension FigureError: CustomStringConvertible {
  /// What went wrong, where, and what helps.
  public var description: String {
    switch self {
    case .gnuplotMissing:
      "Figures are drawn by gnuplot, which was not found: install it, on Debian and Ubuntu with"
        + " 'apt-get install gnuplot-nox'."
    case .gnuplotFailed(let path, let reason):
      "\(path) was not written, since gnuplot failed: \(reason)"
    case .unwritable(let path, let reason): "\(path) could not be written: \(reason)"
    case .vegaMissing(let directory, let file):
      "Pages are drawn by Vega, but \(directory) has no \(file): install it, on Debian and Ubuntu"
        + " with 'apt-get install libjs-vega'."
    }
  }
}

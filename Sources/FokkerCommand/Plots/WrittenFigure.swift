import Figures

/// A file format of figures.
enum FigureFormat: String, CaseIterable, Sendable {
  /// Scalable vector graphics.
  case svg

  /// The format that a file's name says, or nil when it says none.
  init?(path: String) {
    guard path.lowercased().hasSuffix(".svg") else { return nil }
    self = .svg
  }
}

extension Figure {
  /// Draws the figure into a file, whole or not at all.
  func write(to path: String, as format: FigureFormat, keepingSource: Bool = false) throws {
    try writeText(svg(), to: path)
  }
}

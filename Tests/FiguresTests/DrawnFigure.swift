import Figures
import Foundation

#if canImport(FoundationXML)
import FoundationXML
#endif

/// Whether gnuplot is here to draw with.
let hasGnuplot = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
  .contains { FileManager.default.isExecutableFile(atPath: "\($0)/gnuplot") }

/// Whether Vega is here to draw pages with.
let hasVega = (try? VegaLibrary()) != nil

/// A directory that is removed again.
struct ScratchDirectory: ~Copyable {
  let url = FileManager.default.temporaryDirectory.appending(path: "figures-\(UUID().uuidString)")

  init() throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  func path(_ name: String) -> String { url.appending(path: name).path }

  deinit { try? FileManager.default.removeItem(at: url) }
}

/// A figure's picture in SVG, as gnuplot draws it, read back as XML.
struct DrawnFigure {
  let root: XMLElement
  /// The elements do not keep their document alive.
  private let document: XMLDocument
  let text: String

  init(_ figure: Figure) throws {
    let directory = try ScratchDirectory()
    try figure.draw(to: directory.path("figure.svg"), as: .svg)
    text = try String(contentsOfFile: directory.path("figure.svg"), encoding: .utf8)
    document = try XMLDocument(data: Data(text.utf8), options: [])
    guard let root = document.rootElement() else { throw CocoaError(.coderReadCorrupt) }
    self.root = root
  }

  /// All elements of a name, at any depth.
  func elements(_ name: String) -> [XMLElement] {
    Self.elements(name, below: root)
  }

  private static func elements(_ name: String, below element: XMLElement) -> [XMLElement] {
    (element.children ?? []).compactMap { $0 as? XMLElement }.flatMap { child in
      (child.name == name ? [child] : []) + elements(name, below: child)
    }
  }

  /// The texts that are drawn.
  var labels: [String] {
    elements("text").map { text in
      (text.stringValue ?? "").split(separator: "\n").joined().trimmingCharacters(in: .whitespaces)
    }
  }
}

extension XMLElement {
  /// The value of an attribute; `attribute(forName:)` finds none in elements of a namespace here.
  func value(of name: String) -> String? {
    attributes?.first { $0.name == name }?.stringValue
  }
}

/// The blocks of data in a figure's script, as lines.
func dataBlocks(_ figure: Figure, as format: FigureFormat = .svg) -> [[Substring]] {
  figure.gnuplotScript(as: format).split(separator: " << EOD\n").dropFirst().map { block in
    let end = block.firstRange(of: "EOD\n")?.lowerBound ?? block.endIndex
    return block[..<end].split(separator: "\n", omittingEmptySubsequences: false).dropLast()
  }
}

/// A figure of one panel with linear axes.
func figure(
  _ series: [Series], x: AxisStyle = AxisStyle("x"), y: AxisStyle = AxisStyle("y"),
  annotations: [Annotation] = []
) -> Figure {
  Figure(panels: [Panel(x: x, y: y, series: series, annotations: annotations)])
}

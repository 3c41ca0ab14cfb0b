import Figures
import Foundation

#if canImport(FoundationXML)
import FoundationXML
#endif

/// A figure's SVG read back as XML.
struct DrawnFigure {
  let root: XMLElement
  /// The elements do not keep their document alive.
  private let document: XMLDocument
  let text: String

  init(_ figure: Figure) throws {
    text = figure.svg()
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
  var labels: [String] { elements("text").map { $0.stringValue ?? "" } }

  /// The commands of the paths within the clipped areas of data.
  var dataPaths: [String] {
    elements("g").filter { $0.value(of: "clip-path") != nil }
      .flatMap { Self.elements("path", below: $0) }
      .compactMap { $0.value(of: "d") }
  }

  func attribute(_ name: String) -> String {
    root.value(of: name) ?? ""
  }
}

extension XMLElement {
  /// The value of an attribute; `attribute(forName:)` finds none in elements of a namespace here.
  func value(of name: String) -> String? {
    attributes?.first { $0.name == name }?.stringValue
  }
}

/// A figure of one panel with linear axes.
func figure(
  _ series: [Series], x: AxisStyle = AxisStyle("x"), y: AxisStyle = AxisStyle("y"),
  annotations: [Annotation] = []
) -> Figure {
  Figure(panels: [Panel(x: x, y: y, series: series, annotations: annotations)])
}

internal import Foundation

/// The parts of Vega that draw a page's charts, as one script to be written into the page.
///
/// Debian's package `libjs-vega` has Vega in parts, each of which asks for others by name. They are
/// put together here so that a page needs no network.
///
/// ## Reference
///
/// A. Satyanarayan, R. Russell, J. Hoffswell and J. Heer, "Reactive Vega: a streaming dataflow
/// architecture for declarative interactive visualization" (2016),
/// [doi:10.1109/TVCG.2015.2467091](https://doi.org/10.1109/TVCG.2015.2467091).
public struct VegaLibrary: Sendable {
  /// The script, which defines `vega.View` and `vega.parse`.
  let script: String

  /// Where Debian's package keeps the parts.
  public static let debianDirectory = "/usr/share/javascript/vega"

  /// Puts the parts together.
  ///
  /// - Parameter directory: The directory of the parts `vega-….min.js`.
  /// - Throws: ``FigureError/vegaMissing(directory:file:)`` when a part is missing.
  public init(directory: String = debianDirectory) throws(FigureError) {
    var text = Self.notice + Self.beginning
    for part in Self.parts {
      let file = "vega-\(part).min.js"
      guard let data = FileManager.default.contents(atPath: "\(directory)/\(file)") else {
        throw .vegaMissing(directory: directory, file: file)
      }
      text += Self.module("vega-\(part == "selection" ? "selections" : part)", data)
    }
    script = text + Self.end
  }

  /// The parts in the order in which they ask for one another.
  private static let parts = [
    "util", "time", "format", "loader", "canvas", "dataflow", "statistics", "scale", "scenegraph",
    "expression", "event-selector", "selection", "functions", "runtime", "encode", "transforms",
    "view-transforms", "parser", "view",
  ]

  private static let notice = """
    /* Vega: copyright University of Washington Interactive Data Lab, BSD 3-clause license;
       it holds parts of D3: copyright Mike Bostock, ISC and BSD 3-clause licenses.
       Redistributed without changes and without any warranty: https://vega.github.io */

    """

  private static let beginning = """
    var vega = (function () {
    var modules = {};
    function require(name) { return modules[name]; }

    """

  private static func module(_ name: String, _ data: Data) -> String {
    let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
    let source = lines.filter { !$0.hasPrefix("//# sourceMappingURL") }.joined(separator: "\n")
    return """
      (function () { var exports = modules["\(name)"] = {}, module = { exports: exports };
      \(source.replacing("</script", with: "<\\/script"))
      }).call(globalThis);

      """
  }

  private static let end = """
    ["vega-transforms", "vega-view-transforms", "vega-encode"].forEach(function (name) {
      Object.assign(modules["vega-dataflow"].transforms, modules[name]);
    });
    return { View: modules["vega-view"].View, parse: modules["vega-parser"].parse };
    })();

    """
}

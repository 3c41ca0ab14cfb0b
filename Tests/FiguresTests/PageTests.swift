import Figures
import Foundation
import Testing

#if canImport(FoundationXML)
import FoundationXML
#endif

@Suite("Pages", .enabled(if: hasVega, "needs Vega"))
struct PageTests {
  private let page = Page(
    "A run & its <report>", summary: "The drift a_{k}.",
    blocks: [
      .section("Training"), .paragraph("1 < 2 & 3"), .list(["a", "b"]),
      .facts([Fact("seed", "42")]),
      .table(Table("t", columns: [TableColumn("x^{2}", alignment: .decimal)], rows: [["1 & 2"]])),
      .section("Model"), .subsection("Densities"),
      .figure(figure([Series("a", .line(x: [0, 1], y: [0, 1]))]), caption: "Caption <i>"),
      .figure(figure([Series("b", .line(x: [0, 1], y: [0, 1]))]), caption: ""),
      .code("a: 1\nb: <2>"), .foldedCode("x\n  y", title: "Configuration"),
    ], footer: "fokker 1.0")

  private func html() throws -> String { page.html(vega: try VegaLibrary()) }

  /// The page without its scripts and the elements that HTML, unlike XML, leaves open.
  private func parsed() throws -> XMLDocument {
    var text = try html().replacing("<!DOCTYPE html>", with: "")
    text = text.replacing(/<meta [^>]*>/, with: "").replacing(/<input [^>]*>/, with: "")
    text = text.replacing(/<script[^>]*>(?s:.*?)<\/script>/, with: "")
    text = text.replacing(" hidden>", with: ">")
    return try XMLDocument(data: Data(text.utf8), options: [])
  }

  @Test("are well formed and escape their texts")
  func wellFormed() throws {
    let document = try parsed()
    let text = document.rootElement()?.stringValue ?? ""
    #expect(text.contains("A run & its <report>"))
    #expect(text.contains("1 < 2 & 3"))
    #expect(text.contains("a: 1\nb: <2>"))
  }

  @Test("load nothing from elsewhere, and without figures run nothing")
  func selfContained() throws {
    let text = try html()
    for outside in ["src=\"", "@import", "href=\"http", "url(http"] {
      #expect(!text.contains(outside))
    }
    #expect(text.contains("default-src 'none'"))
    let plain = Page("t", blocks: [.paragraph("p")]).html()
    #expect(!plain.contains("<script") && !plain.contains("unsafe-eval"))
  }

  @Test("give every element its own identifier and every link its target")
  func identifiers() throws {
    let text = try html()
    let identifiers = text.matches(of: /<[a-z0-9]+ [^>]*?id="([^"]*)"/).map { String($0.1) }
    #expect(Set(identifiers).count == identifiers.count)
    #expect(identifiers.contains("figure-2-chart-data"))
    for link in text.matches(of: /href="#([^"]*)"/) {
      #expect(identifiers.contains(String(link.1)))
    }
  }

  @Test("hold no text of a figure that could end a script")
  func hostileFigures() throws {
    let hostile = "</script><script>alert(1)</script><!--"
    let sample = Figure(
      hostile, summary: hostile,
      panels: [
        Panel(
          hostile, x: AxisStyle(hostile), y: AxisStyle("y", names: [AxisName(0, hostile)]),
          series: [Series(hostile, .line(x: [0, 1], y: [0, 1]))],
          annotations: [.text(hostile, x: 0, y: 0, side: .left)])
      ], frames: FigureFrames(hostile, values: [0, 1]))
    let text = Page("t", blocks: [.figure(sample, caption: hostile)]).html(vega: try VegaLibrary())
    #expect(!text.contains("<script>alert"))
    #expect(text.matches(of: /<script/).count == 3, "the data, Vega and the page's own")
  }

  @Test("say what is missing where Vega is not installed")
  func vegaMissing() {
    #expect(throws: FigureError.vegaMissing(directory: "/nowhere", file: "vega-util.min.js")) {
      _ = try VegaLibrary(directory: "/nowhere")
    }
  }

  @Test("suit light and dark screens and give the same text every time")
  func appearance() throws {
    #expect(try html().contains("prefers-color-scheme: dark"))
    let (first, second) = (try html(), try html())
    #expect(first == second)
  }
}

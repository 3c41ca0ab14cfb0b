import Figures
import Foundation
import Testing

#if canImport(FoundationXML)
import FoundationXML
#endif

@Suite("Pages")
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

  /// The page without the elements that HTML, unlike XML, leaves open.
  private func parsed() throws -> XMLDocument {
    let text = page.html()
    var closed = text.replacing("<!DOCTYPE html>", with: "")
    closed = closed.replacing(/<meta [^>]*>/, with: "")
    return try XMLDocument(data: Data(closed.utf8), options: [])
  }

  @Test("are well formed and escape their texts")
  func wellFormed() throws {
    let document = try parsed()
    let text = document.rootElement()?.stringValue ?? ""
    #expect(text.contains("A run & its <report>"))
    #expect(text.contains("1 < 2 & 3"))
    #expect(text.contains("a: 1\nb: <2>"))
  }

  @Test("load nothing and run nothing")
  func selfContained() {
    let text = page.html()
    #expect(!text.contains("<script"))
    #expect(!text.contains("src="))
    #expect(!text.contains("@import"))
    #expect(!text.contains("href=\"http"))
    #expect(text.contains("default-src 'none'"))
  }

  @Test("give every element its own identifier and every link its target")
  func identifiers() {
    let text = page.html()
    let identifiers = text.matches(of: /\sid="([^"]*)"/).map { String($0.1) }
    #expect(Set(identifiers).count == identifiers.count)
    #expect(identifiers.contains("figure-2-panel-1"))
    for link in text.matches(of: /href="#([^"]*)"/) {
      #expect(identifiers.contains(String(link.1)))
    }
    for reference in text.matches(of: /url\(#([^)]*)\)/) {
      #expect(identifiers.contains(String(reference.1)))
    }
  }

  @Test("suit light and dark screens and give the same text every time")
  func appearance() {
    #expect(page.html().contains("prefers-color-scheme: dark"))
    #expect(page.html() == page.html())
  }
}

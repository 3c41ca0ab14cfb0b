import Figures
import Foundation
import Testing

#if canImport(FoundationXML)
import FoundationXML
#endif

@Suite("Figures")
struct FigureTests {
  @Test("are well-formed XML whatever their texts")
  func escapes() throws {
    let hostile = "a < b & c > \"d\" ' \u{0} \u{8} ]]> <script>"
    let series = Series(hostile, .line(x: [0, 1], y: [0, 1]))
    let panel = Panel(
      hostile, x: AxisStyle(hostile, unit: hostile), y: AxisStyle(hostile), series: [series],
      annotations: [
        .text(hostile, x: 0.5, y: 0.5, side: .above), .verticalRule(hostile, x: 0.2),
        .horizontalRule(hostile, y: 0.3),
      ])
    let drawn = try DrawnFigure(Figure(hostile, summary: hostile, panels: [panel]))
    #expect(drawn.elements("script").isEmpty)
    #expect(drawn.elements("title").first?.stringValue?.hasPrefix("a < b & c > \"d\"") == true)
  }

  @Test("tell what they show to those who do not see them")
  func accessibility() throws {
    var sample = figure([Series("layer 1", .line(x: [1, 2], y: [3, 4]))])
    sample.title = "Loss of T_{1}"
    let drawn = try DrawnFigure(sample)
    #expect(drawn.elements("title").first?.stringValue == "Loss of T1")
    #expect(drawn.elements("desc").first?.stringValue == "y against x for layer 1.")
    #expect(drawn.attribute("role") == "img")
    #expect(drawn.attribute("aria-labelledby") == "figure-title figure-summary")
  }

  @Test("refer to nothing outside themselves")
  func standalone() throws {
    let text = figure([Series("a", .coloredPoints(x: [1, 2], y: [1, 2], values: [1, 2]))]).svg()
    let address = "http://www.w3.org/2000/svg"
    #expect(text.replacing(address, with: "").contains("http") == false)
    #expect(!text.contains("href"))
  }

  @Test("give the same text every time")
  func deterministic() {
    let sample = figure([
      Series("a", .line(x: [1, 2, 3], y: [3, 1, 2])), Series("b", .points(x: [1], y: [2])),
    ])
    #expect(sample.svg() == sample.svg())
    #expect(sample.svg(identifier: "second").contains("id=\"second-panel-1\""))
  }

  @Test("say so when a panel has no data", arguments: [AxisScale.linear, .logarithmic])
  func empty(scale: AxisScale) throws {
    let axis = AxisStyle("x", scale: scale)
    let contents: [SeriesContent] = [
      .line(x: [], y: []), .line(x: [.nan, 1], y: [1, .nan]),
      .points(x: [.infinity], y: [1]), .band(x: [], lower: [], upper: []),
      .steps(edges: [], values: []), .coloredPoints(x: [], y: [], values: []),
    ]
    for content in contents {
      let drawn = try DrawnFigure(figure([Series("none", content)], x: axis, y: axis))
      #expect(drawn.labels.contains("no data") || drawn.dataPaths.isEmpty)
      #expect(!drawn.text.contains("nan"))
      #expect(!drawn.text.contains("inf\""))
    }
    let drawn = try DrawnFigure(figure([], x: axis, y: axis))
    #expect(drawn.labels.contains("no data"))
    #expect(try DrawnFigure(Figure("nothing at all", panels: [])).elements("text").count == 1)
  }

  @Test("place a single point in the middle", arguments: [AxisScale.linear, .logarithmic])
  func singlePoint(scale: AxisScale) throws {
    let axis = AxisStyle("x", scale: scale)
    let sample = figure([Series("", .points(x: [3], y: [5e-8]))], x: axis, y: axis)
    let drawn = try DrawnFigure(sample)
    let clip = try #require(drawn.elements("clipPath").first?.children?.first as? XMLElement)
    let frame = try ["x", "y", "width", "height"].map { name in
      try #require(Double(clip.value(of: name) ?? ""))
    }
    let path = try #require(drawn.dataPaths.first)
    let numbers = path.dropFirst().split { " h".contains($0) }.compactMap { Double($0) }
    #expect(abs(numbers[0] - (frame[0] + frame[2] / 2)) < 0.05)
    #expect(abs(numbers[1] - (frame[1] + frame[3] / 2)) < 0.05)
  }

  @Test("interrupt a line where a value is missing")
  func gaps() throws {
    let x = [0.0, 1, 2, 3, 4]
    let whole = try DrawnFigure(figure([Series("", .line(x: x, y: [1, 2, 3, 2, 1]))]))
    let broken = try DrawnFigure(figure([Series("", .line(x: x, y: [1, 2, .nan, 2, 1]))]))
    #expect(try #require(whole.dataPaths.first).count { $0 == "M" } == 1)
    #expect(try #require(broken.dataPaths.first).count { $0 == "M" } == 2)
  }

  @Test("leave out what a logarithmic axis has no place for")
  func logarithmicGaps() throws {
    let axis = AxisStyle("y", scale: .logarithmic)
    let drawn = try DrawnFigure(
      figure([Series("", .line(x: [0, 1, 2, 3], y: [1, 0, -1, 10]))], y: axis))
    #expect(try #require(drawn.dataPaths.first).count { $0 == "M" } == 2)
  }

  @Test("stay small however many points a series has")
  func thinning() throws {
    let x = (0..<200_000).map { Double($0) }
    let line = figure([Series("", .line(x: x, y: x.map { sin($0) }))]).svg()
    #expect(line.utf8.count < 100_000)
    let points = figure([Series("", .points(x: x.map { _ in 1 }, y: x.map { _ in 2 }))]).svg()
    #expect(points.utf8.count < 10_000)
  }

  @Test("give series of one name one colour and one entry in the legend")
  func legend() throws {
    let panels = (0..<2).map { _ in
      Panel(
        x: AxisStyle("x"), y: AxisStyle("y"),
        series: [
          Series("measured", .band(x: [0, 1], lower: [0, 0], upper: [1, 1])),
          Series("measured", .line(x: [0, 1], y: [0, 1])),
          Series("predicted", .line(x: [0, 1], y: [1, 0])),
        ])
    }
    let drawn = try DrawnFigure(Figure(panels: panels, columns: 2))
    #expect(drawn.labels.count { $0 == "measured" } == 1)
    #expect(drawn.labels.count { $0 == "predicted" } == 1)
    #expect(drawn.text.contains("#0072b2"))
    #expect(drawn.text.contains("#d55e00"))
    #expect(!drawn.text.contains("#009e73"), "two names need two colours")
  }

  @Test("label only the outer panels when limits are shared")
  func sharedLimits() throws {
    let panels = [1.0, 10].map { top in
      Panel(
        x: AxisStyle("time"), y: AxisStyle("entropy"),
        series: [Series("", .line(x: [0, 1], y: [0, top]))])
    }
    var sample = Figure(panels: panels, columns: 2)
    let separate = try DrawnFigure(sample)
    #expect(separate.labels.count { $0 == "entropy" } == 2)
    sample.sharing = .shared
    let shared = try DrawnFigure(sample)
    #expect(shared.labels.count { $0 == "entropy" } == 1)
    #expect(shared.labels.count { $0 == "time" } == 2)
  }

  @Test("draw subscripts and superscripts, and show the colour scale")
  func markup() throws {
    var sample = figure(
      [Series("", .coloredPoints(x: [1, 2, 3], y: [1, 2, 3], values: [1, 100, 10_000]))],
      x: AxisStyle("I(X;T_{k})", unit: "bit"))
    sample.colorScale = AxisStyle("epoch", scale: .logarithmic)
    let drawn = try DrawnFigure(sample)
    #expect(drawn.labels.contains { $0.replacing("\u{A0}", with: " ") == "I(X;Tk) [bit]" })
    #expect(drawn.labels.contains("epoch"))
    #expect(drawn.labels.contains("10000"))
    #expect(drawn.text.contains("#440154") && drawn.text.contains("#fde725"))
  }

  @Test("hold every label within the page")
  func nothingIsCutOff() throws {
    let sample = figure(
      [Series("", .line(x: [-123_456, 987_654], y: [-0.000123, 0.000456]))],
      x: AxisStyle("a long label of the horizontal axis", unit: "s"),
      y: AxisStyle("a very long label of the vertical axis that does not fit at all", unit: "m"))
    let drawn = try DrawnFigure(sample)
    let width = try #require(Double(drawn.attribute("width")))
    for element in drawn.elements("text") {
      guard let x = element.value(of: "x").flatMap(Double.init) else {
        continue
      }
      #expect((0...width).contains(x))
    }
    let lowest = drawn.elements("text").compactMap {
      $0.value(of: "y").flatMap(Double.init)
    }.max()
    #expect(try #require(lowest) < #require(Double(drawn.attribute("height"))))
  }

  @Test("keep texts at one place from covering one another")
  func crowdedTexts() throws {
    let texts = (1...8).map { Annotation.text("T_{\($0)}", x: 1, y: 1, side: .below) }
    let rules = [1.0, 1.01].map { Annotation.verticalRule("transition \($0)", x: $0) }
    let data = Series("", .line(x: [0, 2], y: [0, 2]))
    let drawn = try DrawnFigure(figure([data], annotations: texts + rules))
    let places = drawn.elements("text").filter { $0.stringValue?.hasPrefix("T") == true }
      .map { "\($0.value(of: "x") ?? "") \($0.value(of: "y") ?? "")" }
    #expect(places.count == 8)
    #expect(Set(places).count == 8)
    let ruleTexts = drawn.elements("text").filter {
      $0.stringValue?.hasPrefix("transition") == true
    }
    let centers = ruleTexts.compactMap { $0.value(of: "x").flatMap(Double.init) }
    #expect(centers.count == 2)
    #expect(abs(centers[0] - centers[1]) > 60, "about the width of the text")
  }

  @Test("keep to fixed limits and reach for included ones")
  func limits() throws {
    let data: SeriesContent = .line(x: [2, 3], y: [2, 3])
    let fixed = try DrawnFigure(
      figure([Series("", data)], x: AxisStyle("x", limits: .fixed(0...10))))
    #expect(fixed.labels.contains("10") && fixed.labels.contains("0"))
    let including = try DrawnFigure(
      figure([Series("", data)], x: AxisStyle("x", limits: .including(-4...0))))
    #expect(including.labels.contains("−4"))
  }
}

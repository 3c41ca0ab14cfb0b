import Figures
import Foundation
import Testing

#if canImport(FoundationXML)
import FoundationXML
#endif

@Suite("Drawn figures", .enabled(if: hasGnuplot, "needs gnuplot"))
struct FigureDrawingTests {
  @Test("are well-formed XML whatever their texts")
  func escapes() throws {
    let hostile = "a < b & c > \"d\" ' \u{0} \u{8} ]]> <script> {/:Bold x} _ ^ @ ~ \\ `date` $x"
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
    #expect(drawn.labels.contains { $0.contains("{/:Bold x}") && $0.contains("`date` $x") })
  }

  @Test("tell what they show to those who do not see them")
  func accessibility() throws {
    var sample = figure([Series("layer 1", .line(x: [1, 2], y: [3, 4]))])
    sample.title = "Loss of T_{1}"
    let drawn = try DrawnFigure(sample)
    #expect(drawn.elements("title").first?.stringValue == "Loss of T1")
    #expect(drawn.elements("desc").first?.stringValue == "y against x for layer 1.")
    #expect(drawn.root.value(of: "role") == "img")
  }

  @Test("say so when a panel has no data", arguments: [AxisScale.linear, .logarithmic])
  func empty(scale: AxisScale) throws {
    let axis = AxisStyle("x", scale: scale)
    let contents: [SeriesContent] = [
      .line(x: [], y: []), .line(x: [.nan, 1], y: [1, .nan]),
      .points(x: [.infinity], y: [1]), .band(x: [], lower: [], upper: []),
      .steps(edges: [], values: []), .coloredPoints(x: [], y: [], values: []),
    ]
    let panels = contents.map { Panel(x: axis, y: axis, series: [Series("none", $0)]) }
    let drawn = try DrawnFigure(Figure(panels: panels, columns: 3))
    #expect(drawn.labels.count { $0 == "no data" } >= 5)
    #expect(!drawn.text.contains("NaN"))
    _ = try DrawnFigure(Figure("nothing at all", panels: []))
  }

  @Test("give series of one name one entry in the legend and one colour")
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
    #expect(drawn.text.contains("rgb(  0, 114, 178)") && drawn.text.contains("rgb(213,  94,   0)"))
    #expect(!drawn.text.contains("rgb(  0, 158, 115)"), "two names need two colours")
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

  @Test("hold every label within the page")
  func nothingIsCutOff() throws {
    let sample = figure(
      [Series("", .line(x: [-123_456, 987_654], y: [-0.000123, 0.000456]))],
      x: AxisStyle("a long label of the horizontal axis", unit: "s"),
      y: AxisStyle("a very long label of the vertical axis that does not fit at all", unit: "m"))
    let drawn = try DrawnFigure(sample)
    let size = try ["width", "height"].map { try #require(Double(drawn.root.value(of: $0) ?? "")) }
    let places = drawn.text.matches(of: /translate\(([0-9.]+),([0-9.]+)\)/)
    #expect(places.count > 8)
    for place in places {
      #expect((0...size[0]).contains(Double(place.1) ?? -1))
      #expect((0...size[1]).contains(Double(place.2) ?? -1))
    }
  }

  @Test("show names in the place of numbers, keep to fixed limits and reach for included ones")
  func axes() throws {
    let data: SeriesContent = .line(x: [2, 3], y: [2, 3])
    let fixed = try DrawnFigure(
      figure([Series("", data)], x: AxisStyle("x", limits: .fixed(0...10))))
    #expect(fixed.labels.contains("10") && fixed.labels.contains("0"))
    let including = try DrawnFigure(
      figure([Series("", data)], x: AxisStyle("x", limits: .including(-4...0))))
    #expect(including.labels.contains("−4"))
    let names = [AxisName(2, "two"), AxisName(3, "three"), AxisName(9, "outside")]
    let named = try DrawnFigure(figure([Series("", data)], x: AxisStyle("x", names: names)))
    #expect(named.labels.contains("two") && named.labels.contains("three"))
    #expect(!named.labels.contains("outside") && !named.labels.contains("2.5"))
  }

  @Test("are files of their format that replace what was there", arguments: FigureFormat.allCases)
  func formats(format: FigureFormat) throws {
    let directory = try ScratchDirectory()
    let path = directory.path("figure.\(format.rawValue)")
    try Data("before".utf8).write(to: URL(fileURLWithPath: path))
    var sample = figure((0..<3).map { Series("a", .points(x: [Double($0)], y: [1]), frame: $0) })
    sample.frames = FigureFrames("epoch", values: [0, 1, 2])
    try sample.draw(to: path, as: format, keepingSource: true)
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    let start: [FigureFormat: [UInt8]] = [
      .svg: Array("<?xml".utf8), .pdf: Array("%PDF-".utf8), .gif: Array("GIF89a".utf8),
      .png: [0x89, 0x50, 0x4E, 0x47],
    ]
    #expect(data.starts(with: start[format] ?? [0]))
    #expect(FigureFormat(path: path) == format)
    if format == .gif {
      // Each picture of a movie is announced by a graphic control extension.
      let bytes = Array(data)
      let pictures = bytes.indices.dropLast(2).count {
        bytes[$0] == 0x21 && bytes[$0 + 1] == 0xF9 && bytes[$0 + 2] == 0x04
      }
      #expect(pictures == 3)
    }
    let source = try String(contentsOfFile: path + ".gp", encoding: .utf8)
    #expect(source == sample.gnuplotScript(as: format))
  }

  @Test("fail with a reason when the file cannot be written")
  func unwritable() {
    #expect(throws: FigureError.self) {
      try figure([]).draw(to: "/nowhere/at/all/figure.svg", as: .svg)
    }
  }
}

extension FigureDrawingTests {
  @Test("move heat maps through many frames, which share few colours")
  func heatMapMovie() throws {
    let edges = (0...40).map { Double($0) }
    let series = (0..<24).map { frame in
      let values = (0..<1600).map { sin(Double($0) / 200 + Double(frame)) }
      return Series("", .heatMap(xEdges: edges, yEdges: edges, values: values), frame: frame)
    }
    var sample = figure(series + [Series("", .coloredPoints(x: [1], y: [1], values: [0.5]))])
    sample.frames = FigureFrames("time", values: (0..<24).map { Double($0) })
    let directory = try ScratchDirectory()
    try sample.draw(to: directory.path("map.gif"), as: .gif)
    let data = Array(try Data(contentsOf: URL(fileURLWithPath: directory.path("map.gif"))))
    let pictures = data.indices.dropLast(2).count {
      data[$0] == 0x21 && data[$0 + 1] == 0xF9 && data[$0 + 2] == 0x04
    }
    #expect(pictures == 24)
  }
}

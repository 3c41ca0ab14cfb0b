import Figures
import Foundation
import Testing

@Suite("Figures as gnuplot's scripts")
struct FigureScriptTests {
  @Test("are the same every time", arguments: FigureFormat.allCases)
  func deterministic(format: FigureFormat) {
    let sample = figure([
      Series("a", .line(x: [1, 2, 3], y: [3, 1, 2])), Series("b", .points(x: [1], y: [2])),
    ])
    #expect(sample.gnuplotScript(as: format) == sample.gnuplotScript(as: format))
  }

  @Test("interrupt a line where a value is missing")
  func gaps() throws {
    let x = [0.0, 1, 2, 3, 4]
    let whole = dataBlocks(figure([Series("", .line(x: x, y: [1, 2, 3, 2, 1]))]))
    let broken = dataBlocks(figure([Series("", .line(x: x, y: [1, 2, .nan, 2, 1]))]))
    #expect(whole == [["0.0 1.0", "1.0 2.0", "2.0 3.0", "3.0 2.0", "4.0 1.0"]])
    #expect(broken == [["0.0 1.0", "1.0 2.0", "", "3.0 2.0", "4.0 1.0"]])
  }

  @Test("leave out what a logarithmic axis has no place for")
  func logarithmicGaps() throws {
    let axis = AxisStyle("y", scale: .logarithmic)
    let line = dataBlocks(
      figure([Series("", .line(x: [0, 1, 2, 3, 4], y: [1, 2, -1, 10, 9]))], y: axis))
    #expect(line == [["0.0 1.0", "1.0 2.0", "", "3.0 10.0", "4.0 9.0"]])
    let points = dataBlocks(figure([Series("", .points(x: [0, 1, 2], y: [1, 0, 10]))], y: axis))
    #expect(points == [["0.0 1.0", "2.0 10.0"]])
  }

  @Test("draw a point between two gaps as a dot")
  func lonePoint() throws {
    let sample = figure([Series("", .line(x: [0, 1, 2, 3], y: [1, .nan, 2, .nan]))])
    #expect(dataBlocks(sample) == [["0.0 1.0", "2.0 2.0"]])
    #expect(sample.gnuplotScript(as: .svg).contains("using 1:2 with points pt 7"))
  }

  @Test("stay small however many points a series has")
  func thinning() throws {
    let x = (0..<200_000).map { Double($0) }
    let line = figure([Series("", .line(x: x, y: x.map { sin($0) }))]).gnuplotScript(as: .svg)
    #expect(line.utf8.count < 200_000)
    let points = dataBlocks(figure([Series("", .points(x: x.map { _ in 1 }, y: x.map { _ in 2 }))]))
    #expect(points == [["1.0 2.0"]])
  }

  @Test("keep the extremes of a line that is thinned")
  func thinningKeepsPeaks() throws {
    var y = [Double](repeating: 0, count: 100_000)
    y[54_321] = 7
    let x = y.indices.map { Double($0) }
    let rows = try #require(dataBlocks(figure([Series("", .line(x: x, y: y))])).first)
    #expect(rows.contains("54321.0 7.0"))
    #expect(rows.count < 4000)
  }

  @Test("give areas a lower end on logarithmic axes")
  func bandOnLogarithmicAxis() throws {
    let axis = AxisStyle("y", scale: .logarithmic)
    let band = SeriesContent.band(x: [0, 1], lower: [-1, 0.5], upper: [1, 2])
    let rows = try #require(dataBlocks(figure([Series("", band)], y: axis)).first)
    let lower = try #require(Double(rows[0].split(separator: " ")[1]))
    #expect(lower > 0 && lower < 0.5)
  }

  @Test("draw few cells as rectangles and many as an image of the panel's pixels")
  func heatMaps() throws {
    let small = SeriesContent.heatMap(
      xEdges: [0, 1, 3], yEdges: [0, 1, 2], values: [1, 2, .nan, 4])
    let rows = try #require(dataBlocks(figure([Series("", small)])).first)
    #expect(
      rows == [
        "0.5 0.5 0.0 1.0 0.0 1.0 1.0", "2.0 0.5 1.0 3.0 0.0 1.0 2.0", "2.0 1.5 1.0 3.0 1.0 2.0 4.0",
      ], "the cell without a value is left empty")
    let edges = (0...100).map { Double($0) }
    let large = SeriesContent.heatMap(
      xEdges: edges.map { pow(10, $0 / 50) }, yEdges: edges,
      values: (0..<10_000).map { Double($0 / 100) })
    let sample = figure([Series("", large)], x: AxisStyle("x", scale: .logarithmic))
    #expect(sample.gnuplotScript(as: .svg).contains("with image"))
    let pixels = try #require(dataBlocks(sample).first)
    #expect(pixels.count == Int(sample.panelWidth) * Int(sample.panelHeight))
  }

  @Test("show one frame, or all of them in a movie")
  func frames() throws {
    var sample = figure(
      (0..<3).map { Series("", .points(x: [Double($0)], y: [1]), layer: 0, frame: $0) }
        + [Series("", .points(x: [9], y: [9]))])
    sample.frames = FigureFrames("epoch", values: [0, 10, 400])
    #expect(dataBlocks(sample).count(where: { $0 == ["2.0 1.0"] }) == 1, "the last frame")
    #expect(dataBlocks(sample).count(where: { $0 == ["1.0 1.0"] }) == 0)
    let first = sample.gnuplotScript(as: .svg, frame: 0)
    #expect(first.contains("0.0 1.0\n") && !first.contains("2.0 1.0\n"))
    #expect(first.contains("epoch 0'") || first.contains("epoch 0}'"))
    let movie = sample.gnuplotScript(as: .gif)
    #expect(movie.matches(of: /unset multiplot/).count == 3)
    #expect(movie.matches(of: /^9\.0 9\.0$/.anchorsMatchLineEndings()).count == 3)
  }

  @Test("mix areas with the ground where a format knows no transparency")
  func opacity() {
    let sample = figure([Series("", .band(x: [0, 1], lower: [0, 0], upper: [1, 1]))])
    #expect(sample.gnuplotScript(as: .pdf).contains("fc rgb '#c70072b2'"))
    #expect(!sample.gnuplotScript(as: .gif).contains("fc rgb '#c70072b2'"))
  }

  @Test("colour a layer alike in every figure, whatever else is drawn")
  func layerColors() {
    for others in 0..<3 {
      let names = (0..<others).map { Series("other \($0)", .line(x: [0, 1], y: [0, 1])) }
      let layer = Series("layer 3", .points(x: [0], y: [0]), layer: 2)
      let script = figure(names + [layer]).gnuplotScript(as: .svg)
      #expect(script.contains("with points pt 7 ps 0.625 lw 1.4 lc rgb '#009e73'"))
    }
  }

  @Test("place a single point in the middle", arguments: [AxisScale.linear, .logarithmic])
  func singlePoint(scale: AxisScale) throws {
    let axis = AxisStyle("x", scale: scale)
    let script = figure([Series("", .points(x: [3], y: [5e-8]))], x: axis, y: axis)
      .gnuplotScript(as: .svg)
    for (name, value) in [("x", 3.0), ("y", 5e-8)] {
      let range = try #require(
        script.firstMatch(of: try Regex("set \(name)range \\[([^:]+):([^\\]]+)\\] noextend")))
      let ends = try (1...2).map { try #require(Double(range[$0].substring ?? "")) }
      let middle = scale == .linear ? (ends[0] + ends[1]) / 2 : (ends[0] * ends[1]).squareRoot()
      #expect(abs(middle / value - 1) < 1e-9 && ends[0] < ends[1])
    }
  }

  @Test("keep texts at one place from covering one another")
  func crowdedTexts() throws {
    let texts = (1...8).map { Annotation.text("T_{\($0)}", x: 1, y: 1, side: .below) }
    let rules = [1.0, 1.01].map { Annotation.verticalRule("transition \($0)", x: $0) }
    let data = Series("", .line(x: [0, 2], y: [0, 2]))
    let script = figure([data], annotations: texts + rules).gnuplotScript(as: .svg)
    func places(_ pattern: String) throws -> [String] {
      script.matches(of: try Regex("set label '\(pattern)' at screen ([0-9.]+), screen ([0-9.]+)"))
        .map { "\($0[1].substring ?? "") \($0[2].substring ?? "")" }
    }
    let layers = try places("T_\\{[0-9]\\}")
    #expect(layers.count == 8 && Set(layers).count == 8)
    let transitions = try places("transition [0-9.]+").compactMap {
      $0.split(separator: " ").first.flatMap { Double($0) }
    }
    #expect(transitions.count == 2)
    // The page is about 530 pixels wide, and each text some 70.
    #expect(abs(transitions[0] - transitions[1]) > 60.0 / 600, "about the width of the text")
  }

  @Test("write subscripts and superscripts, and show the colour scale")
  func markup() throws {
    var sample = figure(
      [Series("", .coloredPoints(x: [1, 2, 3], y: [1, 2, 3], values: [1, 100, 10_000]))],
      x: AxisStyle("I(X;T_{k}) of R^{2}", unit: "bit"))
    sample.colorScale = AxisStyle("epoch", scale: .logarithmic)
    let script = sample.gnuplotScript(as: .svg)
    #expect(script.contains("'I(X;T_{k}) of R^{2} [bit]'"))
    #expect(script.contains("set label 'epoch'") && script.contains("'10000' 1.0"))
    #expect(script.contains("#440154") && script.contains("#fde725"))
  }
}

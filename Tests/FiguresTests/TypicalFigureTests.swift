import Figures
import Testing

@Suite("Typical figures", .enabled(if: hasGnuplot, "needs gnuplot"))
struct TypicalFigureTests {
  @Test("the information plane names its layers and colours the epochs")
  func informationPlane() throws {
    let paths = (1...3).map { layer in
      InformationPath(
        "T_{\(layer)}", inputInformation: [1, 5, 4], outputInformation: [0.1, 0.6, 0.9],
        epochs: [0, 10, 1000])
    }
    let figure = Figure.informationPlane(
      paths, bound: [(0, 0), (2, 0.9), (12, 1)], title: "Plane")
    let drawn = try DrawnFigure(figure)
    for label in ["T1", "T2", "T3", "epoch", "I(X;T) [bit]", "information-bottleneck bound"] {
      #expect(drawn.labels.contains(label))
    }
    let points = dataBlocks(figure).filter {
      $0.count == 3 && $0[0].split(separator: " ").count == 3
    }
    #expect(points.count == 3, "the points of epoch 0 are drawn too")
  }

  @Test("comparisons have a panel for each layer and one legend")
  func comparison() throws {
    let estimate = EstimateCurve(
      "measured", times: [0, 1], values: [2, 1], lower: [1.9, 0.8], upper: [2.1, 1.2])
    let comparisons = (1...4).map {
      ComparisonPanel(
        "Layer \($0)", measured: estimate,
        predictions: [EstimateCurve("mean field", times: [0, 1], values: [2, 1.5])])
    }
    let figure = Figure.comparison(
      comparisons, time: AxisStyle("epoch"), quantity: AxisStyle("entropy"))
    let drawn = try DrawnFigure(figure)
    #expect(figure.panels.count == 4)
    #expect(drawn.labels.count { $0 == "mean field" } == 1)
    let data = dataBlocks(figure).filter { $0.count == 2 && !$0[0].contains(".5 ") }
    #expect(data.count >= 12, "a band and two lines in each panel")
  }
}

import Archives
import Figures

/// The mean information of the layers of several ensembles, from the file of a study.
struct StudyPaths {
  /// One ensemble.
  struct Case {
    /// What sets it apart.
    var label: String
    /// The recorded epochs.
    var epochs: [Double]
    /// I(X;T), shape [layer][epoch], with standard errors.
    var input: [(values: [Double], errors: [Double])]
    /// I(T;Y), shape [layer][epoch], with standard errors.
    var labelInformation: [(values: [Double], errors: [Double])]

    /// The mean way of every layer through the information plane.
    var paths: [InformationPath] {
      input.indices.map { layer in
        InformationPath(
          "T_{\(layer + 1)}", inputInformation: input[layer].values,
          outputInformation: labelInformation[layer].values, epochs: epochs, layer: layer)
      }
    }
  }

  /// The ensembles.
  let cases: [Case]

  init(_ data: Dataset) throws {
    let labels = try data.nameCoordinate("case")
    let epochs = try data.rows(named: "epoch", dimensions: ["case", "record"])
    let layers = try data.length(of: "layer")
    let axes = ["case", "layer", "record"]
    func quantity(_ name: String) throws -> (means: [[Double]], errors: [[Double]]) {
      (
        try data.rows(named: name, dimensions: axes),
        try data.rows(named: "\(name)_standard_error", dimensions: axes)
      )
    }
    let (input, label) = (try quantity("information_input"), try quantity("information_label"))
    cases = labels.enumerated().map { index, name in
      let count = epochs[index].firstIndex(where: \.isNaN) ?? epochs[index].count
      func curves(
        _ quantity: (means: [[Double]], errors: [[Double]])
      ) -> [(values: [Double], errors: [Double])] {
        (index * layers..<(index + 1) * layers).compactMap { row in
          guard quantity.means[row].contains(where: { !$0.isNaN }) else { return nil }
          return (
            Array(quantity.means[row].prefix(count)), Array(quantity.errors[row].prefix(count))
          )
        }
      }
      return Case(
        label: name, epochs: Array(epochs[index].prefix(count)), input: curves(input),
        labelInformation: curves(label))
    }
  }

  /// One information plane per ensemble, side by side, with shared axes and colours.
  func figure(_ title: String, columns: Int = 3) -> Figure {
    informationPlanes(cases.map { ($0.label, $0.paths) }, title: title, columns: columns)
  }

  /// The planes with the largest mean I(X;T) of every layer marked, where compression begins, and
  /// with the end points.
  func markedFigure() -> Figure {
    var figure = figure("Paths through the information plane, means over networks")
    for (index, item) in cases.enumerated() {
      func marks(_ label: String, _ marker: Marker, _ color: UInt32, _ places: [Int]) -> Series {
        Series(
          label,
          .points(
            x: places.indices.map { item.input[$0].values[places[$0]] },
            y: places.indices.map { item.labelInformation[$0].values[places[$0]] }),
          color: .fixed(Color(color)), marker: marker, markerSize: 7)
      }
      let peaks = item.input.map { curve in
        curve.values.indices.max { curve.values[$0] < curve.values[$1] } ?? 0
      }
      figure.panels[index].series += [
        marks("largest I(X;T)", .diamond, 0xD55E00, peaks),
        marks("end", .square, 0x111111, item.input.map { $0.values.count - 1 }),
      ]
    }
    return figure
  }

  /// I(T;Y) of the output of every ensemble against the epoch.
  func outputFigure() -> Figure {
    let series = cases.enumerated().flatMap { index, item -> [Series] in
      guard let output = item.labelInformation.last else { return [] }
      return EstimateCurve(
        item.label, times: item.epochs, values: output.values, standardErrors: output.errors
      ).series(color: .palette(index))
    }
    return Figure(
      "Information of the output about the label",
      summary: "Mean over networks with its 95 % interval.",
      panels: [
        Panel(
          x: .epochs(cases.flatMap(\.epochs)),
          y: AxisStyle("I(T;Y)", unit: "bit", limits: .including(0...1)), series: series)
      ])
  }
}

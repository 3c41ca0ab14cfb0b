/// The places of one layer, one for each network, in the plane of the bottleneck bound.
public struct BoundLayer: Hashable, Sendable {
  /// The name of the layer, such as `T_{1}`.
  public var label: String
  /// I(X;T) in bits, one value for each network.
  public var inputInformation: [Double]
  /// I(T;Y) in bits, as many values.
  public var outputInformation: [Double]

  /// Creates a layer from its places.
  ///
  /// - Parameters:
  ///   - label: The name of the layer.
  ///   - inputInformation: I(X;T) in bits, one value for each network.
  ///   - outputInformation: I(T;Y) in bits, as many values.
  public init(_ label: String, inputInformation: [Double], outputInformation: [Double]) {
    self.label = label
    self.inputInformation = inputInformation
    self.outputInformation = outputInformation
  }
}

extension Figure {
  /// The information-bottleneck curve with layers below it: every network small, the mean large.
  ///
  /// ## Reference
  ///
  /// N. Tishby, F. C. Pereira and W. Bialek, "The information bottleneck method" (1999),
  /// [arXiv:physics/0004057](https://arxiv.org/abs/physics/0004057).
  ///
  /// - Parameters:
  ///   - curve: Pairs of I(X;T) and I(T;Y) in bits along the curve.
  ///   - layers: The layers; empty for the curve alone.
  ///   - height: I(X;Y) in bits, which no T exceeds.
  ///   - title: The title; empty for none.
  /// - Returns: A figure of one panel.
  public static func bottleneckBound(
    _ curve: [(input: Double, output: Double)], layers: [BoundLayer] = [], height: Double,
    title: String = ""
  ) -> Figure {
    var series = [
      Series(
        "information-bottleneck bound",
        .line(x: curve.map(\.input), y: curve.map(\.output)), color: .fixed(Color(0x222222)),
        lineWidth: 1.6)
    ]
    let width = (curve.map(\.input) + layers.flatMap(\.inputInformation)).max() ?? 1
    var annotations = [
      Annotation.horizontalRule("", y: height),
      .text("I(X;Y)", x: 0.05 * width, y: height, side: .above),
    ]
    for (index, layer) in layers.enumerated() {
      let (x, y) = (layer.inputInformation, layer.outputInformation)
      let (meanX, meanY) = (mean(x), mean(y))
      series.append(
        Series("", .points(x: x, y: y), markerSize: 4, opacity: 0.6, layer: index))
      series.append(
        Series("", .points(x: [meanX], y: [meanY]), markerSize: 8, layer: index))
      annotations.append(.text(layer.label, x: meanX, y: meanY, side: .below))
    }
    let panel = Panel(
      x: AxisStyle("I(X;T)", unit: "bit", limits: .including(0...1)),
      y: AxisStyle("I(T;Y)", unit: "bit", limits: .including(0...1.08 * max(height, 0.01))),
      series: series, annotations: annotations)
    return Figure(
      title,
      summary: "The largest possible information about the label for each information about the "
        + "input, and where the layers of the networks are.",
      panels: [panel], panelWidth: 560, panelHeight: 340)
  }
}

private func mean(_ values: [Double]) -> Double {
  values.reduce(0, +) / Double(max(1, values.count))
}

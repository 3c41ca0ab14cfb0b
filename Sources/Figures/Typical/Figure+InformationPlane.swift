/// The way of one layer through the information plane.
public struct InformationPath: Hashable, Sendable {
  /// The name of the layer, such as `T_{1}`, drawn at the end of the path.
  public var label: String
  /// I(X;T) in bits.
  public var inputInformation: [Double]
  /// I(T;Y) in bits, one for each value of I(X;T).
  public var outputInformation: [Double]
  /// The epochs of the values.
  public var epochs: [Double]
  /// The layer of the network, counted from 0; nil for none.
  public var layer: Int?

  /// Creates a path.
  ///
  /// - Parameters:
  ///   - label: The name of the layer.
  ///   - inputInformation: I(X;T) in bits.
  ///   - outputInformation: I(T;Y) in bits, as many values.
  ///   - epochs: The epochs, as many values.
  ///   - layer: The layer of the network, counted from 0; nil for none.
  public init(
    _ label: String, inputInformation: [Double], outputInformation: [Double], epochs: [Double],
    layer: Int? = nil
  ) {
    self.label = label
    self.inputInformation = inputInformation
    self.outputInformation = outputInformation
    self.epochs = epochs
    self.layer = layer
  }
}

extension Figure {
  /// The information plane: I(T;Y) against I(X;T), one path for each layer, coloured by the epoch.
  ///
  /// Epoch 0, which has no place on the logarithmic scale of colours, is drawn in the first colour.
  ///
  /// ## Reference
  ///
  /// R. Shwartz-Ziv and N. Tishby, "Opening the black box of deep neural networks via information"
  /// (2017), [arXiv:1703.00810](https://arxiv.org/abs/1703.00810).
  ///
  /// - Parameters:
  ///   - paths: The paths of the layers.
  ///   - bound: The information-bottleneck curve as pairs of I(X;T) and I(T;Y), drawn behind the
  ///     paths; empty for none.
  ///   - title: The title; empty for none.
  /// - Returns: A figure of one panel.
  public static func informationPlane(
    _ paths: [InformationPath], bound: [(input: Double, output: Double)] = [], title: String = ""
  ) -> Figure {
    let firstEpoch = paths.flatMap(\.epochs).filter { $0 > 0 }.min() ?? 1
    var series: [Series] = []
    if !bound.isEmpty {
      let curve = SeriesContent.line(x: bound.map(\.input), y: bound.map(\.output))
      series.append(
        Series(
          "information-bottleneck bound", curve, color: .fixed(Color(0x222222)), lineWidth: 1.2))
    }
    for path in paths {
      let (x, y) = (path.inputInformation, path.outputInformation)
      let grey = SeriesColor.fixed(Color(0xB8B8B8))
      series.append(
        Series("", .line(x: x, y: y), color: grey, lineWidth: 1.1, layer: path.layer))
      let epochs = path.epochs.map { $0 > 0 ? $0 : firstEpoch }
      series.append(
        Series(
          "", .coloredPoints(x: x, y: y, values: epochs), markerSize: 4.5, layer: path.layer))
    }
    let labels = paths.compactMap { path -> Annotation? in
      guard let x = path.inputInformation.last, let y = path.outputInformation.last else {
        return nil
      }
      return .text(path.label, x: x, y: y, side: .below)
    }
    let panel = Panel(
      x: AxisStyle("I(X;T)", unit: "bit", limits: .including(0...1)),
      y: AxisStyle("I(T;Y)", unit: "bit", limits: .including(0...0.5)),
      series: series, annotations: labels)
    return Figure(
      title,
      summary: "Mutual information of each layer with the label against that with the input, "
        + "from the first epoch to the last.",
      panels: [panel], colorScale: AxisStyle("epoch", scale: .logarithmic))
  }
}

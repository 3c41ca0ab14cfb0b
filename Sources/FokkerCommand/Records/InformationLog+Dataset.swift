import Archives
import DriftDiffusion
import InformationTheory

extension Dataset {
  /// Adds the information of layers, shape [network][epoch][layer].
  mutating func addInformation(
    _ values: [LayerInformation], labelEntropy: Double, aboutPattern: Double
  ) throws {
    attributes["label_entropy_bit"] = .doubles([labelEntropy])
    attributes["pattern_label_information_bit"] = .doubles([aboutPattern])
    let dimensions = ["network", "epoch", "layer"]
    try add(
      Variable(
        "information_input", dimensions: dimensions, values: .doubles(values.map(\.aboutInput)),
        units: "bit", longName: "mutual information I(X;T) of input and layer"))
    try add(
      Variable(
        "information_label", dimensions: dimensions, values: .doubles(values.map(\.aboutLabel)),
        units: "bit", longName: "mutual information I(T;Y) of layer and label"))
    try add(
      Variable(
        "occupied_symbols", dimensions: dimensions,
        values: .integers(values.map { Int64($0.occupiedSymbols) }),
        longName: "number of different symbols T that occur"))
  }

  /// Copies a coordinate of another dataset.
  mutating func addAxis(_ name: String, from other: Dataset) throws {
    let source = try other.variable(named: name)
    try addDimension(name, length: source.values.count)
    try add(source)
  }

  /// The information that the dataset holds.
  func informationLog() throws -> InformationLog {
    let dimensions = ["network", "epoch", "layer"]
    return InformationLog(
      networkCount: try length(of: "network"),
      epochs: try doubles(named: "epoch", dimensions: ["epoch"]),
      layerCount: try length(of: "layer"),
      aboutInput: try doubles(named: "information_input", dimensions: dimensions),
      aboutLabel: try doubles(named: "information_label", dimensions: dimensions))
  }
}

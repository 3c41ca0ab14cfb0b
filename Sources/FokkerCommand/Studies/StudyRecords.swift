import Archives
import DriftDiffusion

extension Dataset {
  /// Adds the labels of a study's cases as a coordinate.
  mutating func addCases(_ runs: [StudyRun]) throws {
    try addCases(labels: runs.map(\.label))
  }

  /// Adds labels of cases as a coordinate.
  mutating func addCases(labels: [String]) throws {
    try addDimension("case", length: labels.count)
    try add(
      Variable(
        "case", dimensions: ["case"], values: .strings(labels), longName: "ensemble"))
  }

  /// Adds mean and standard error of both kinds of information along the epochs of every case.
  ///
  /// The dimension *record* counts the recorded epochs, which differ between cases where they were
  /// trained for different times; what a case does not have is not a number.
  mutating func addInformation(_ logs: [InformationLog]) throws {
    let records = logs.map(\.epochs.count).max() ?? 0
    let layers = logs.map(\.layerCount).max() ?? 0
    try addDimension("record", length: records)
    if !contains("layer") {
      try addCoordinate(
        "layer", .integers(numbers(layers, from: 1)), longName: "layer, the last is the output")
    }
    let epochs = logs.flatMap { log in (0..<records).map { log.epochs[safe: $0] ?? .nan } }
    try add(
      Variable(
        "epoch", dimensions: ["case", "record"], values: .doubles(epochs), units: "epoch",
        longName: "passes through the training set"))
    let shape = (layers: layers, records: records)
    try addCurves(
      "information_input", "mutual information I(X;T) of input and layer", logs, shape
    ) { $0.inputCurves(layer: $1) }
    try addCurves(
      "information_label", "mutual information I(T;Y) of layer and label", logs, shape
    ) { $0.labelCurves(layer: $1) }
  }

  private mutating func addCurves(
    _ name: String, _ longName: String, _ logs: [InformationLog],
    _ shape: (layers: Int, records: Int), _ curves: (InformationLog, Int) -> NetworkCurves
  ) throws {
    var (means, errors) = ([Double](), [Double]())
    for log in logs {
      for layer in 0..<shape.layers {
        let values = layer < log.layerCount ? curves(log, layer) : nil
        let (mean, error) = (values?.mean.values ?? [], values?.standardErrors ?? [])
        for record in 0..<shape.records {
          means.append(mean[safe: record] ?? .nan)
          errors.append(error[safe: record] ?? .nan)
        }
      }
    }
    for (suffix, values, what) in [
      ("", means, "mean over networks"), ("_standard_error", errors, "its standard error"),
    ] {
      try add(
        Variable(
          name + suffix, dimensions: ["case", "layer", "record"], values: .doubles(values),
          units: "bit", longName: "\(longName), \(what)"))
    }
  }
}

extension Array {
  /// The element, or nil behind the end.
  fileprivate subscript(safe index: Int) -> Element? { index < count ? self[index] : nil }
}

import Archives
import NeuralNetworks

extension ExperimentData {
  /// The class of every pattern, or nil when labels are only probable.
  var classes: [Int]? {
    var classes: [Int] = []
    let count = patterns.classCount
    for pattern in 0..<patterns.patternCount {
      let row = patterns.classProbabilities[pattern * count..<(pattern + 1) * count]
      guard let place = row.firstIndex(of: 1) else { return nil }
      classes.append(place - row.startIndex)
    }
    return classes
  }

  /// Writes the features as networks see them, with the labels, for other programs.
  ///
  /// A CSV table has a column for each feature and the column `label`; an archive has the arrays
  /// `inputs`, `labels` and `class_names`. Probable labels are written as probabilities.
  ///
  /// - Parameters:
  ///   - path: The path of a `.csv`, `.npz` or `.nc` file.
  ///   - overwrite: Whether a file that exists is replaced.
  /// - Throws: `ArchiveError`.
  func write(to path: String, overwrite: Bool) throws {
    if try ArchiveFormat(path: path) == .csv {
      try CSV.write(columns: columns, to: path, overwrite: overwrite)
    } else {
      try Archive.write(try dataset(), to: path, overwrite: overwrite)
    }
  }

  private var columns: [Variable] {
    func column(_ name: String, _ index: Int, of array: [Double], width: Int) -> Variable {
      let places = stride(from: index, to: array.count, by: width)
      return Variable(name, dimensions: ["pattern"], values: .doubles(places.map { array[$0] }))
    }
    let features = featureNames.enumerated().map {
      column($1, $0, of: patterns.inputs, width: patterns.featureCount)
    }
    if let classes {
      let labels = classes.map { classNames[$0] }
      return features + [Variable("label", dimensions: ["pattern"], values: .strings(labels))]
    }
    return features
      + classNames.enumerated().map {
        column(
          "probability_\($1)", $0, of: patterns.classProbabilities, width: patterns.classCount)
      }
  }

  private func dataset() throws -> Dataset {
    var dataset = Dataset()
    dataset.attributes["title"] = .string("training data")
    dataset.attributes["version"] = .string(fokkerVersion)
    dataset.addIdentity(of: self)
    try dataset.addDimension("pattern", length: patterns.patternCount)
    try dataset.addCoordinate("feature", .strings(featureNames), longName: "feature")
    try dataset.add(
      Variable(
        "inputs", dimensions: ["pattern", "feature"], values: .doubles(patterns.inputs),
        longName: "features as networks see them"))
    try dataset.addDimension("class", length: classNames.count)
    try dataset.add(
      Variable(
        "class_names", dimensions: ["class"], values: .strings(classNames),
        longName: "label of every class"))
    if let classes {
      try dataset.add(
        Variable(
          "labels", dimensions: ["pattern"], values: .integers(classes.map(Int64.init)),
          longName: "class of every pattern"))
    } else {
      try dataset.add(
        Variable(
          "probabilities", dimensions: ["pattern", "class"],
          values: .doubles(patterns.classProbabilities), longName: "p(y | x)"))
    }
    return dataset
  }
}

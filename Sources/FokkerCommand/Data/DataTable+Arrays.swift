import Archives
import NeuralNetworks

extension DataTable {
  /// Reads an array of inputs, shape [pattern][feature]…, and one of labels, shape [pattern].
  init(arrays configuration: DataFileConfiguration) throws {
    let path = configuration.path
    let inputs = try Self.array(
      in: path, named: configuration.inputArray, or: ["inputs", "X", "x", "data"],
      key: "inputArray")
    let labels = try Self.array(
      in: path, named: configuration.labelArray, or: ["labels", "label", "y", "target"],
      key: "labelArray")
    let count = try Self.patternCount(inputs)
    guard let numbers = inputs.variable.values.doubles else {
      throw CommandFailure(
        .badData,
        "\(path): the inputs '\(inputs.variable.name)' are texts; write them as numbers.")
    }
    guard labels.shape.dropFirst().allSatisfy({ $0 == 1 }), !labels.shape.isEmpty else {
      throw CommandFailure(
        .badData,
        "\(path): the labels '\(labels.variable.name)' have the shape \(labels.shape), but one "
          + "class for each pattern is needed; turn one-hot rows into classes with argmax(axis=1).")
    }
    try Self.checkCounts(
      patterns: count, in: "the inputs '\(inputs.variable.name)' of \(path)",
      labels: labels.variable.values.count, in: "the labels '\(labels.variable.name)'")
    self.init(
      path: path, featureNames: Self.featureNames(shape: Array(inputs.shape.dropFirst())),
      inputs: numbers, labels: try Self.labels(labels.variable, path))
  }

  /// The first of several arrays that is present.
  private static func array(
    in path: String, named name: String, or usual: [String], key: String
  ) throws -> NamedArray {
    let names = name.isEmpty ? usual : [name]
    var available: [String] = []
    for name in names {
      let result = Result { () throws(ArchiveError) in try Archive.read(path, variables: [name]) }
      switch result {
      case .success(let dataset): return try NamedArray(dataset, name)
      case .failure(.missingVariable(_, _, let present)): available = present
      case .failure(let error): throw error
      }
    }
    throw CommandFailure(
      .badData,
      "\(path) has no array \(names.map { "'\($0)'" }.joined(separator: " or "))"
        + "\(spellingHint(name, among: available)) It holds \(shortList(available)). "
        + "Set training.data.file.\(key) to one of them.")
  }

  private static func patternCount(_ inputs: NamedArray) throws -> Int {
    guard inputs.shape.count >= 2, let count = inputs.shape.first else {
      throw CommandFailure(
        .badData,
        "The inputs '\(inputs.variable.name)' have the shape \(inputs.shape), but [patterns, "
          + "features] is needed; reshape a single feature to [patterns, 1].")
    }
    return count
  }

  private static func labels(_ variable: Variable, _ path: String) throws -> TableLabels {
    if case .strings(let texts) = variable.values { return .texts(texts) }
    if let numbers = variable.values.integers { return .numbers(numbers) }
    let values = variable.values.doubles ?? []
    let index = values.firstIndex { Int64(exactly: $0) == nil } ?? 0
    throw CommandFailure(
      .badData,
      "\(path), pattern \(index): the label \(values[index]) of '\(variable.name)' is not a whole "
        + "number; labels are classes, so group numbers into classes first.")
  }

  /// The names of the features of an array, such as `x3`, or `x0_3` in an image.
  static func featureNames(shape: [Int]) -> [String] {
    shape.reduce(["x"]) { names, length in
      names.flatMap { name in
        (0..<length).map { name == "x" ? "x\($0)" : "\(name)_\($0)" }
      }
    }
  }

  /// Throws unless there are as many labels as patterns.
  static func checkCounts(
    patterns: Int, in inputs: String, labels: Int, in other: String
  ) throws {
    guard patterns == labels else {
      throw CommandFailure(
        .badData,
        "There are \(patterns) patterns in \(inputs), but \(labels) labels in \(other); they must "
          + "belong together one by one.")
    }
  }
}

/// An array of an archive with the lengths of its axes.
private struct NamedArray {
  let variable: Variable
  let shape: [Int]

  init(_ dataset: Dataset, _ name: String) throws(ArchiveError) {
    variable = try dataset.variable(named: name)
    shape = try dataset.shape(of: variable).map(\.length)
  }
}

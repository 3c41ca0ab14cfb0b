import Archives
import InformationTheory

extension ActivationTable {
  /// Reads activations from a file of any format.
  init(contentsOf path: String) throws {
    switch try ArchiveFormat(path: path) {
    case .csv: try self.init(table: try CSV.read(path))
    case .netcdf, .npz: try self.init(arrays: try Archive.read(path))
    }
  }

  /// Takes arrays `layer_1`, `layer_2`, … of the shape [pattern, unit], [epoch, pattern, unit] or
  /// [network, epoch, pattern, unit], with `labels` and, if there are, `inputs` and `epoch`.
  private init(arrays dataset: Dataset) throws {
    let source = dataset.source
    let found = dataset.variables.compactMap { variable in
      variable.name.wholeMatch(of: /layer_?(\d+)/).flatMap { Int($0.1) }.map { ($0, variable) }
    }.sorted { $0.0 < $1.0 }
    guard let (_, first) = found.first else {
      throw badTable(
        source,
        "there are no activations; name the arrays layer_1, layer_2, … (it holds "
          + "\(dataset.variables.map(\.name).joined(separator: ", "))).")
    }
    let arrays = ActivationArrays(dataset: dataset)
    let shape = try arrays.shape(of: first)
    let labels = try arrays.labels(patterns: shape.patterns)
    let layers = try found.map { number, variable in
      let own = try arrays.shape(of: variable)
      guard
        (own.networks, own.epochs, own.patterns) == (shape.networks, shape.epochs, shape.patterns)
      else {
        throw badTable(
          source,
          "'\(variable.name)' has the shape \(own.text), which does not fit that of "
            + "'\(first.name)', \(shape.text); all but the number of units must agree.")
      }
      return Layer(
        number: number, unitCount: own.units,
        activations: transposed(try arrays.numbers(variable), own))
    }
    try self.init(
      source: source, networks: try arrays.networks(count: shape.networks),
      epochs: try arrays.epochs(count: shape.epochs), layers: layers, labels: labels,
      inputs: try arrays.inputs(patterns: shape.patterns))
  }
}

/// The extents of an array of activations.
private struct ActivationShape {
  var networks = 1
  var epochs = 1
  var patterns: Int
  var units: Int
  /// The shape in the file.
  var text: String
}

/// Values in the order [snapshot][unit][pattern] of values in the order [snapshot][pattern][unit].
private func transposed(_ values: [Double], _ shape: ActivationShape) -> [Double] {
  var result: [Double] = []
  result.reserveCapacity(values.count)
  let size = shape.patterns * shape.units
  for start in stride(from: 0, to: values.count, by: size) {
    for unit in 0..<shape.units {
      for pattern in 0..<shape.patterns {
        result.append(values[start + pattern * shape.units + unit])
      }
    }
  }
  return result
}

/// Looks things up in a file of arrays.
private struct ActivationArrays {
  let dataset: Dataset

  func numbers(_ variable: Variable) throws -> [Double] {
    guard let values = variable.values.doubles else {
      throw badTable(dataset.source, "'\(variable.name)' holds texts where numbers are expected.")
    }
    return values
  }

  func shape(of variable: Variable) throws -> ActivationShape {
    let extents = try dataset.shape(of: variable)
    let lengths = extents.map(\.length)
    let text = "[\(lengths.map(String.init).joined(separator: ", "))]"
    let patternPlace = extents.firstIndex { $0.name == "pattern" }
    guard (1...4).contains(lengths.count), !lengths.contains(0),
      patternPlace == nil || patternPlace == max(0, lengths.count - 2)
    else {
      throw badTable(
        dataset.source,
        "'\(variable.name)' has the shape \(text); it needs [pattern, unit], [epoch, pattern, "
          + "unit] or [network, epoch, pattern, unit] (flatten the units of a layer).")
    }
    guard lengths.count > 1 else {
      return ActivationShape(patterns: lengths[0], units: 1, text: text)
    }
    let leading = [1, 1] + lengths.dropLast(2)
    return ActivationShape(
      networks: leading[leading.count - 2], epochs: leading[leading.count - 1],
      patterns: lengths[lengths.count - 2], units: lengths[lengths.count - 1], text: text)
  }

  /// One label per pattern, or a row of class probabilities.
  func labels(patterns: Int) throws -> LabelDistribution {
    let variable = try dataset.variable(
      namedAnyOf: ["label_probabilities", "labels", "label", "targets", "y"])
    let shape = try dataset.shape(of: variable).map(\.length)
    guard shape.first == patterns, shape.count <= 2 else {
      throw badTable(
        dataset.source,
        "'\(variable.name)' has the shape \(shape), but there are \(patterns) patterns; it needs "
          + "one label per pattern, or [pattern, class] with the probability of every class.")
    }
    if shape.count == 1 || shape[1] == 1 {
      let texts =
        if case .strings(let texts) = variable.values { texts } else {
          try numbers(variable).map { "\($0)" }
        }
      return try labelDistribution(of: texts, source: dataset.source, name: variable.name)
    }
    return try labelDistribution(
      rows: try numbers(variable), classCount: shape[1], source: dataset.source,
      name: variable.name)
  }

  func epochs(count: Int) throws -> [Double] {
    try coordinate(["epoch", "epochs"], count: count) ?? (0..<count).map(Double.init)
  }

  func networks(count: Int) throws -> [Int64] {
    let numbers = try coordinate(["network", "networks"], count: count)
    return numbers?.map { Int64($0.rounded()) } ?? (0..<count).map(Int64.init)
  }

  /// The values along an axis, if they are given.
  private func coordinate(_ names: [String], count: Int) throws -> [Double]? {
    guard let variable = try? dataset.variable(namedAnyOf: names) else { return nil }
    let values = try numbers(variable)
    guard values.count == count, values.allSatisfy({ abs($0) < 1e15 }) else {
      throw badTable(
        dataset.source,
        "'\(variable.name)' has \(values.count) values, but there are activations of \(count); it "
          + "needs one finite number for each.")
    }
    return values
  }

  /// The inputs in the order [feature][pattern].
  func inputs(patterns: Int) throws -> [Double] {
    guard let variable = try? dataset.variable(namedAnyOf: ["inputs", "input", "x"]) else {
      return []
    }
    let values = try numbers(variable)
    let shape = try dataset.shape(of: variable).map(\.length)
    guard shape.first == patterns, !values.isEmpty else {
      throw badTable(
        dataset.source,
        "'\(variable.name)' has the shape \(shape), but there are \(patterns) patterns; it needs "
          + "[pattern, feature].")
    }
    return transposed(
      values, ActivationShape(patterns: patterns, units: values.count / patterns, text: ""))
  }
}

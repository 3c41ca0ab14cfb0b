import InformationTheory

/// The law of labels that are whole numbers or words, whose different values are the classes.
///
/// - Parameters:
///   - texts: One label per pattern.
///   - source: The file, for messages.
///   - name: The array or column, for messages.
/// - Returns: The law.
/// - Throws: ``CommandFailure`` when a label is missing or a broken number.
func labelDistribution(
  of texts: [String], source: String, name: String
) throws -> LabelDistribution {
  if let place = texts.firstIndex(where: { $0.isEmpty || Double($0)?.isNaN ?? false }) {
    throw badTable(source, "the label of row \(place + 1) in '\(name)' is missing.")
  }
  let numbers = texts.compactMap(Double.init)
  guard numbers.count < texts.count || numbers.allSatisfy({ $0 == $0.rounded() }) else {
    throw badTable(
      source,
      "'\(name)' holds numbers that are not whole, so they are no labels; give classes, or the "
        + "probability of every class (docs/data-formats.md).")
  }
  let labels: [Int]
  if numbers.count == texts.count {
    labels = places(of: numbers)
  } else {
    labels = places(of: texts)
  }
  return try LabelDistribution(labels: labels, classCount: (labels.max() ?? 0) + 1)
}

/// The law of class probabilities in the order [pattern][class].
///
/// - Parameters:
///   - values: The probabilities.
///   - classCount: The number of classes.
///   - source: The file, for messages.
///   - name: The array or columns, for messages.
/// - Returns: The law.
/// - Throws: ``CommandFailure`` when a row is not a probability law.
func labelDistribution(
  rows values: [Double], classCount: Int, source: String, name: String
) throws -> LabelDistribution {
  let rows = stride(from: 0, to: values.count, by: classCount).map {
    Array(values[$0..<$0 + classCount])
  }
  do {
    return try LabelDistribution(classProbabilities: rows)
  } catch {
    guard case .notAProbability(let pattern, let sum) = error else { throw error }
    throw badTable(
      source,
      "the class probabilities of row \(pattern + 1) in '\(name)' are negative or sum to \(sum); "
        + "they must be at least 0 and sum to 1.")
  }
}

/// The place of each value among the different ones in ascending order.
private func places<Value: Hashable & Comparable>(of values: [Value]) -> [Int] {
  let place = Dictionary(
    uniqueKeysWithValues: Set(values).sorted().enumerated().map { ($1, $0) })
  return values.map { place[$0] ?? 0 }
}

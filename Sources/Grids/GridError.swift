/// What is wrong with a grid or a density on it.
public enum GridError: Error, Hashable, Sendable {
  /// An axis needs at least two cells.
  case tooFewCells(Int)
  /// The bounds do not enclose a finite positive length.
  case emptyDomain(Double, Double)
  /// The number of values differs from the number of cells.
  case wrongCount(expected: Int, found: Int)
  /// A value is not a finite number.
  case notFinite(cell: Int)
  /// A curve needs at least two knots.
  case tooFewKnots(Int)
  /// A knot does not lie above the one before it.
  case knotsNotAscending(index: Int)
  /// The density has no positive mass to normalise.
  case noMass
}

extension GridError: CustomStringConvertible {
  /// The failure and its remedy as a sentence.
  public var description: String {
    switch self {
    case .tooFewCells(let count): "An axis needs at least 2 cells, not \(count)."
    case .emptyDomain(let lower, let upper):
      "The domain from \(lower) to \(upper) has no finite positive length."
    case .wrongCount(let expected, let found):
      "The axis has \(expected) cells, but \(found) values were given."
    case .notFinite(let cell): "The value in cell \(cell) is not a finite number."
    case .tooFewKnots(let count): "A curve needs at least 2 knots, not \(count)."
    case .knotsNotAscending(let index):
      "Knot \(index) does not lie above knot \(index - 1); sort the knots and remove repeats."
    case .noMass: "The density has no positive mass; widen the domain so that it holds the data."
    }
  }
}

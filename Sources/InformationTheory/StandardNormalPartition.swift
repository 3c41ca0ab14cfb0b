internal import RealModule

/// A standard normal variable cut into cells: the exact law of a binned monotone function of it.
public struct StandardNormalPartition: Hashable, Sendable {
  /// The probabilities of the cells, from the lowest.
  public let probabilities: [Double]

  /// Cuts the line at thresholds, which ascend.
  public init(thresholds: [Double]) {
    precondition(
      zip(thresholds, thresholds.dropFirst()).allSatisfy { $0 <= $1 }, "thresholds ascend")
    var cells: [Double] = []
    let edges = [-Double.infinity] + thresholds + [Double.infinity]
    for (lower, upper) in zip(edges, edges.dropFirst()) {
      // The smaller tail is subtracted, so that far cells keep their digits.
      cells.append(
        lower >= 0 ? Self.tail(lower) - Self.tail(upper) : Self.tail(-upper) - Self.tail(-lower))
    }
    probabilities = cells
  }

  /// The entropy of the cells in bits, which is the information of the cell about the variable.
  public var entropy: Double {
    -probabilities.reduce(0) { $1 > 0 ? $0 + $1 * Double.log2($1) : $0 }
  }

  /// The probability above x, (1/2) erfc(x/√2).
  private static func tail(_ x: Double) -> Double { 0.5 * Double.erfc(x / Double.sqrt(2)) }
}

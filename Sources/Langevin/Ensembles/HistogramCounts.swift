internal import Grids
internal import RealModule

/// How many particles are in each cell of an axis and on both sides of it.
public struct HistogramCounts: Hashable, Codable, Sendable {
  /// The number in each cell.
  public internal(set) var inside: [Int]
  /// The number below the axis.
  public internal(set) var below = 0
  /// The number above the axis.
  public internal(set) var above = 0

  init(cellCount: Int) { inside = Array(repeating: 0, count: cellCount) }

  /// The number of all particles.
  public var total: Int { inside.reduce(below + above, +) }

  mutating func count(_ x: Double, on axis: Axis) {
    if let cell = axis.cell(containing: x) {
      inside[cell] += 1
    } else if x < axis.lowerBound {
      below += 1
    } else {
      above += 1
    }
  }

  mutating func join(_ other: HistogramCounts) {
    for cell in inside.indices { inside[cell] += other.inside[cell] }
    below += other.below
    above += other.above
  }

  /// The quantile by linear interpolation within a cell.
  func quantile(_ probability: Double, on axis: Axis) -> StatisticalEstimate? {
    let n = Double(total)
    let target = probability * n
    var cumulative = Double(below)
    guard n > 0, target >= cumulative else { return nil }
    for (cell, count) in inside.enumerated() {
      let next = cumulative + Double(count)
      if target <= next, count > 0 {
        let fraction = (target - cumulative) / Double(count)
        let density = Double(count) / (n * axis.spacing)
        return StatisticalEstimate(
          value: axis.face(cell) + fraction * axis.spacing,
          standardError: (probability * (1 - probability) / n).squareRoot() / density)
      }
      cumulative = next
    }
    return nil
  }

  /// −Σ p ln(p/v) + (K − 1)/(2 n) for the K cells that are not empty, of volume v.
  func entropy(cellVolume: Double) -> StatisticalEstimate? {
    Self.entropy(of: inside, cellVolume: cellVolume)
  }

  static func entropy(of counts: [Int], cellVolume: Double) -> StatisticalEstimate? {
    let n = Double(counts.reduce(0, +))
    guard n > 0 else { return nil }
    var (first, second, occupied) = (0.0, 0.0, 0.0)
    for count in counts where count > 0 {
      let p = Double(count) / n
      let information = -Double.log(p / cellVolume)
      first += p * information
      second += p * information * information
      occupied += 1
    }
    return StatisticalEstimate(
      value: first + (occupied - 1) / (2 * n),
      standardError: (max(0, second - first * first) / n).squareRoot())
  }
}

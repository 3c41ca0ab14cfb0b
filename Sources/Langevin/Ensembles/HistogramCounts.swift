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
  ///
  /// The standard error is a quarter of the distance between the quantiles two standard errors of the
  /// probability to either side: a single cell's density would be too uncertain in the tails.
  ///
  /// ## Reference
  ///
  /// R. S. Woodruff, "Confidence intervals for medians and other position measures", *Journal of the
  /// American Statistical Association* 47 (1952) 635-646.
  func quantile(_ probability: Double, on axis: Axis) -> StatisticalEstimate? {
    let n = Double(total)
    guard n > 0, let value = place(ofFraction: probability, on: axis) else { return nil }
    let error = (probability * (1 - probability) / n).squareRoot()
    let shifts = (min(2 * error, probability), min(2 * error, 1 - probability))
    let lower = place(ofFraction: probability - shifts.0, on: axis)
    let upper = place(ofFraction: probability + shifts.1, on: axis)
    let (below, above) = (lower ?? value, upper ?? value)
    // An end beyond the axis leaves the other side.
    let width = (lower == nil ? 0 : shifts.0) + (upper == nil ? 0 : shifts.1)
    return StatisticalEstimate(
      value: value, standardError: width > 0 ? error * (above - below) / width : .infinity)
  }

  /// The point below which a fraction of all particles lies; nil outside of the axis.
  private func place(ofFraction fraction: Double, on axis: Axis) -> Double? {
    let target = fraction * Double(total)
    var cumulative = Double(below)
    guard target >= cumulative else { return nil }
    for (cell, count) in inside.enumerated() where count > 0 {
      let next = cumulative + Double(count)
      if target <= next {
        return axis.face(cell) + (target - cumulative) / Double(count) * axis.spacing
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

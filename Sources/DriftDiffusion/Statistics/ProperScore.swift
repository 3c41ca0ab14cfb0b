public import Grids
internal import KramersMoyal
internal import RealModule

/// Scores of a forecast law at an observed value that are best, in the mean, for the true law.
///
/// All are negatively oriented: smaller is better.
///
/// ## Reference
///
/// T. Gneiting and A. E. Raftery, "Strictly proper scoring rules, prediction, and estimation",
/// *Journal of the American Statistical Association* 102 (2007) 359-378,
/// [doi:10.1198/016214506000001437](https://doi.org/10.1198/016214506000001437).
public enum ProperScore {
  /// The continuous ranked probability score of a normal law.
  ///
  /// ```
  /// σ [z (2 Φ(z) − 1) + 2 φ(z) − 1/√π],   z = (y − m)/σ
  /// ```
  ///
  /// in units of the observed value; |y − m| where σ is 0.
  public static func ranked(normalMean mean: Double, deviation: Double, at value: Double) -> Double
  {
    guard deviation > 0 else { return abs(value - mean) }
    let z = (value - mean) / deviation
    let density = Double.exp(-z * z / 2) / (2 * Double.pi).squareRoot()
    let chance = 2 * StandardNormal.cumulative(z) - 1
    return deviation * (z * chance + 2 * density - 1 / Double.pi.squareRoot())
  }

  /// The continuous ranked probability score of the empirical law of a sample,
  /// mean |X − y| − ½ mean |X − X′|, in units of the observed value.
  ///
  /// - Parameters:
  ///   - sample: The sample in ascending order; at least one value.
  ///   - value: The observed value.
  /// - Returns: The score.
  public static func ranked(ascending sample: [Double], at value: Double) -> Double {
    precondition(!sample.isEmpty, "a sample has a value")
    let count = Double(sample.count)
    let distance = sample.reduce(0) { $0 + abs($1 - value) } / count
    var spread = 0.0
    for (index, x) in sample.enumerated() { spread += (2 * Double(index) + 1 - count) * x }
    return distance - spread / (count * count)
  }

  /// The logarithmic score −ln p(y) of a normal law, in nats.
  public static func logarithmic(
    normalMean mean: Double, deviation: Double, at value: Double
  ) -> Double {
    let z = (value - mean) / deviation
    return z * z / 2 + Double.log(deviation) + Double.log(2 * Double.pi) / 2
  }

  /// The logarithmic score −ln p(y) of a density on cells, in nats.
  ///
  /// - Parameters:
  ///   - density: The density, normalised.
  ///   - value: The observed value.
  ///   - floor: The density that counts where there is less, or the value lies outside of the axis;
  ///     positive, so that a single value does not decide everything.
  /// - Returns: The score.
  public static func logarithmic(_ density: Density, at value: Double, floor: Double) -> Double {
    let cell = density.axis.cell(containing: value)
    return -Double.log(max(cell.map { density.values[$0] } ?? 0, floor))
  }
}

/// The continuous ranked probability score of one density at many observed values.
///
/// ∫ (F(x) − [x ≥ y])² dx with F linear within cells, from running integrals of F² and (1 − F)²; a
/// value outside of the axis pays its distance to it.
public struct RankedDensityScore: Sendable {
  private let axis: Axis
  private let cumulative: [Double]
  /// ∫ F² up to each face.
  private let below: [Double]
  /// ∫ (1 − F)² from each face on.
  private let above: [Double]

  /// Prepares the scores of a density, which is normalised to mass 1.
  public init(_ density: Density) {
    axis = density.axis
    let spacing = axis.spacing
    var faces = [0.0]
    for value in density.values { faces.append(faces[faces.count - 1] + value * spacing) }
    let mass = faces[faces.count - 1]
    cumulative = mass > 0 ? faces.map { $0 / mass } : faces
    var (lower, upper) = ([0.0], [0.0])
    for cell in 0..<axis.cellCount {
      lower.append(
        lower[cell] + spacing * Self.meanSquare(cumulative[cell], cumulative[cell + 1]))
    }
    for cell in (0..<axis.cellCount).reversed() {
      let part = Self.meanSquare(1 - cumulative[cell], 1 - cumulative[cell + 1])
      upper.append(upper[upper.count - 1] + spacing * part)
    }
    (below, above) = (lower, upper.reversed())
  }

  /// The score at an observed value, in its units.
  public func value(at observed: Double) -> Double {
    let (first, last) = (axis.face(0), axis.face(axis.cellCount))
    guard observed > first else { return above[0] + first - observed }
    guard observed < last, let cell = axis.cell(containing: observed) else {
      return below[axis.cellCount] + observed - last
    }
    let fraction = (observed - axis.face(cell)) / axis.spacing
    let here = cumulative[cell] + fraction * (cumulative[cell + 1] - cumulative[cell])
    let left = fraction * Self.meanSquare(cumulative[cell], here)
    let right = (1 - fraction) * Self.meanSquare(1 - here, 1 - cumulative[cell + 1])
    return below[cell] + axis.spacing * (left + right) + above[cell + 1]
  }

  /// F(y), which is uniform between 0 and 1 when values follow the density.
  public func probability(below observed: Double) -> Double {
    guard observed > axis.face(0) else { return 0 }
    guard observed < axis.face(axis.cellCount), let cell = axis.cell(containing: observed) else {
      return 1
    }
    let fraction = (observed - axis.face(cell)) / axis.spacing
    return cumulative[cell] + fraction * (cumulative[cell + 1] - cumulative[cell])
  }

  /// The mean of x² as x goes along a straight line from a to b.
  private static func meanSquare(_ a: Double, _ b: Double) -> Double { (a * a + a * b + b * b) / 3 }
}

/// The Wasserstein-1 distance ∫ |F − G| dx of two samples in ascending order, in their units.
public func wasserstein1Distance(ascending first: [Double], _ second: [Double]) -> Double {
  precondition(!first.isEmpty && !second.isEmpty, "a sample has a value")
  var (i, j, distance) = (0, 0, 0.0)
  var place = min(first[0], second[0])
  while i < first.count || j < second.count {
    let next = min(
      i < first.count ? first[i] : .infinity, j < second.count ? second[j] : .infinity)
    let gap = Double(i) / Double(first.count) - Double(j) / Double(second.count)
    distance += abs(gap) * (next - place)
    place = next
    while i < first.count, first[i] <= next { i += 1 }
    while j < second.count, second[j] <= next { j += 1 }
  }
  return distance
}

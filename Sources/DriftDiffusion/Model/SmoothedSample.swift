public import Grids
internal import KramersMoyal
internal import RealModule
internal import StochasticProcesses

/// A smooth law with exactly the mean and variance of a sample.
///
/// Each value is replaced by a normal law of width b = λ σ after the sample was shrunk towards its
/// mean m by √(1 − λ²), so that smoothing does not add variance:
///
/// ```
/// p(w) = mean over i of N(w; m + √(1 − λ²) (wᵢ − m), b²)
/// ```
///
/// ## Reference
///
/// B. W. Silverman and G. A. Young, "The bootstrap: to smooth or not to smooth?", *Biometrika* 74
/// (1987) 469-479, [doi:10.1093/biomet/74.3.469](https://doi.org/10.1093/biomet/74.3.469).
public struct SmoothedSample: Hashable, Sendable {
  /// The mean of the sample and of the law.
  public let mean: Double
  /// The standard deviation of the sample and of the law.
  public let standardDeviation: Double
  /// The width b of the kernel.
  public let bandwidth: Double
  /// The middles of the kernels, ascending.
  private let centers: [Double]

  /// How far from a value its kernel still matters, in units of its width.
  private static let reach = 8.5

  /// Smooths a sample with a kernel of `relativeBandwidth` standard deviations.
  ///
  /// - Parameters:
  ///   - sample: At least two different values.
  ///   - relativeBandwidth: λ, between 0 and 1, both excluded.
  public init(_ sample: [Double], relativeBandwidth: Double) {
    precondition(
      relativeBandwidth > 0 && relativeBandwidth < 1, "the kernel must be narrower than σ")
    var mean = 0.0
    for value in sample { mean += value / Double(sample.count) }
    var variance = 0.0
    for value in sample { variance += (value - mean) * (value - mean) / Double(sample.count) }
    self.mean = mean
    standardDeviation = variance.squareRoot()
    bandwidth = relativeBandwidth * standardDeviation
    let shrinkage = (1 - relativeBandwidth * relativeBandwidth).squareRoot()
    centers = sample.map { mean + shrinkage * ($0 - mean) }.sorted()
  }

  /// The rule-of-thumb kernel width for a sample of the given count, in standard deviations.
  public static func ruleOfThumb(count: Int) -> Double {
    KernelRegression.ruleOfThumbBandwidth(standardDeviation: 1, count: count)
  }

  /// The interval outside which the law is below 10⁻¹⁶ of a normal's peak.
  public var support: ClosedRange<Double> {
    let (first, last) = (centers.first ?? mean, centers.last ?? mean)
    return (first - Self.reach * bandwidth)...(last + Self.reach * bandwidth)
  }

  /// The probability of a value of at most `x`.
  public func cumulative(_ x: Double) -> Double {
    let low = firstIndex(above: x - Self.reach * bandwidth)
    let high = firstIndex(above: x + Self.reach * bandwidth)
    let law = GaussianLaw(mean: 0, variance: bandwidth * bandwidth)
    var sum = Double(low)
    for index in low..<high { sum += law.cumulative(x - centers[index]) }
    return sum / Double(centers.count)
  }

  /// The cell averages on an axis.
  public func density(on axis: Axis) -> Density {
    Density(axis: axis, cumulative: cumulative(_:))
  }

  private func firstIndex(above bound: Double) -> Int {
    var (low, high) = (0, centers.count)
    while low < high {
      let middle = (low + high) / 2
      if centers[middle] > bound { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

internal import Grids
internal import RealModule

/// The widths of the kernels for drift and diffusion.
public struct BandwidthChoice: Hashable, Codable, Sendable {
  /// The width for the drift, in units of the state.
  public var drift: Double
  /// The width for the diffusion coefficient, in units of the state.
  public var diffusion: Double

  /// Creates a choice.
  public init(drift: Double, diffusion: Double) {
    self.drift = drift
    self.diffusion = diffusion
  }

  /// The rule of thumb 1.06 σ n^{−1/5}, σ the standard deviation of the starting points.
  ///
  /// It suits the density of the data, not the curves: often too narrow for a smooth drift.
  ///
  /// - Parameters:
  ///   - moments: Moments in fine cells.
  ///   - kernel: The kernel, whose width is scaled to smooth as much as a Gaussian one.
  /// - Returns: One width for both.
  public static func ruleOfThumb(
    _ moments: BinnedMoments, kernel: SmoothingKernel = .epanechnikov
  ) -> BandwidthChoice {
    let count = moments.counts.reduce(0, +)
    var (mean, square) = (0.0, 0.0)
    for (cell, cellCount) in moments.counts.enumerated() {
      let x = moments.axis.center(ofCell: cell)
      mean += Double(cellCount) * x / Double(count)
      square += Double(cellCount) * x * x / Double(count)
    }
    let width = KernelRegression.ruleOfThumbBandwidth(
      standardDeviation: max(0, square - mean * mean).squareRoot(), count: count)
    let scaled = max(kernel.canonicalWidth * width, moments.axis.spacing)
    return BandwidthChoice(drift: scaled, diffusion: scaled)
  }

  /// The widths that predict increments best when each is left out of its own prediction.
  ///
  /// The score Σ (yᵢ − m̂(xᵢ))²/(1 − lᵢᵢ)² is exact for local fits and costs one smoothing per width
  /// when samples are in cells. Increments of a diffusion have uncorrelated noise, so leaving out
  /// one at a time is enough.
  ///
  /// - Parameters:
  ///   - moments: Moments in fine cells.
  ///   - kernel: The kernel.
  ///   - fit: What is fitted locally.
  ///   - candidates: How many widths are tried, in equal ratios from three cells to half the axis.
  /// - Returns: The widths of the smallest scores.
  public static func crossValidated(
    _ moments: BinnedMoments, kernel: SmoothingKernel = .epanechnikov, fit: LocalFit = .linear,
    candidates: Int = 24
  ) -> BandwidthChoice {
    precondition(candidates >= 2, "a choice needs at least two candidates")
    let (low, high) = (3 * moments.axis.spacing, moments.axis.length / 2)
    let widths = (0..<candidates).map { index in
      low * Double.pow(high / low, Double(index) / Double(candidates - 1))
    }
    let data = CrossValidation(moments, kernel: kernel, fit: fit)
    let drift = data.best(of: widths, data.increments)
    let means = data.means(width: drift, data.increments)
    return BandwidthChoice(
      drift: drift, diffusion: data.best(of: widths, data.squares(about: means)))
  }
}

/// Leave-one-out scores from the sums in cells.
private struct CrossValidation {
  let moments: BinnedMoments
  let kernel: SmoothingKernel
  let fit: LocalFit

  init(_ moments: BinnedMoments, kernel: SmoothingKernel, fit: LocalFit) {
    self.moments = moments
    self.kernel = kernel
    self.fit = fit
  }

  /// The number, the sum and the sum of squares of the increments of each cell.
  var increments: [SIMD8<Double>] {
    moments.counts.indices.map { cell in
      guard moments.counts[cell] > 0 else { return .zero }
      let (n, m) = (Double(moments.counts[cell]), moments.means[cell])
      return SIMD8(n, n * m, n * (moments.centralMoments[cell].second + m * m), 0, 0, 0, 0, 0)
    }
  }

  /// The same for squared residuals about smoothed means.
  func squares(about means: [Double]) -> [SIMD8<Double>] {
    moments.counts.indices.map { cell in
      guard moments.counts[cell] > 0 else { return .zero }
      let (n, d) = (Double(moments.counts[cell]), moments.means[cell] - means[cell])
      let central = moments.centralMoments[cell]
      let fourth =
        central.fourth + 4 * d * central.third + 6 * d * d * central.second + d * d * d * d
      return SIMD8(n, n * (central.second + d * d), n * fourth, 0, 0, 0, 0, 0)
    }
  }

  private func smoother(_ width: Double) -> BinnedSmoother {
    BinnedSmoother(
      spacing: moments.axis.spacing, cellCount: moments.axis.cellCount, bandwidth: width,
      kernel: kernel, fit: fit)
  }

  func means(width: Double, _ responses: [SIMD8<Double>]) -> [Double] {
    let smoother = smoother(width)
    return smoother.means(of: responses, smoother.localWeights(counts: responses)).map { $0[1] }
  }

  /// The width of the smallest score.
  func best(of widths: [Double], _ responses: [SIMD8<Double>]) -> Double {
    let scores = widths.map { score(width: $0, responses) }
    let place = scores.indices.min { scores[$0] < scores[$1] } ?? 0
    return widths[place]
  }

  private func score(width: Double, _ responses: [SIMD8<Double>]) -> Double {
    let smoother = smoother(width)
    let weights = smoother.localWeights(counts: responses)
    let means = smoother.means(of: responses, weights)
    var score = 0.0
    for cell in responses.indices where responses[cell][0] > 0 {
      let (r, m) = (responses[cell], means[cell][1])
      let own = 1 - smoother.ownWeight * weights[cell].constant
      // A sample that is alone in reach predicts nothing.
      guard own > 1e-9 else { return .infinity }
      score += (r[2] - 2 * m * r[1] + m * m * r[0]) / (own * own)
    }
    return score
  }
}

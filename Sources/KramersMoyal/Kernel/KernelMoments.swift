internal import Grids

/// Drift and diffusion as smooth functions, by local fits to increments.
///
/// ```
/// M₁(x) = Σ lᵢ(x) Δxᵢ,   μ₂(x) = Σ lᵢ(x) (Δxᵢ − M₁(xᵢ))²,   D₁ = M₁/τ,   D₂ = μ₂/(2τ)
/// ```
///
/// with the weights l of a local constant or a local line. Fine cells are smoothed in place of the
/// samples, which is exact up to the square of the ratio of cell to bandwidth: choose cells of a
/// tenth of it or less. Errors are those of independent increments of any law,
/// SE² = Σ lᵢ² eᵢ², and do not contain the bias of smoothing, which is of the order of the
/// bandwidth squared.
///
/// ## Reference
///
/// D. Lamouroux and K. Lehnertz, "Kernel-based regression of drift and diffusion coefficients of
/// stochastic processes", *Physics Letters A* 373 (2009) 3507-3512,
/// [doi:10.1016/j.physleta.2009.07.073](https://doi.org/10.1016/j.physleta.2009.07.073).
public struct KernelMoments: Hashable, Sendable {
  /// Where the functions are estimated, ascending.
  public let points: [Double]
  /// The lag τ.
  public let lag: Double
  /// The width of the kernel for the drift, in units of the state.
  public let driftBandwidth: Double
  /// The width of the kernel for the diffusion coefficient, in units of the state.
  public let diffusionBandwidth: Double
  /// The drift D₁ at the points; NaN where no data are within reach.
  public let drift: Estimates
  /// The diffusion coefficient D₂ at the points.
  public let diffusion: Estimates
  /// The fourth coefficient κ₄/(24τ) from cumulants at the points.
  public let fourthCumulant: [Double]
  /// The number of samples in the kernel's reach, weighted by K(d/h), at the points.
  public let weights: [Double]
  /// The range of the starting points.
  public let range: ClosedRange<Double>
  /// The number of increments.
  public let sampleCount: Int

  /// Smooths the moments of fine cells.
  ///
  /// - Parameters:
  ///   - moments: Moments in cells of at most a few tenths of the bandwidth.
  ///   - bandwidth: The width of the kernel for the drift, and for the diffusion unless given.
  ///   - diffusionBandwidth: The width of the kernel for the diffusion coefficient.
  ///   - kernel: The kernel.
  ///   - fit: What is fitted locally.
  /// - Throws: ``KramersMoyalError/badParameter(name:value:remedy:)``.
  public init(
    smoothing moments: BinnedMoments, bandwidth: Double, diffusionBandwidth: Double? = nil,
    kernel: SmoothingKernel = .epanechnikov, fit: LocalFit = .linear
  ) throws(KramersMoyalError) {
    let second = diffusionBandwidth ?? bandwidth
    for width in [bandwidth, second] where !(width > 0 && width.isFinite) {
      throw .badParameter(name: "bandwidth", value: width, remedy: "it must be positive")
    }
    let cells = SmoothedCells(moments)
    func smoother(_ width: Double) -> BinnedSmoother {
      BinnedSmoother(
        spacing: moments.axis.spacing, cellCount: moments.axis.cellCount, bandwidth: width,
        kernel: kernel, fit: fit)
    }
    let (means, meanVariances, totals) = cells.drift(smoother(bandwidth))
    let spread = cells.diffusion(smoother(second), means: means)
    let lag = moments.lag
    self.lag = lag
    driftBandwidth = bandwidth
    self.diffusionBandwidth = second
    points = moments.axis.centers
    weights = totals
    drift = Estimates(
      values: means.map { $0 / lag }, standardErrors: meanVariances.map { $0.squareRoot() / lag })
    diffusion = Estimates(
      values: spread.map { $0.variance / (2 * lag) },
      standardErrors: spread.map { $0.errorSquare.squareRoot() / (2 * lag) })
    fourthCumulant = spread.map { ($0.fourth - 3 * $0.variance * $0.variance) / (24 * lag) }
    sampleCount = moments.counts.reduce(0, +)
    let filled = moments.counts.indices.filter { moments.counts[$0] > 0 }
    range =
      moments.axis.face(filled.first ?? 0)...moments.axis.face((filled.last ?? 0) + 1)
  }

  init(
    points: [Double], lag: Double, bandwidth: Double, drift: Estimates, diffusion: Estimates,
    fourthCumulant: [Double], weights: [Double], range: ClosedRange<Double>, sampleCount: Int
  ) {
    self.points = points
    self.lag = lag
    driftBandwidth = bandwidth
    diffusionBandwidth = bandwidth
    self.drift = drift
    self.diffusion = diffusion
    self.fourthCumulant = fourthCumulant
    self.weights = weights
    self.range = range
    self.sampleCount = sampleCount
  }

  /// The raw moments M₁ to M₄ of increments, averaged with the kernel after Nadaraya and Watson.
  ///
  /// - Parameters:
  ///   - moments: Moments in fine cells.
  ///   - bandwidth: The width of the kernel.
  ///   - kernel: The kernel.
  /// - Returns: For every cell the four moments; NaN where no data are within reach.
  public static func rawMoments(
    smoothing moments: BinnedMoments, bandwidth: Double,
    kernel: SmoothingKernel = .epanechnikov
  ) -> [SIMD4<Double>] {
    let smoother = BinnedSmoother(
      spacing: moments.axis.spacing, cellCount: moments.axis.cellCount, bandwidth: bandwidth,
      kernel: kernel, fit: .constant)
    return smoother.sums(of: SmoothedCells(moments).powers, distancePower: 0).map { sums in
      SIMD4(sums[1], sums[2], sums[3], sums[4]) / sums[0]
    }
  }
}

/// Sums of increments in cells, and what a smoother makes of them.
private struct SmoothedCells {
  let moments: BinnedMoments
  /// The number of increments and the sums of their first four powers.
  let powers: [SIMD8<Double>]

  init(_ moments: BinnedMoments) {
    self.moments = moments
    let raw = (1...4).map(moments.moment)
    powers = moments.counts.indices.map { cell in
      guard moments.counts[cell] > 0 else { return .zero }
      let means = SIMD8(
        1, raw[0][cell], raw[1][cell], raw[2][cell], raw[3][cell], 0, 0, 0)
      return Double(moments.counts[cell]) * means
    }
  }

  struct Spread {
    var variance: Double
    var fourth: Double
    var errorSquare: Double
  }

  /// Mean increments, their variances, and the weighted numbers of samples.
  func drift(_ smoother: BinnedSmoother) -> ([Double], [Double], [Double]) {
    let weights = smoother.localWeights(counts: powers)
    let means = smoother.means(of: powers, weights).map { $0[1] }
    let totals = smoother.sums(of: powers, distancePower: 0).map { $0[0] }
    let variances = smoother.variances(of: residuals(about: means), weights)
    return (means, variances.map { $0[1] }, totals)
  }

  /// Variances and fourth central moments, with the variances of the former.
  func diffusion(_ smoother: BinnedSmoother, means: [Double]) -> [Spread] {
    let residuals = residuals(about: means)
    let weights = smoother.localWeights(counts: residuals)
    let fitted = smoother.means(of: residuals, weights)
    let squares = residuals.indices.map { cell in
      let (r, variance) = (residuals[cell], max(0, fitted[cell][1]))
      guard r[0] > 0 else { return SIMD8<Double>.zero }
      return SIMD8(r[2] - 2 * variance * r[1] + variance * variance * r[0], 0, 0, 0, 0, 0, 0, 0)
    }
    let errors = smoother.variances(of: squares, weights)
    return fitted.indices.map { cell in
      Spread(
        variance: max(0, fitted[cell][1]), fourth: fitted[cell][2],
        errorSquare: max(0, errors[cell][0]))
    }
  }

  /// The number of increments and the sums of the second and fourth powers of their residuals.
  private func residuals(about means: [Double]) -> [SIMD8<Double>] {
    moments.counts.indices.map { cell in
      let count = Double(moments.counts[cell])
      guard count > 0, means[cell].isFinite else { return .zero }
      let central = moments.centralMoments[cell]
      let d = moments.means[cell] - means[cell]
      let fourth =
        central.fourth + 4 * d * central.third + 6 * d * d * central.second + d * d * d * d
      return SIMD8(count, count * (central.second + d * d), count * fourth, 0, 0, 0, 0, 0)
    }
  }
}

internal import Grids

/// A way to describe drift and diffusion that competes with others.
public enum CandidateModel: Hashable, Codable, Sendable {
  /// Curves of given families.
  case curves(drift: CurveModel, diffusion: CurveModel)
  /// Kernel estimates of both, with cross-validated widths.
  case kernels

  /// The number of coefficients; nil for kernels.
  public var coefficientCount: Int? {
    guard case .curves(let drift, let diffusion) = self else { return nil }
    return drift.coefficientCount + diffusion.coefficientCount
  }

  /// Homogeneous, affine, cubic and spline drift with constant, quadratic and spline diffusion, and
  /// kernels.
  public static let usual: [CandidateModel] =
    [CurveModel.constant, .polynomial(degree: 1), .polynomial(degree: 3), .spline(knots: 6)]
    .flatMap { drift in
      [CurveModel.constant, .polynomial(degree: 2), .spline(knots: 5)].map {
        .curves(drift: drift, diffusion: $0)
      }
    } + [.kernels]

  /// Fits the model to a sample.
  ///
  /// - Parameters:
  ///   - sample: Increments of one variable.
  ///   - correctsLag: Whether the process is corrected for the finite lag.
  /// - Returns: The process, with errors that hold for independent increments of any law.
  /// - Throws: ``KramersMoyalError``.
  public func process(
    _ sample: IncrementSample, correctsLag: Bool = true
  ) throws(KramersMoyalError) -> FittedProcess {
    switch self {
    case .curves(let drift, let diffusion):
      var configuration = ProcessFitConfiguration(drift: drift, diffusion: diffusion)
      configuration.correctsLag = correctsLag
      return try ProcessFit(configuration).process(sample)
    case .kernels:
      let range = sample.range(ofVariable: 0)
      let axis: Axis
      do throws(GridError) {
        axis = try Axis(range, cellCount: 400)
      } catch {
        throw .noData
      }
      let moments = try BinnedMoments(sample, axis: axis)
      let choice = BandwidthChoice.crossValidated(moments)
      return try KernelMoments(
        smoothing: moments, bandwidth: choice.drift, diffusionBandwidth: choice.diffusion
      ).process(correctsLag: correctsLag, smallestWeight: 5)
    }
  }
}

extension CandidateModel: CustomStringConvertible {
  /// The model in words.
  public var description: String {
    switch self {
    case .curves(let drift, let diffusion): "drift \(drift), diffusion \(diffusion)"
    case .kernels: "kernel estimates"
    }
  }
}

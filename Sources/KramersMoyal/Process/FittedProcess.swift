public import RealModule
public import StochasticProcesses

/// A diffusion whose drift and diffusion coefficient were estimated from data.
///
/// It goes straight into the solvers and the ensembles. Outside ``domain`` both curves are
/// continuations: the drift along its tangent and the diffusion coefficient as a constant unless
/// chosen otherwise. The diffusion coefficient is never below ``smallestDiffusion``.
public struct FittedProcess: DiffusionProcess, Hashable, Codable {
  /// The drift a(x).
  public let driftCurve: FittedCurve
  /// The diffusion coefficient D(x) before ``smallestDiffusion`` is applied.
  public let diffusionCurve: FittedCurve
  /// The value that replaces smaller diffusion coefficients, which a fitted curve may have.
  public let smallestDiffusion: Double
  /// The lag of the increments; the mean lag when they differ.
  public let lag: Double
  /// The number of increments behind the fit.
  public let sampleCount: Int
  /// The degrees of freedom of the standard errors; infinite for the normal law.
  public let degreesOfFreedom: Double?
  /// Whether drift and diffusion are corrected for the finite lag.
  public let isLagCorrected: Bool

  /// Creates a process from fitted curves.
  ///
  /// - Parameters:
  ///   - drift: The drift.
  ///   - diffusion: The diffusion coefficient.
  ///   - smallestDiffusion: The value that replaces smaller diffusion coefficients.
  ///   - lag: The lag of the increments.
  ///   - sampleCount: The number of increments.
  ///   - degreesOfFreedom: Those of the standard errors; nil for the normal law.
  ///   - isLagCorrected: Whether the curves are corrected for the lag.
  public init(
    drift: FittedCurve, diffusion: FittedCurve, smallestDiffusion: Double, lag: Double,
    sampleCount: Int, degreesOfFreedom: Double? = nil, isLagCorrected: Bool
  ) {
    driftCurve = drift
    diffusionCurve = diffusion
    self.smallestDiffusion = smallestDiffusion
    self.lag = lag
    self.sampleCount = sampleCount
    self.degreesOfFreedom = degreesOfFreedom
    self.isLagCorrected = isLagCorrected
  }

  /// Where there were data.
  public var domain: ClosedRange<Double> { driftCurve.range }

  /// Whether the coefficients at `x` are continuations and not supported by data.
  public func isExtrapolated(at x: Double) -> Bool { driftCurve.isExtrapolated(at: x) }

  /// The fitted drift.
  public func drift(at x: Double, time t: Double) -> Double { driftCurve(x) }

  /// The fitted diffusion coefficient, at least ``smallestDiffusion``.
  public func diffusion(at x: Double, time t: Double) -> Double {
    max(smallestDiffusion, diffusionCurve(x))
  }

  /// Evaluates both coefficients at many points.
  public func evaluate(
    at points: Span<Double>, time t: Double, drift: inout MutableSpan<Double>,
    diffusion: inout MutableSpan<Double>
  ) {
    precondition(drift.count == points.count && diffusion.count == points.count)
    driftCurve.evaluate(at: points, into: &drift)
    diffusionCurve.evaluate(at: points, into: &diffusion)
    for index in diffusion.indices { diffusion[index] = max(smallestDiffusion, diffusion[index]) }
  }

  /// The drift at `x` with the interval that covers it with a probability.
  public func driftInterval(at x: Double, level: Double = 0.95) -> ConfidenceInterval {
    interval(of: driftCurve, at: x, level)
  }

  /// The diffusion coefficient at `x` with the interval that covers it with a probability.
  public func diffusionInterval(at x: Double, level: Double = 0.95) -> ConfidenceInterval {
    interval(of: diffusionCurve, at: x, level)
  }

  private func interval(
    of curve: FittedCurve, at x: Double, _ level: Double
  ) -> ConfidenceInterval {
    ConfidenceInterval(
      estimate: curve(x), standardError: curve.standardError(at: x), level: level,
      degrees: degreesOfFreedom ?? .infinity)
  }

  /// The fraction of the interval of data in which the fitted diffusion coefficient is too small or
  /// negative and was replaced, from 257 points.
  public var replacedDiffusionFraction: Double {
    let width = domain.upperBound - domain.lowerBound
    let replaced = (0...256).filter {
      diffusionCurve(domain.lowerBound + width * Double($0) / 256) < smallestDiffusion
    }
    return Double(replaced.count) / 257
  }
}

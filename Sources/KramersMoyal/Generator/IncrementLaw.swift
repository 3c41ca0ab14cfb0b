internal import RealModule

/// The law of increments that a fitted process predicts: normal with the mean and variance over the
/// lag.
struct IncrementLaw {
  private let process: FittedProcess
  /// Moments over the lag; nil when the process describes increments over its own lag as they are.
  private let moments: TransitionMoments?

  init(_ process: FittedProcess, lags: [Double]) {
    self.process = process
    moments = process.isLagCorrected ? TransitionMoments(process, lags: lags) : nil
  }

  /// The moments of the increment from `x` over a lag.
  func moments(at x: Double, lag: Double) -> TransitionMoments.Value {
    if let moments { return moments.value(at: x, lag: lag) }
    return TransitionMoments.Value(
      mean: process.drift(at: x, time: 0) * lag,
      variance: 2 * process.diffusion(at: x, time: 0) * lag, fourthCumulant: 0)
  }

  /// The logarithm of the normal density of an increment.
  func logLikelihood(of increment: Double, at x: Double, lag: Double) -> Double {
    let value = moments(at: x, lag: lag)
    let variance = max(value.variance, 1e-300)
    let residual = increment - value.mean
    return -0.5 * (Double.log(2 * Double.pi * variance) + residual * residual / variance)
  }
}

internal import Grids
internal import KramersMoyal
public import StochasticProcesses

/// The Fokker-Planck equation of one layer in one closure, with its initial law.
///
/// The equation is written in the co-moving frame of the closure's affine part (see
/// ``ComovingFrame``); the whole process in units of the weight is ``FramedProcess``.
public struct LayerModel: Sendable {
  /// The process in its frame.
  public enum Process: Sendable {
    /// Closures 1a and 1b, and closure 2 in the field that its moments make.
    case affine(FramedProcess<AffineReduction>)
    /// Closure 1c.
    case nonparametric(FramedProcess<NonparametricReduction>)
  }

  /// The layer's number; 1 is the first hidden layer.
  public let layer: Int
  /// How drift and diffusion depend on the weight.
  public let closure: Closure
  /// The learning times at which a prediction is wanted; the first is the start.
  public let times: [Double]
  /// The frame.
  public let frame: ComovingFrame
  /// The process.
  public let process: Process
  /// The law of the weights at the start.
  public let initial: SmoothedSample

  /// Builds the equation from fitted coefficients and the measured weights at the start.
  ///
  /// - Parameters:
  ///   - coefficients: The fit of the layer.
  ///   - closure: One of the independent closures that the fit holds; ``MeanFieldModel`` builds the
  ///     coupled one.
  ///   - times: The learning times of all recorded epochs, to which the coefficients belong.
  ///   - start: The index of the recorded time to start from.
  ///   - initial: The smoothed weights at that time.
  /// - Throws: ``DriftDiffusionError/noWeights(layer:)``,
  ///   ``DriftDiffusionError/explodingDrift(layer:closure:scale:)`` and
  ///   ``DriftDiffusionError/grid(layer:_:)``.
  public init(
    _ coefficients: LayerCoefficients, closure: Closure, times: [Double], startingAt start: Int,
    initial: SmoothedSample
  ) throws(DriftDiffusionError) {
    precondition(Closure.independent.contains(closure), "a layer alone has no coupled closure")
    layer = coefficients.layer
    self.closure = closure
    self.times = Array(times[start...])
    self.initial = initial
    let series = try Series(coefficients, closure, times: times)
    do throws(GridError) {
      frame = try ComovingFrame(
        intercept: series.intercept, slope: series.slope, diffusion: series.diffusion,
        startTime: times[start], mean: initial.mean, standardDeviation: initial.standardDeviation)
      process = try Self.process(coefficients, closure, series, times, frame)
    } catch {
      throw .grid(layer: coefficients.layer, error)
    }
    try checkGrowth()
  }

  /// Builds the equation of an affine drift whose rates are given as series.
  init(
    layer: Int, closure: Closure, times: [Double], intercept: PiecewiseLinear,
    slope: PiecewiseLinear, diffusion: PiecewiseLinear, initial: SmoothedSample
  ) throws(GridError) {
    self.layer = layer
    self.closure = closure
    self.times = times
    self.initial = initial
    frame = try ComovingFrame(
      intercept: intercept, slope: slope, diffusion: diffusion, startTime: times[0],
      mean: initial.mean, standardDeviation: initial.standardDeviation)
    let reduced = AffineReduction(frame: frame, weightDiffusion: diffusion)
    process = .affine(FramedProcess(frame: frame, reduced: reduced))
  }

  /// Throws when the frame spreads or shrinks beyond all bounds.
  func checkGrowth() throws(DriftDiffusionError) {
    for time in times {
      let state = frame.state(at: time)
      let growth = state.scale / initial.standardDeviation
      guard growth.isFinite, growth > 1e-4, growth < 1e4, state.shift.isFinite else {
        throw .explodingDrift(layer: layer, closure: closure, scale: growth)
      }
    }
  }

  /// The series that move the frame.
  private struct Series {
    let intercept: PiecewiseLinear
    let slope: PiecewiseLinear
    let diffusion: PiecewiseLinear

    init(
      _ coefficients: LayerCoefficients, _ closure: Closure, times: [Double]
    ) throws(DriftDiffusionError) {
      var intercepts = coefficients.homogeneousDrift.values
      var slopes = intercepts.map { _ in 0.0 }
      var diffusions = coefficients.homogeneousDiffusion.values
      if closure != .homogeneous {
        guard let resolved = coefficients.resolved else {
          throw .noWeights(layer: coefficients.layer)
        }
        (intercepts, slopes) = (resolved.affineIntercept.values, resolved.affineSlope.values)
        diffusions = resolved.affineDiffusion.values
      }
      do throws(GridError) {
        intercept = try PiecewiseLinear(knots: times, values: intercepts)
        slope = try PiecewiseLinear(knots: times, values: slopes)
        diffusion = try PiecewiseLinear(knots: times, values: diffusions)
      } catch {
        throw .grid(layer: coefficients.layer, error)
      }
    }
  }

  private static func process(
    _ coefficients: LayerCoefficients, _ closure: Closure, _ series: Series, _ times: [Double],
    _ frame: ComovingFrame
  ) throws(GridError) -> Process {
    guard closure == .nonparametric, let resolved = coefficients.resolved else {
      let reduced = AffineReduction(frame: frame, weightDiffusion: series.diffusion)
      return .affine(FramedProcess(frame: frame, reduced: reduced))
    }
    let reduced = try NonparametricReduction(resolved, times: times, frame: frame)
    return .nonparametric(FramedProcess(frame: frame, reduced: reduced))
  }
}

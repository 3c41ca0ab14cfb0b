public import KramersMoyal

/// The fitted drift and diffusion of one layer at every recorded time, in all closures.
///
/// Times are learning times s = η · steps, so a drift is in units of weight per unit of s and a
/// diffusion coefficient in units of weight² per unit of s.
public struct LayerCoefficients: Hashable, Sendable {
  /// The layer's number; 1 is the first hidden layer.
  public var layer: Int
  /// The mean of the weights over the layer and the networks.
  public var weightMean: [Double]
  /// The standard deviation of the weights over the layer and the networks.
  public var weightDeviation: [Double]
  /// Closure 1a: minus the layer's mean gradient.
  public var homogeneousDrift: Estimates
  /// Closures 1a and 1b: η/2 times the layer's mean squared standard deviation.
  public var homogeneousDiffusion: Estimates
  /// Closures 1b and 1c; nil when the log has no weights.
  public var resolved: WeightResolvedCoefficients?

  /// The closures of the layer alone that the log allowed.
  public var closures: [Closure] { resolved == nil ? [.homogeneous] : Closure.independent }

  /// Creates the coefficients of one layer.
  public init(
    layer: Int, weightMean: [Double], weightDeviation: [Double], homogeneousDrift: Estimates,
    homogeneousDiffusion: Estimates, resolved: WeightResolvedCoefficients?
  ) {
    self.layer = layer
    self.weightMean = weightMean
    self.weightDeviation = weightDeviation
    self.homogeneousDrift = homogeneousDrift
    self.homogeneousDiffusion = homogeneousDiffusion
    self.resolved = resolved
  }
}

/// Coefficients that depend on the weight.
public struct WeightResolvedCoefficients: Hashable, Sendable {
  /// Closure 1b: the drift at w = 0, θμ, at every time.
  public var affineIntercept: Estimates
  /// Closure 1b: the slope of the drift, −θ, at every time.
  public var affineSlope: Estimates
  /// Closure 1b: the diffusion coefficient at every time, that of closure 1a corrected for the finite
  /// step.
  public var affineDiffusion: Estimates
  /// Closure 1c: the number of knots at each time.
  public var knotCount: Int
  /// Closure 1c: the weights at which the curves are given, shape [time][knot], ascending.
  public var knots: [Double]
  /// Closure 1c: the drift at the knots, shape [time][knot].
  public var drift: Estimates
  /// Closure 1c: the diffusion coefficient at the knots, shape [time][knot].
  public var diffusion: Estimates

  /// Creates the coefficients that depend on the weight.
  public init(
    affineIntercept: Estimates, affineSlope: Estimates, affineDiffusion: Estimates, knotCount: Int,
    knots: [Double], drift: Estimates, diffusion: Estimates
  ) {
    self.affineIntercept = affineIntercept
    self.affineSlope = affineSlope
    self.affineDiffusion = affineDiffusion
    self.knotCount = knotCount
    self.knots = knots
    self.drift = drift
    self.diffusion = diffusion
  }

  /// Creates coefficients whose knots are known and whose estimates are to be appended.
  init(knotCount: Int, knots: [Double]) {
    let none = Estimates()
    self.init(
      affineIntercept: none, affineSlope: none, affineDiffusion: none, knotCount: knotCount,
      knots: knots, drift: none, diffusion: none)
  }
}

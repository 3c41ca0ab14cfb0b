public import KramersMoyal

/// The fitted rates of the mean-field closure of all layers.
///
/// With zⱼ = (qⱼ − q̄ⱼ(s))/scaleⱼ and u = (w − m(s))/σ(s) the drift of a layer is
///
/// ```
/// a(w, s; q) = intercept(s) + slope(s) w + noise(s) Σⱼ zⱼ (Aⱼ + Bⱼ u)
/// ```
public struct MeanFieldCoefficients: Hashable, Sendable {
  /// The recorded learning times.
  public var times: [Double]
  /// The order parameters q, layer by layer.
  public var parameters: [FieldParameter]
  /// The usual values q̄ at every time, shape [parameter][time].
  public var centers: [[Double]]
  /// The unit of each order parameter's deviations: their root mean square over networks and times.
  public var scales: [Double]
  /// The rates of each layer.
  public var layers: [LayerCoupling]

  /// Creates the coefficients.
  public init(
    times: [Double], parameters: [FieldParameter], centers: [[Double]], scales: [Double],
    layers: [LayerCoupling]
  ) {
    self.times = times
    self.parameters = parameters
    self.centers = centers
    self.scales = scales
    self.layers = layers
  }
}

/// How the drift of one layer depends on the order parameters of all.
public struct LayerCoupling: Hashable, Sendable {
  /// The layer's number; 1 is the first hidden layer.
  public var layer: Int
  /// The number of weights of the layer in one network.
  public var weightCount: Int
  /// The drift at w = 0 without deviations of the order parameters, at every time.
  public var intercept: [Double]
  /// The slope of the drift without deviations of the order parameters, at every time.
  public var slope: [Double]
  /// The unit of the couplings: the root mean square of what the affine drift leaves of −g.
  public var noise: [Double]
  /// The mean m of the weights that u is counted from, at every time.
  public var weightMean: [Double]
  /// The standard deviation σ of the weights, the unit of u, at every time.
  public var weightDeviation: [Double]
  /// The couplings Aⱼ of the intercept, one per order parameter, with errors over networks.
  public var interceptCoupling: Estimates
  /// The couplings Bⱼ of the slope, one per order parameter, with errors over networks.
  public var slopeCoupling: Estimates
  /// The chosen ridge penalty, relative to the mean diagonal element of the normal matrix; infinite
  /// when no coupling foretells the gradients of held-out networks better than none.
  public var penalty: Double
  /// The squared error for held-out networks, relative to that without coupling.
  public var heldOutError: Double
  /// Its standard error over networks.
  public var heldOutStandardError: Double

  /// Whether the rates depend on the order parameters at all.
  public var isCoupled: Bool { penalty.isFinite }

  /// Creates the coupling of a layer.
  public init(
    layer: Int, weightCount: Int, intercept: [Double], slope: [Double], noise: [Double],
    weightMean: [Double],
    weightDeviation: [Double], interceptCoupling: Estimates, slopeCoupling: Estimates,
    penalty: Double, heldOutError: Double, heldOutStandardError: Double
  ) {
    self.layer = layer
    self.weightCount = weightCount
    self.intercept = intercept
    self.slope = slope
    self.noise = noise
    self.weightMean = weightMean
    self.weightDeviation = weightDeviation
    self.interceptCoupling = interceptCoupling
    self.slopeCoupling = slopeCoupling
    self.penalty = penalty
    self.heldOutError = heldOutError
    self.heldOutStandardError = heldOutStandardError
  }
}

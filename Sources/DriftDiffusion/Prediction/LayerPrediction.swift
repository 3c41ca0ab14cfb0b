public import Grids
public import KramersMoyal

/// The ways of computing a prediction.
public enum PredictionMethod: String, Hashable, Codable, CaseIterable, Sendable {
  /// Scharfetter-Gummel finite volumes with TR-BDF2 steps.
  case finiteVolume = "finite-volume"
  /// A Fourier method in the interaction picture.
  case spectral
  /// An ensemble of particles.
  case langevin
}

/// What one closure and method say about the weights of one layer.
public struct LayerPrediction: Hashable, Sendable {
  /// The layer's number; 1 is the first hidden layer.
  public var layer: Int
  /// How drift and diffusion depend on the weight.
  public var closure: Closure
  /// How the prediction was computed.
  public var method: PredictionMethod
  /// The learning times.
  public var times: [Double]
  /// The density of the weights at each time, as cell averages on the weight axis.
  public var densities: [Density]
  /// The statistical standard error of each cell, shape [time][cell]; empty for the solvers.
  public var densityErrors: [[Double]]
  /// The differential entropy of the weights in nats; standard errors are zero for the solvers.
  public var entropy: Estimates
  /// The mean weight.
  public var mean: Estimates
  /// The variance of the weights.
  public var variance: Estimates
  /// The numerical record of the computation.
  public var record: Record

  /// Creates a prediction from its parts.
  public init(
    layer: Int, closure: Closure, method: PredictionMethod, times: [Double],
    densities: [Density], densityErrors: [[Double]], entropy: Estimates, mean: Estimates,
    variance: Estimates, record: Record
  ) {
    self.layer = layer
    self.closure = closure
    self.method = method
    self.times = times
    self.densities = densities
    self.densityErrors = densityErrors
    self.entropy = entropy
    self.mean = mean
    self.variance = variance
    self.record = record
  }

  /// How a prediction was obtained.
  public struct Record: Hashable, Sendable {
    /// Time steps taken.
    public var acceptedSteps = 0
    /// Time steps that were repeated with a smaller step.
    public var rejectedSteps = 0
    /// The smallest cell average on the solver's grid.
    public var smallestDensity = 0.0
    /// The largest deviation of the mass from 1.
    public var largestMassError = 0.0
    /// The largest probability at the edge of the solver's grid.
    public var largestEdgeMass = 0.0

    /// Creates an empty record.
    public init() {}
  }
}

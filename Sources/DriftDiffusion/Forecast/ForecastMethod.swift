/// The ways of forecasting the density of a layer's weights.
public enum ForecastMethod: String, CaseIterable, Hashable, Codable, Sendable {
  /// Closure 1a.
  case homogeneous
  /// Closure 1b.
  case affine
  /// Closure 1c.
  case nonparametric
  /// Closure 2: rates that depend on the order parameters of all layers.
  case meanField = "mean-field"
  /// Closure 3: the gains of all layers move together, the shape of each layer's density stays.
  case joint
  /// The density of the end of the window stays.
  case noChange = "no-change"
  /// A normal law whose mean and variance go on linearly in the learning time.
  case linearTime = "linear-time"
  /// A normal law whose mean and variance go on linearly in the logarithm of the learning time.
  case logTime = "log-time"
  /// The density that the run behind the fit had at the same learning time; only where that is another
  /// run.
  case otherRun = "other-run"

  /// The closure that makes the forecast, or nil for a baseline.
  public var closure: Closure? {
    switch self {
    case .homogeneous: .homogeneous
    case .affine: .affine
    case .nonparametric: .nonparametric
    case .meanField: .meanField
    case .joint: .joint
    case .noChange, .linearTime, .logTime, .otherRun: nil
    }
  }
}

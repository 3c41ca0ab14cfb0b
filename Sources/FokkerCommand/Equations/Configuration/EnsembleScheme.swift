/// The scheme of one step of an ensemble, by the names that users give.
enum EnsembleScheme: String, Hashable, Codable, CaseIterable, Sendable {
  /// Euler and Maruyama: weak order 1, one evaluation of the coefficients.
  case eulerMaruyama = "euler-maruyama"
  /// The same with tamed drift, for drifts that grow faster than linearly.
  case tamedEuler = "tamed-euler"
  /// Milstein without derivatives: strong order 1.
  case milstein
  /// Platen's: weak order 2.
  case weakOrderTwo = "weak-order-two"
  /// Heun's, which needs no derivative of D for drifts in Stratonovich's reading: weak order 1.
  case stochasticHeun = "stochastic-heun"
  /// Leimkuhler and Matthews', for a constant D: stationary densities of order 2.
  case leimkuhlerMatthews = "leimkuhler-matthews"
  /// Rößler's SRA1, for a D that does not depend on the state: weak order 2, strong order 3/2.
  case strongOrderThreeHalves = "strong-order-three-halves"

  /// Whether the scheme is made for a D that does not depend on the state.
  var needsAdditiveNoise: Bool {
    switch self {
    case .leimkuhlerMatthews, .strongOrderThreeHalves: true
    default: false
    }
  }
}

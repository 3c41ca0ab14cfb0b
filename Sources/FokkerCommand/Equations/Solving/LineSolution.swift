import FokkerPlanck
import Grids

/// The solution of an equation in one variable.
struct LineSolution: Sendable {
  /// How it was solved.
  var method: String
  /// The densities with what is known about their quality.
  var evolution: DensityEvolution
  /// The estimated L1 error of each density; empty when there is no estimate.
  var errors: [Double] = []
  /// The probability current through every face at each output time.
  var currents: [[Double]] = []
  /// The entropy production and exchange at each output time; empty where a wall absorbs.
  var balances: [EntropyBalance] = []
  /// Why the tolerance could not be reached; empty when it was, or when it was not the aim.
  var shortfall = ""
  /// The share of the initial law that lies outside the domain and was cut off.
  var outside = 0.0

  /// The largest estimated error, if there is an estimate.
  var largestError: Double? { errors.max() }
}

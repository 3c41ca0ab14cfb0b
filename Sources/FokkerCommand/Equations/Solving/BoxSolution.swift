import FokkerPlanck
import Grids

/// The solution of an equation in several variables.
struct BoxSolution: Sendable {
  /// How it was solved.
  var method: String
  /// The densities with what is known about their quality.
  var evolution: BoxEvolution
  /// The estimated L1 error of each density; empty when there is no estimate.
  var errors: [Double] = []
  /// The current and the entropy balance at each output time.
  var currents: [ProbabilityCurrent] = []
  /// Why the tolerance could not be reached; empty when it was.
  var shortfall = ""
  /// The share of the initial law that lies outside the box and was cut off.
  var outside = 0.0
}

import Grids
import LinearAlgebra

/// What is known about the joint density of many variables at the output times.
struct JointSolution: Sendable {
  /// How it was obtained.
  var method: String
  var times: [Double] = []
  /// The mean of every variable, at each time.
  var means: [[Double]] = []
  /// The covariance matrix, at each time.
  var covariances: [Matrix] = []
  /// The joint entropy in nats, at each time.
  var entropies: [Double] = []
  /// The estimated error of each entropy; empty when there is no estimate.
  var entropyErrors: [Double] = []
  /// The density of every variable alone, at each time, on axes that stay the same.
  var marginals: [[Density]] = []
  /// The largest L1 error of a marginal density, at each time; empty when there is no estimate.
  var errors: [Double] = []
  /// The largest rank of the tensor train, at each time; empty for other methods.
  var ranks: [Int] = []
  /// Steps taken and rejected.
  var acceptedSteps = 0
  var rejectedSteps = 0
  /// The smallest density met, in units of the largest one; nil when it cannot be negative.
  var smallestRelativeDensity: Double?
  /// The largest deviation of the mass from 1 after a step, before it was put back; nil for others.
  var largestMassError: Double?
  /// Why the tolerance was not reached; empty when it was.
  var shortfall = ""
}

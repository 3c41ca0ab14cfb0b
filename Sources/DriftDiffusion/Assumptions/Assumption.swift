/// What has to hold for a Fokker-Planck equation per layer to describe a training.
public enum Assumption: String, Hashable, Codable, CaseIterable, Sendable {
  /// Steps are small: η λ with λ the largest eigenvalue of the loss's Hessian.
  case smallSteps
  /// The noise of successive steps is independent: the correlation of their gradients, less the
  /// −1/(M − 1) that reshuffled batches have.
  case whiteNoise
  /// A step's noise is normal: the excess kurtosis of a mini-batch's gradient.
  case normalNoise
  /// All weights of a layer feel the noise independently: the participation ratio of the gradient's
  /// covariance, divided by the number of parameters.
  case independentNoise
  /// The diffusion does not depend on the weight: the variation of D(w) over the knots in units of
  /// its mean.
  case uniformDiffusion
  /// The drift is a function of the weight: the part of its variance over the weights that the affine
  /// closure describes, the noise of the measurement left out.
  case driftOfWeight
  /// Weights spread by the measured noise: the diffusion coefficient of the increments between
  /// recorded epochs, corrected for the finite lag, in units of the one from the gradients.
  case diffusiveIncrements

  /// The ranges of the measure in which the assumption holds, and in which it is not refuted.
  ///
  /// A measure that has a best value, such as a share of 1, has no bound on that side: rounding and
  /// the scatter of an estimate go beyond it.
  var ranges: (holds: ClosedRange<Double>, strained: ClosedRange<Double>) {
    switch self {
    case .smallSteps: (-Double.infinity...0.1, -Double.infinity...1)
    case .whiteNoise: (-0.1...0.1, -0.3...0.3)
    case .normalNoise: (-0.5...0.5, -2...2)
    case .independentNoise: (0.5...Double.infinity, 0.1...Double.infinity)
    case .uniformDiffusion: (0...0.3, 0...1)
    case .driftOfWeight: (0.5...Double.infinity, 0.1...Double.infinity)
    case .diffusiveIncrements: (0.5...2, 0.1...10)
    }
  }

  /// What to do when it does not hold.
  public var hint: String {
    switch self {
    case .smallSteps:
      "the weights oscillate from step to step; fit moving gradients, and read the equation as one of "
        + "epochs, not of steps"
    case .whiteNoise:
      "steps correlate; the spread over an epoch is not M times that of a step: compare with a "
        + "noise ensemble before D is taken for the diffusion"
    case .normalNoise:
      "the noise has heavy tails; use larger batches, or expect jumps that no diffusion has"
    case .independentNoise:
      "few directions carry the noise; the weights of a network move together, so intervals over "
        + "weights are too narrow: only networks count"
    case .uniformDiffusion:
      "D depends on the weight; prefer the nonparametric closure"
    case .driftOfWeight:
      "weights of the same value drift apart; the closure reproduces the density, not the paths"
    case .diffusiveIncrements:
      "the spread of increments is not the measured noise: weights differ in their drift (large "
        + "values), or whole epochs cancel it (small values)"
    }
  }

  /// Why a log that has weights may say nothing of it, or nil where its array is simply missing.
  public var reasonForUnknown: String? {
    switch self {
    case .driftOfWeight:
      "unknown; it takes weights of different values, with gradients at frozen weights or velocities "
        + "that rise above their own noise"
    case .diffusiveIncrements:
      "unknown; it takes noise, and weights recorded so often that they remember the epoch before: "
        + "beyond the relaxation time increments tell no D"
    default: nil
    }
  }
}

/// What the data say of an assumption.
public enum AssumptionVerdict: String, Hashable, Codable, CaseIterable, Sendable {
  /// The interval lies where it holds.
  case holds
  /// Neither.
  case strained
  /// The interval lies where it fails.
  case fails
  /// It was not measured, or what was measured cannot tell.
  case unknown
}

/// The measure of an assumption in one layer.
public struct AssumptionCheck: Hashable, Codable, Sendable {
  /// The assumption.
  public var assumption: Assumption
  /// The layer, or 0 for the network as a whole.
  public var layer: Int
  /// The median over the recorded epochs of the mean over networks, with its interval over networks;
  /// NaN when it is unknown.
  public var measure: BootstrapInterval
  /// The value at the recorded epoch where the mean over networks is furthest from holding.
  public var worst: Double
  /// The epoch of the worst value.
  public var worstEpoch: Double
  /// What follows.
  public var verdict: AssumptionVerdict

  /// Creates a check from its parts.
  public init(
    assumption: Assumption, layer: Int, measure: BootstrapInterval, worst: Double,
    worstEpoch: Double, verdict: AssumptionVerdict
  ) {
    self.assumption = assumption
    self.layer = layer
    self.measure = measure
    self.worst = worst
    self.worstEpoch = worstEpoch
    self.verdict = verdict
  }
}

extension AssumptionCheck {
  /// Judges the values of an assumption, shape [network][epoch] and NaN where it was not measured.
  init(
    _ assumption: Assumption, layer: Int, values: [Double], epochs: [Double],
    _ bootstrap: NetworkBootstrap
  ) {
    let course = Course(values: values, epochCount: epochs.count)
    let measure = bootstrap.intervals { [course.median(of: $0)] }[0]
    let means = course.means(of: Array(0..<bootstrap.networkCount))
    let (holds, strained) = assumption.ranges
    func distance(_ value: Double) -> Double {
      value.isNaN ? -1 : max(holds.lowerBound - value, value - holds.upperBound, 0)
    }
    let worst = epochs.indices.max { distance(means[$0]) < distance(means[$1]) } ?? 0
    // One network has no interval; then its own value is judged.
    let ends =
      measure.lower.isNaN ? (measure.estimate, measure.estimate) : (measure.lower, measure.upper)
    let verdict: AssumptionVerdict
    if measure.estimate.isNaN {
      verdict = .unknown
    } else if holds.contains(ends.0), holds.contains(ends.1) {
      verdict = .holds
    } else if ends.1 < strained.lowerBound || ends.0 > strained.upperBound {
      verdict = .fails
    } else {
      verdict = .strained
    }
    self.init(
      assumption: assumption, layer: layer, measure: measure, worst: means[worst],
      worstEpoch: epochs[worst], verdict: verdict)
  }

  /// A measure in the course of training.
  private struct Course {
    var values: [Double]
    var epochCount: Int

    /// The mean over some networks at every epoch, of those that have a value.
    func means(of networks: [Int]) -> [Double] {
      var (sums, counts) = (
        [Double](repeating: 0, count: epochCount), [Double](repeating: 0, count: epochCount)
      )
      for network in networks {
        for epoch in 0..<epochCount {
          let value = values[network * epochCount + epoch]
          guard !value.isNaN else { continue }
          sums[epoch] += value
          counts[epoch] += 1
        }
      }
      return zip(sums, counts).map { $1 > 0 ? $0 / $1 : .nan }
    }

    /// The median over the epochs that have a mean.
    func median(of networks: [Int]) -> Double {
      let sorted = means(of: networks).filter { !$0.isNaN }.sorted()
      guard !sorted.isEmpty else { return .nan }
      return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
  }
}

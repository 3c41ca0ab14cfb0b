internal import Grids
internal import RealModule

/// What the interval of a residual between learning rates and batch sizes says.
public enum CollapseOutcome: String, CaseIterable, Hashable, Codable, Sendable {
  /// The curves differ by less than half of what networks differ by.
  case collapses
  /// The curves differ by more than half of what networks differ by.
  case fansOut = "fans-out"
  /// The interval covers both.
  case undecided
}

/// How well the compression of a layer under several (η, B) falls on one curve by some clock.
///
/// From the first peak of any mean curve on, as far as all curves reach, at places that are even in the
/// logarithm of the clock, the residual is
///
/// ```
/// R = (Var_c(mean_r I_rc) − M/n)/mean_c Var_r(I_rc)
/// ```
///
/// averaged over places above and below the line: the variance between the means of conditions c,
/// without what the n networks r leave to chance in it, relative to the variance between networks. M is
/// the mean square of what is left of I_rc without the means of conditions and networks, so that
/// networks which share initial weights count as pairs. Where the curves are the same R is 0 in the mean,
/// and may be negative.
public struct ClockCollapse: Hashable, Sendable {
  /// The clock.
  public var clock: TrainingClock
  /// The residual R with its interval over networks; NaN when the curves have no time in common.
  public var residual: BootstrapInterval
  /// R minus that of the learning time, with the interval over networks.
  public var excess: BootstrapInterval
  /// The first and the last time by this clock that is compared.
  public var window: ClosedRange<Double>?

  /// The residual that separates a collapse from a fan, a quarter of the variance between networks.
  public static let smallestResidual = 0.25

  /// What the interval of the residual says.
  public var outcome: CollapseOutcome {
    if residual.upper < Self.smallestResidual { return .collapses }
    return residual.lower > Self.smallestResidual ? .fansOut : .undecided
  }
}

/// The curves of several conditions on the same times by one clock, shape [condition][network][place].
struct CollapseGrid {
  let values: [[[Double]]]
  /// The logarithms of the times.
  let places: [Double]

  /// There is no grid when the curves have no time in common.
  init?(_ conditions: [ScaledCurves], _ clock: TrainingClock, count: Int) {
    let courses = conditions.map { $0.course(clock) }
    let peaks = courses.map { course in
      let means = course.times.indices.map { place in
        course.values.reduce(0) { $0 + $1[place] }
      }
      return course.times[EpochCurve(epochs: course.times, values: means).largestIndex]
    }
    let first = max(peaks.min() ?? 0, courses.map { $0.times[0] }.max() ?? 0)
    let last = courses.map { $0.times[$0.times.count - 1] }.min() ?? 0
    guard last - first > 0.05 else { return nil }
    places = (0..<count).map { first + (last - first) * Double($0) / Double(count - 1) }
    var values: [[[Double]]] = []
    for course in courses {
      var curves: [[Double]] = []
      for curve in course.values {
        let line = try? PiecewiseLinear(knots: course.times, values: curve)
        guard let line else { return nil }
        curves.append(places.map { line($0) })
      }
      values.append(curves)
    }
    self.values = values
  }

  /// The mean over networks, which may repeat, of every condition at every place.
  func means(_ networks: [Int]) -> [[Double]] {
    values.map { curves in
      places.indices.map { place in
        networks.reduce(0) { $0 + curves[$1][place] } / Double(networks.count)
      }
    }
  }

  /// The parts of the residual, means over places.
  struct Parts {
    /// The variance between the means of conditions.
    var between = 0.0
    /// What chance gives to it.
    var chance = 0.0
    /// The variance between networks.
    var within = 0.0
  }

  func parts(_ networks: [Int]) -> Parts {
    let means = means(networks)
    let (conditions, count) = (Double(values.count), Double(networks.count))
    var parts = Parts()
    let share = 1 / Double(places.count)
    for place in places.indices {
      let whole = means.reduce(0) { $0 + $1[place] } / conditions
      let own = networks.map { network in
        values.reduce(0) { $0 + $1[network][place] } / conditions
      }
      var (left, within) = (0.0, 0.0)
      for (condition, curves) in values.enumerated() {
        let mean = means[condition][place]
        parts.between += share * (mean - whole) * (mean - whole) / (conditions - 1)
        for (index, network) in networks.enumerated() {
          let deviation = curves[network][place] - mean
          let rest = deviation - (own[index] - whole)
          left += rest * rest
          within += deviation * deviation
        }
      }
      parts.chance += share * left / ((conditions - 1) * (count - 1) * count)
      parts.within += share * within / (conditions * (count - 1))
    }
    return parts
  }
}

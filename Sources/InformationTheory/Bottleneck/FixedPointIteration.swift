/// The bottleneck's iteration at one β, carried to its fixed point with extrapolation.
///
/// Every step is the textbook's or, where it does not raise the objective, an extrapolated one
/// (``AndersonMixing``), which is what keeps the iteration fast near bifurcations, where plain steps
/// contract by 1 − O(β/β_c − 1) only.
struct FixedPointIteration: Sendable {
  var step: BottleneckStep
  let beta: Double
  private let tolerance: Double
  /// The largest number of steps.
  var limit: Int
  /// The largest separation of clusters that count as near.
  var reach = FixedPointIteration.reach
  /// The number of steps so far.
  private(set) var iterations = 0
  /// The largest change of a p(t, y) in the last step.
  private(set) var residual = Double.infinity
  /// The objective of the last law in nats.
  private(set) var objective = 0.0
  /// The image of the last law.
  private(set) var image: ClusterLaw

  /// The largest separation of clusters that count as near at first.
  static let reach = 0.3
  /// How far a plain step is prolonged.
  private var stride = 1.0

  private static let interval = 16
  private static let dampings = [1, 0.3, 0.1]

  init(
    _ step: BottleneckStep, from law: ClusterLaw, beta: Double, tolerance: Double, limit: Int
  ) {
    self.step = step
    self.beta = beta
    self.tolerance = tolerance
    self.limit = limit
    image = law
  }

  /// Carries a law to the fixed point.
  mutating func converge(_ start: ClusterLaw) -> ClusterLaw {
    var law = step.simplified(start, beta: beta, reach: reach)
    var mixing = AndersonMixing(depth: 9)
    evaluate(law)
    while iterations < limit {
      if residual < tolerance || iterations % Self.interval == Self.interval - 1 {
        let simpler = step.simplified(law, beta: beta, reach: reach)
        if simpler.count < law.count {
          law = simpler
          mixing.clear()
          evaluate(law)
        } else if residual < tolerance {
          break
        }
      }
      mixing.append(law.joint, image: image.joint)
      law = advance(from: law, mixing.correction())
    }
    evaluate(law)
    return law
  }

  /// Makes one step, extrapolated as far as the objective allows.
  ///
  /// Where the extrapolation to a fixed point fails, the clusters are on their way from one fixed
  /// point to another; then plain steps are prolonged, ever more as long as the objective falls.
  private mutating func advance(from law: ClusterLaw, _ correction: [Double]?) -> ClusterLaw {
    let plain = image
    evaluate(plain)
    guard let correction else { return plain }
    let (plainImage, plainObjective, plainResidual) = (image, objective, residual)
    for damping in Self.dampings {
      let candidate = moved(plain, along: correction, by: damping)
      evaluate(candidate)
      // Within the objective's rounding the residual decides.
      let isLevel = abs(objective - plainObjective) <= 1e-13
      if isLevel ? residual <= plainResidual : objective < plainObjective { return candidate }
    }
    let candidate = moved(
      plain, along: zip(plain.joint, law.joint).map { $0 - $1 }, by: stride)
    evaluate(candidate)
    if objective < plainObjective {
      stride *= 2
      return candidate
    }
    stride = max(1, stride / 4)
    (image, objective, residual) = (plainImage, plainObjective, plainResidual)
    return plain
  }

  /// A law moved some way; an entry that would leave the simplex goes most of the way to its edge.
  private func moved(
    _ law: ClusterLaw, along change: [Double], by factor: Double
  ) -> ClusterLaw {
    var result = law
    for (place, change) in change.enumerated() {
      let value = law.joint[place] + factor * change
      result.joint[place] = value >= 0 ? value : 0.1 * law.joint[place]
    }
    result.normalise()
    return result
  }

  /// Applies one step to a law.
  private mutating func evaluate(_ law: ClusterLaw) {
    objective = step.apply(to: law, beta: beta, result: &image)
    residual = zip(law.joint, image.joint).reduce(0) { max($0, abs($1.0 - $1.1)) }
    iterations += 1
  }
}

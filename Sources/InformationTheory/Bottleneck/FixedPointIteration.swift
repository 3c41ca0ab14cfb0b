/// The bottleneck's iteration at one β, carried to its fixed point with extrapolation.
///
/// Every step is the textbook's or, where it does not raise the objective, an extrapolated one
/// (``AndersonMixing``), which is what keeps the iteration fast near bifurcations, where plain steps
/// contract by 1 − O(β/β_c − 1) only.
struct FixedPointIteration: Sendable {
  var step: BottleneckStep
  let beta: Double
  private let tolerance: Double
  private let limit: Int
  /// The largest separation of clusters that count as near.
  var reach = 0.3
  /// The number of steps so far.
  private(set) var iterations = 0
  /// The largest change of a p(t, y) in the last step.
  private(set) var residual = Double.infinity
  /// The objective of the last law in nats.
  private(set) var objective = 0.0
  /// The image of the last law.
  private(set) var image: ClusterLaw

  private static let interval = 16
  private static let dampings = [1, 0.5, 0.25, 0.125, 0.06]

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
  private mutating func advance(from law: ClusterLaw, _ correction: [Double]?) -> ClusterLaw {
    let (plain, before) = (image, objective)
    for damping in correction == nil ? [] : Self.dampings {
      var candidate = plain
      for (place, change) in (correction ?? []).enumerated() {
        let value = plain.joint[place] + damping * change
        // An entry that would leave the simplex goes most of the way to its edge.
        candidate.joint[place] = value >= 0 ? value : 0.1 * plain.joint[place]
      }
      candidate.normalise()
      evaluate(candidate)
      if objective <= before + 1e-14 { return candidate }
    }
    evaluate(plain)
    return plain
  }

  /// Applies one step to a law.
  private mutating func evaluate(_ law: ClusterLaw) {
    objective = step.apply(to: law, beta: beta, result: &image)
    residual = zip(law.joint, image.joint).reduce(0) { max($0, abs($1.0 - $1.1)) }
    iterations += 1
  }
}

/// The bottleneck's iteration at one β, carried to its fixed point with extrapolation.
///
/// Every step is Newton's (``BottleneckNewton``), with many unknowns an extrapolated one
/// (``AndersonMixing``), or where these do not lower the objective the textbook's. Near bifurcations
/// plain steps alone contract by 1 − O(β/β_c − 1) only.
struct FixedPointIteration: Sendable {
  var step: BottleneckStep
  let beta: Double
  private let tolerance: Double
  /// The largest number of steps.
  let limit: Int
  /// The number of steps so far.
  private(set) var iterations = 0
  /// The largest change of a p(t, y) in the last step, relative to p(t).
  private(set) var residual = Double.infinity
  /// The objective of the last law in nats.
  private(set) var objective = 0.0
  /// The image of the last law.
  private(set) var image: ClusterLaw
  /// How much of the plain step's matrix is added to Newton's.
  private var damping = 0.0
  private var mixing = AndersonMixing(depth: 9)

  /// The number of steps between looks for clusters that can be joined.
  private static let interval = 6
  /// The number of steps without progress after which the rest is rounding.
  private static let patience = 8
  /// The largest number of unknowns for which Newton's matrix is set up.
  private static let newtonLimit = 300
  /// A change of the objective that may be rounding.
  private static let rounding = 1e-15

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
    var law = restart(step.simplified(start, beta: beta))
    var progress = Progress(residual: residual, objective: objective)
    while iterations < limit {
      let isDone = residual < tolerance || progress.stale >= Self.patience
      if isDone || iterations % Self.interval == 0 {
        let simpler = step.simplified(law, beta: beta)
        if simpler.count < law.count {
          law = restart(simpler)
          progress = Progress(residual: residual, objective: objective)
          continue
        }
        evaluate(law)
        if isDone { break }
      }
      law = advance(from: law)
      progress.add(residual: residual, objective: objective)
    }
    return law
  }

  private mutating func restart(_ law: ClusterLaw) -> ClusterLaw {
    mixing.clear()
    damping = 0
    evaluate(law)
    return law
  }

  /// Makes one step that does not raise the objective.
  private mutating func advance(from law: ClusterLaw) -> ClusterLaw {
    let plain = image
    let before = (logarithms: step.logarithms, residual: residual)
    if law.joint.count <= Self.newtonLimit {
      let newton = BottleneckNewton(step, law: law, image: image, beta: beta)
      for _ in 0..<4 {
        if let candidate = newton.step(damping: damping), accepts(candidate, before) {
          damping = damping < 1e-5 ? 0 : damping / 8
          return candidate
        }
        damping = min(1e3, max(1e-3, 8 * damping))
      }
    } else {
      mixing.append(law.joint, image: image.joint)
      if let correction = mixing.correction() {
        for factor in [1, 0.3]
        where accepts(moved(plain, along: correction, by: factor), before) {
          return moved(plain, along: correction, by: factor)
        }
      }
    }
    evaluate(plain)
    return plain
  }

  /// Whether a law is better: by its objective or, within rounding, by its residual.
  private mutating func accepts(
    _ candidate: ClusterLaw, _ before: (logarithms: [Double], residual: Double)
  ) -> Bool {
    evaluate(candidate)
    // Class by class, which loses less to rounding than the difference of the objectives.
    var change = 0.0
    for (index, weight) in step.classes.weights.enumerated() {
      change -= weight * (step.logarithms[index] - before.logarithms[index])
    }
    return abs(change) <= Self.rounding * max(1, abs(objective))
      ? residual < before.residual : change < 0
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
    residual = 0
    for cluster in 0..<law.count {
      let weight = law.weight(of: cluster)
      for place in law.range(of: cluster) {
        residual = max(residual, abs(image.joint[place] - law.joint[place]) / weight)
      }
    }
    iterations += 1
  }
}

/// Counts steps that bring nothing: no smaller residual and no lower objective.
private struct Progress {
  private var residual: Double
  private var objective: Double
  private(set) var stale = 0

  init(residual: Double, objective: Double) {
    (self.residual, self.objective) = (residual, objective)
  }

  mutating func add(residual: Double, objective: Double) {
    let isBetter = residual < self.residual / 2 || objective < self.objective - 1e-13
    stale = isBetter ? 0 : stale + 1
    guard isBetter else { return }
    self.residual = min(self.residual, residual)
    self.objective = min(self.objective, objective)
  }
}

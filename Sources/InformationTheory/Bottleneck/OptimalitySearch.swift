internal import RealModule

/// Looks for a cluster that would lower the objective: the certificate of a global minimum.
///
/// The objective −Σ p(x) ln Z(x) is convex in the measure that p(t) puts on label laws r. Putting
/// weight on a further law r lowers it at the rate D(r) − 1,
///
/// ```
/// D(r) = Σ_x p(x) exp(−β KL[p(y|x)‖r])/Z(x)
/// ```
///
/// so the minimum is reached when no r has D(r) > 1, and ln max D bounds the distance from it
/// (B. G. Lindsay, "The geometry of mixture likelihoods", Ann. Statist. 11 (1983) 86-94,
/// doi:10.1214/aos/1176346059). The largest D is looked for by steps r ← Σ_x … p(y|x), which never
/// lower D, from the label laws of the classes.
struct OptimalitySearch {
  /// The label laws from which the search starts, at most 256 of them.
  private let starts: [[Double]]
  private let classes: PatternClasses
  private let negativeEntropies: [Double]

  init(_ classes: PatternClasses) {
    self.classes = classes
    negativeEntropies = classes.negativeLabelEntropies
    let distinct = classes.merged().classes
    let stride = (distinct.count + 255) / 256
    starts = Swift.stride(from: 0, to: distinct.count, by: stride).map {
      Array(distinct.labelLaw(of: $0))
    }
  }

  /// The largest ln D found, and the law where it is.
  ///
  /// - Parameters:
  ///   - logarithms: ln Z(x) of the present clusters.
  ///   - beta: β.
  /// - Returns: The largest value and its place.
  func best(logarithms: [Double], beta: Double) -> (excess: Double, law: [Double]) {
    var best = (excess: -Double.infinity, law: [Double]())
    for start in starts {
      let summit = climb(from: start, logarithms, beta)
      if summit.excess > best.excess { best = summit }
    }
    return best
  }

  /// The summit of ln D that steps from a law lead to, extrapolated two by two.
  ///
  /// The extrapolation is that of R. Varadhan and C. Roland, "Simple and globally convergent methods
  /// for accelerating the convergence of any EM algorithm", Scand. J. Statist. 35 (2008) 335-353,
  /// doi:10.1111/j.1467-9469.2007.00585.x.
  private func climb(
    from start: [Double], _ logarithms: [Double], _ beta: Double
  ) -> (excess: Double, law: [Double]) {
    var place = start
    var (value, first) = ascend(place, logarithms, beta)
    for _ in 0..<20 {
      let (middleValue, second) = ascend(first, logarithms, beta)
      let steps = zip(place, zip(first, second)).map { ($1.0 - $0, $1.1 - 2 * $1.0 + $0) }
      let length = steps.reduce(0) { $0 + $1.0 * $1.0 }
      let curvature = steps.reduce(0) { $0 + $1.1 * $1.1 }
      guard length > 1e-20, curvature > 0 else { return (middleValue, first) }
      let stride = max(1, (length / curvature).squareRoot())
      let guess = zip(place, steps).map { max(0, $0 + 2 * stride * $1.0 + stride * stride * $1.1) }
      let sum = guess.reduce(0, +)
      place = guess.map { $0 / sum }
      (value, first) = ascend(place, logarithms, beta)
      if value < middleValue {
        place = second
        (value, first) = ascend(place, logarithms, beta)
      }
    }
    return (value, place)
  }

  /// ln D of a law and the law of the next step.
  private func ascend(
    _ law: [Double], _ logarithms: [Double], _ beta: Double
  ) -> (Double, [Double]) {
    let labels = classes.labelCount
    let lawLogarithms = law.map { $0 > 0 ? Double.log($0) : -1e300 }
    var next = [Double](repeating: 0, count: labels)
    var sum = 0.0
    let rows = classes.labelProbabilities.span
    for index in logarithms.indices {
      let start = index &* labels
      var mean = -negativeEntropies[index]
      for label in 0..<labels { mean += rows[start &+ label] * lawLogarithms[label] }
      let exponent = beta * mean - logarithms[index]
      guard exponent > -700 else { continue }
      let value = classes.weights[index] * Double.exp(exponent)
      sum += value
      for label in 0..<labels { next[label] += value * rows[start &+ label] }
    }
    return (Double.log(sum), next.map { $0 / sum })
  }
}

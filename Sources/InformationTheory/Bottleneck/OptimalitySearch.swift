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

  init(_ classes: PatternClasses) {
    self.classes = classes
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
  ///   - steps: The number of steps from each start.
  /// - Returns: The largest value and its place.
  func best(
    logarithms: [Double], beta: Double, steps: Int = 4
  ) -> (excess: Double, law: [Double]) {
    var best = (excess: -Double.infinity, law: [Double]())
    for start in starts {
      var law = start
      for _ in 0..<steps {
        let (gain, next) = ascend(law, logarithms, beta)
        if gain > best.excess { best = (gain, law) }
        law = next
      }
    }
    return best
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
      var mean = 0.0
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

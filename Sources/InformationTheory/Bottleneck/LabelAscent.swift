internal import LinearAlgebra
internal import RealModule

/// Climbs D(r) = Σ_x p(x) exp(−β KL[p(y|x)‖r])/Z(x) over label laws r.
///
/// With ω(x) the terms of the sum divided by it and m = Σ_x ω(x) p(y|x), the derivatives of ln D in
/// ln r are β (m − r) and β² Cov_ω[p(y|x)] − β (diag r − r rᵀ).
struct LabelAscent {
  private let classes: PatternClasses
  private let beta: Double
  /// ln p(x) + β Σ_y p(y|x) ln p(y|x) − ln Z(x).
  private let offsets: [Double]
  private var logarithms: [Double]
  private var terms: [Double]

  /// p(y) below this follows the plain step.
  private static let least = 1e-9

  init(
    _ classes: PatternClasses, negativeEntropies: [Double], logarithms: [Double], beta: Double
  ) {
    self.classes = classes
    self.beta = beta
    offsets = logarithms.indices.map {
      Double.log(classes.weights[$0]) - beta * negativeEntropies[$0] - logarithms[$0]
    }
    self.logarithms = Array(repeating: 0, count: classes.labelCount)
    terms = Array(repeating: 0, count: classes.count)
  }

  /// The summit that steps from a law lead to.
  mutating func climb(from start: [Double]) -> (excess: Double, law: [Double]) {
    var place = start
    var here = evaluate(place)
    var stretch = 1.0
    for _ in 0..<100 {
      let distance = zip(place, here.mean).reduce(0) { max($0, abs($1.0 - $1.1)) }
      guard distance > 1e-11 else { break }
      let newton = newtonStep(from: place, mean: here.mean)
      var next = newton ?? prolonged(place, here.mean, by: stretch)
      var there = evaluate(next)
      if there.value >= here.value {
        stretch = newton == nil ? 2 * stretch : stretch
      } else {
        stretch = 1
        next = here.mean
        there = evaluate(next)
      }
      (place, here) = (next, there)
    }
    return (here.value, place)
  }

  /// ln D and m; leaves ω in `terms`.
  private mutating func evaluate(_ law: [Double]) -> (value: Double, mean: [Double]) {
    let labels = classes.labelCount
    for label in 0..<labels { logarithms[label] = law[label] > 0 ? Double.log(law[label]) : -1e300 }
    var largest = -Double.infinity
    let probabilities = classes.labelProbabilities
    let rows = probabilities.span
    for index in terms.indices {
      var mean = 0.0
      for label in 0..<labels { mean += rows[index &* labels &+ label] * logarithms[label] }
      terms[index] = offsets[index] + beta * mean
      largest = max(largest, terms[index])
    }
    var sum = 0.0
    for index in terms.indices {
      let difference = terms[index] - largest
      terms[index] = difference > -700 ? Double.exp(difference) : 0
      sum += terms[index]
    }
    var mean = [Double](repeating: 0, count: labels)
    for index in terms.indices {
      terms[index] /= sum
      for label in 0..<labels { mean[label] += terms[index] * rows[index &* labels &+ label] }
    }
    return (largest + Double.log(sum), mean)
  }

  /// Newton's step in ln r, or nil where ln D does not curve down.
  private func newtonStep(from law: [Double], mean: [Double]) -> [Double]? {
    if law.count == 2, law[0] > Self.least, law[1] > Self.least {
      return binaryStep(from: law, mean: mean)
    }
    let present = law.indices.filter { law[$0] > Self.least }
    let roots = present.map { law[$0].squareRoot() }
    var matrix = Matrix.identity(present.count)
    let labels = classes.labelCount
    for index in terms.indices where terms[index] > 1e-20 {
      for (row, i) in present.enumerated() {
        let factor =
          beta * terms[index] * (classes.labelProbabilities[index &* labels &+ i] - mean[i])
          / roots[row]
        for column in 0...row {
          let j = present[column]
          let difference = classes.labelProbabilities[index &* labels &+ j] - mean[j]
          matrix[row, column] -= factor * difference / roots[column]
        }
      }
    }
    let slope = present.indices.map { (mean[present[$0]] - law[present[$0]]) / roots[$0] }
    guard let factors = try? CholeskyFactorization(matrix),
      let change = try? factors.solve(slope)
    else { return nil }
    var next = mean
    for (row, i) in present.enumerated() {
      next[i] = law[i] * Double.exp(min(2, max(-2, change[row] / roots[row])))
    }
    return normalised(next)
  }

  /// Newton's step for two labels, in the logarithm of their odds.
  private func binaryStep(from law: [Double], mean: [Double]) -> [Double]? {
    var variance = 0.0
    for index in terms.indices {
      let difference = classes.labelProbabilities[2 &* index &+ 1] - mean[1]
      variance += terms[index] * difference * difference
    }
    let curvature = law[0] * law[1] - beta * variance
    guard curvature > 0 else { return nil }
    let change = min(2, max(-2, (mean[1] - law[1]) / curvature))
    return normalised([law[0], law[1] * Double.exp(change)])
  }

  /// A step from a law towards its image, prolonged in the logarithms.
  private func prolonged(_ law: [Double], _ mean: [Double], by stretch: Double) -> [Double] {
    normalised(
      zip(law, mean).map { p, q in
        p > 0 && q > 0 ? p * Double.exp(min(3, max(-3, stretch * Double.log(q / p)))) : q
      })
  }

  private func normalised(_ law: [Double]) -> [Double] {
    let sum = law.reduce(0, +)
    return law.map { $0 / sum }
  }
}

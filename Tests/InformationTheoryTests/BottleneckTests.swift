import InformationTheory
import RandomStreams
import RealModule
import Testing

/// h(p) in bits.
private func binaryEntropy(_ p: Double) -> Double {
  p <= 0 || p >= 1 ? 0 : -p * Double.log2(p) - (1 - p) * Double.log2(1 - p)
}

/// The p ≤ ½ whose binary entropy is given.
private func inverseBinaryEntropy(_ entropy: Double) -> Double {
  var (low, high) = (0.0, 0.5)
  for _ in 0..<100 {
    let middle = (low + high) / 2
    if binaryEntropy(middle) < entropy { low = middle } else { high = middle }
  }
  return (low + high) / 2
}

/// A joint law of several classes and labels, drawn at random.
private func randomClasses(seed: UInt64, classes: Int, labels: Int) throws -> PatternClasses {
  var stream = RandomStream(seed: seed, purpose: .general)
  let weights = (0..<classes).map { _ in 0.1 + stream.uniform() }
  let rows = (0..<classes).map { index -> [Double] in
    let row = (0..<labels).map { label -> Double in
      // Some classes exclude a label.
      let value = stream.uniform()
      return index % 3 == 1 && label == index % labels ? 0 : value * value * value
    }
    return row.map { $0 / row.reduce(0, +) }
  }
  return try PatternClasses(weights: weights, labelProbabilities: rows)
}

/// The curve by the self-consistent equations as they stand: plain steps from the identity map.
private func plainIteration(
  _ classes: PatternClasses, beta: Double, steps: Int
) -> (input: Double, label: Double) {
  let (n, m) = (classes.count, classes.labelCount)
  var encoder = (0..<n).map { x in (0..<n).map { $0 == x ? 1.0 : 0 } }
  var (weights, laws) = ([Double](), [[Double]]())
  for _ in 0..<steps {
    weights = (0..<n).map { t in (0..<n).reduce(0) { $0 + classes.weights[$1] * encoder[$1][t] } }
    laws = (0..<n).map { t in
      (0..<m).map { y in
        (0..<n).reduce(0) {
          $0 + classes.weights[$1] * encoder[$1][t] * classes.labelProbabilities[$1 * m + y]
        } / max(weights[t], 1e-300)
      }
    }
    for x in 0..<n {
      let terms = (0..<n).map { t -> Double in
        guard weights[t] > 1e-300 else { return 0 }
        let divergence = (0..<m).reduce(0.0) { sum, y in
          let p = classes.labelProbabilities[x * m + y]
          return p > 0 ? sum + p * Double.log(p / laws[t][y]) : sum
        }
        return weights[t] * Double.exp(-beta * divergence)
      }
      let sum = terms.reduce(0, +)
      encoder[x] = terms.map { $0 / sum }
    }
  }
  var (input, label) = (0.0, 0.0)
  let marginal = classes.labelMarginal
  for t in 0..<n where weights[t] > 1e-300 {
    for x in 0..<n where encoder[x][t] > 0 {
      input += classes.weights[x] * encoder[x][t] * Double.log2(encoder[x][t] / weights[t])
    }
    for y in 0..<m where laws[t][y] > 0 {
      label += weights[t] * laws[t][y] * Double.log2(laws[t][y] / marginal[y])
    }
  }
  return (input, label)
}

@Suite("The information bottleneck")
struct BottleneckTests {
  @Test(
    "the symmetric binary channel has the curve of Mrs Gerber's lemma",
    arguments: [0.02, 0.1, 0.3])
  func symmetricChannel(noise: Double) throws {
    let classes = try PatternClasses(
      weights: [1, 1], labelProbabilities: [[1 - noise, noise], [noise, 1 - noise]])
    var configuration = BottleneckConfiguration()
    configuration.pointCount = 60
    let curve = try BottleneckSolver(classes, configuration: configuration).curve()
    for point in curve.points {
      let p = inverseBinaryEntropy(1 - point.aboutInput)
      let exact = 1 - binaryEntropy(p * (1 - noise) + (1 - p) * noise)
      #expect(abs(point.aboutLabel - exact) < 1e-12, "β = \(point.beta)")
    }
    let correlation = (1 - 2 * noise) * (1 - 2 * noise)
    #expect(abs(classes.squaredMaximalCorrelation - correlation) < 1e-14)
    #expect(abs(curve.criticalBeta * correlation - 1) < 1e-13)
    #expect(abs(curve.onsetBeta * correlation - 1) < 1e-6)
    // Between the points the interpolation keeps close to the curve.
    for input in stride(from: 0.01, to: 0.99, by: 0.02) {
      let p = inverseBinaryEntropy(1 - input)
      let exact = 1 - binaryEntropy(p * (1 - noise) + (1 - p) * noise)
      #expect(abs(curve.labelBound(atInput: input) - exact) < 1e-4)
      #expect(abs(curve.inputBound(atLabel: curve.labelBound(atInput: input)) - input) < 1e-9)
    }
  }

  @Test("an erasure channel has a straight curve up to the erasure's limit")
  func erasure() throws {
    // Y is X or lost; losing is a label of its own, so I(T;Y) = (1 − e) I(T;X).
    let e = 0.3
    let classes = try PatternClasses(
      weights: [1, 1], labelProbabilities: [[1 - e, 0, e], [0, 1 - e, e]])
    let solver = try BottleneckSolver(classes)
    #expect(abs(classes.squaredMaximalCorrelation - (1 - e)) < 1e-14)
    let above = try solver.point(beta: 1.01 / (1 - e))
    #expect(abs(above.aboutInput - 1) < 1e-9 && abs(above.aboutLabel - (1 - e)) < 1e-9)
    let below = try solver.point(beta: 0.99 / (1 - e))
    #expect(below.aboutInput == 0 && below.clusterCount == 1)
  }

  @Test("plain steps of the self-consistent equations end at the same points", arguments: 0..<6)
  func plainSteps(seed: UInt64) throws {
    let classes = try randomClasses(seed: seed, classes: 6, labels: 2 + Int(seed % 3))
    let solver = try BottleneckSolver(classes)
    for factor in [1.5, 3, 12] {
      let beta = factor / classes.squaredMaximalCorrelation
      let point = try solver.point(beta: beta)
      let plain = plainIteration(classes, beta: beta, steps: 4000)
      let value = point.aboutInput - beta * point.aboutLabel
      let plainValue = plain.input - beta * plain.label
      // The plain iteration may be late or caught at a fixed point that is not the best.
      #expect(value <= plainValue + 1e-10)
      if abs(value - plainValue) < 1e-10 {
        #expect(abs(point.aboutInput - plain.input) < 1e-3)
      }
    }
  }

  @Test(
    "the curve rises, is concave, has the slope 1/β and keeps below its bounds", arguments: 0..<8)
  func laws(seed: UInt64) throws {
    let classes = try randomClasses(seed: seed, classes: 9, labels: 2 + Int(seed % 4))
    var configuration = BottleneckConfiguration()
    configuration.pointCount = 80
    let curve = try BottleneckSolver(classes, configuration: configuration).curve()
    for (before, after) in zip(curve.points, curve.points.dropFirst()) {
      #expect(after.beta > before.beta)
      #expect(after.aboutInput >= before.aboutInput - 1e-9)
      #expect(after.aboutLabel >= before.aboutLabel - 1e-9)
      let (width, rise) = (
        after.aboutInput - before.aboutInput, after.aboutLabel - before.aboutLabel
      )
      // The chord's slope lies between the slopes at its ends.
      #expect(rise <= width / before.beta + 1e-9)
      #expect(rise >= width / after.beta - 1e-9)
    }
    for point in curve.points {
      #expect(point.aboutLabel <= point.aboutInput + 1e-12)
      #expect(point.aboutLabel <= curve.patternLabelInformation + 1e-12)
      #expect(point.aboutInput <= curve.classEntropy + 1e-12)
      #expect(point.optimalityGap < 1e-3)
    }
    #expect(curve.points[0].aboutInput == 0)
    #expect(curve.labelBound(atInput: curve.classEntropy) == curve.patternLabelInformation)
    #expect(curve.onsetBeta <= curve.criticalBeta * (1 + 1e-9) && curve.onsetBeta >= 1)
    let beta = curve.onsetBeta
    let solver = try BottleneckSolver(classes)
    #expect(try solver.point(beta: beta * (1 - 1e-3)).aboutInput < 1e-9)
  }

  @Test("equal classes change nothing, joined or not", arguments: [1.3, 4.0, 40.0])
  func reduction(beta: Double) throws {
    let few = try randomClasses(seed: 3, classes: 7, labels: 2)
    // Each class in pieces of different weight.
    let parts = [0.1, 0.2, 0.3, 0.4]
    let many = try PatternClasses(
      weights: few.weights.flatMap { weight in parts.map { $0 * weight } },
      labelProbabilities: (0..<few.count).flatMap { index in
        parts.map { _ in Array(few.labelLaw(of: index)) }
      })
    #expect(many.count == 28 && many.merged().classes.count == 7)
    #expect(many.merged().membership == (0..<28).map { $0 / 4 })
    let first = try BottleneckSolver(few).point(beta: beta)
    for merges in [true, false] {
      let second = try BottleneckSolver(many, mergesEqualClasses: merges).point(beta: beta)
      #expect(abs(first.aboutInput - second.aboutInput) < 1e-9)
      #expect(abs(first.aboutLabel - second.aboutLabel) < 1e-9)
    }
  }

  @Test("a deterministic rule has the degenerate curve, and the squared multiplier its points")
  func deterministic() throws {
    let labels = try LabelDistribution(labels: [0, 0, 0, 1, 1, 0, 1, 0, 0, 0], classCount: 2)
    let solver = try BottleneckSolver(PatternClasses(labels))
    let curve = try solver.curve()
    let entropy = labels.entropy
    #expect(curve.isDegenerate && abs(curve.onsetBeta - 1) < 1e-12)
    for point in curve.points { #expect(point.aboutLabel == point.aboutInput) }
    for input in [0.1, 0.5, entropy, 2] {
      #expect(abs(curve.labelBound(atInput: input) - min(input, entropy)) < 1e-12)
    }
    let corner = try solver.point(beta: 2)
    #expect(abs(corner.aboutInput - entropy) < 1e-12 && abs(corner.aboutLabel - entropy) < 1e-12)
    #expect(try solver.point(beta: 0.9).aboutInput == 0)
    // I − β₂ I² has its maximum at 1/(2 β₂), or at the corner.
    for squared in [0.2, 0.6, 0.8, 2, 10] {
      let point = try curve.point(squaredMultiplier: squared)
      #expect(abs(point.aboutInput - min(1 / (2 * squared), entropy)) < 1e-7)
      #expect(abs(point.aboutLabel - point.aboutInput) < 1e-7)
    }
    for point in curve.points.dropFirst() {
      #expect(abs(point.squaredMultiplier * 2 * point.aboutInput - 1) < 1e-12)
    }
  }

  @Test("on a curved bound both multipliers belong to the same points")
  func squaredMultiplier() throws {
    let classes = try PatternClasses(
      weights: [1, 1], labelProbabilities: [[0.9, 0.1], [0.1, 0.9]])
    let solver = try BottleneckSolver(classes)
    let curve = try solver.curve()
    for beta in [2.0, 3, 5] {
      let point = try solver.point(beta: beta)
      let squared = try curve.point(squaredMultiplier: point.squaredMultiplier)
      #expect(abs(squared.aboutInput - point.aboutInput) < 1e-4)
    }
  }

  @Test("independent variables have no curve")
  func independent() throws {
    let classes = try PatternClasses(
      weights: [1, 2], labelProbabilities: [[0.4, 0.6], [0.4, 0.6]])
    let curve = try BottleneckSolver(classes).curve()
    #expect(curve.onsetBeta == .infinity && curve.points.count == 1)
    #expect(curve.labelBound(atInput: 3) < 1e-15)
  }

  @Test("parameters without meaning are refused")
  func badInput() throws {
    let classes = try PatternClasses(weights: [1, 1], labelProbabilities: [[1, 0], [0.5, 0.5]])
    let solver = try BottleneckSolver(classes)
    for beta in [0, -1, Double.nan, .infinity] {
      #expect(throws: InformationError.self) { try solver.point(beta: beta) }
    }
    #expect(throws: InformationError.self) {
      try PatternClasses(weights: [1], labelProbabilities: [[1, 0], [0.5, 0.5]])
    }
    #expect(throws: InformationError.self) {
      try PatternClasses(weights: [1, 0], labelProbabilities: [[1, 0], [0.5, 0.5]])
    }
    #expect(throws: InformationError.self) {
      try PatternClasses(weights: [1, 1], labelProbabilities: [[1, 0], [0.7, 0.5]])
    }
    var configuration = BottleneckConfiguration()
    configuration.pointCount = 1
    #expect(throws: InformationError.self) {
      try BottleneckSolver(classes, configuration: configuration)
    }
    #expect(throws: InformationError.self) {
      try solver.curve().point(squaredMultiplier: 0)
    }
  }
}

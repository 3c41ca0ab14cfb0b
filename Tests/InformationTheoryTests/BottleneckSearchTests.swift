import InformationTheory
import RandomStreams
import RealModule
import Testing

/// A joint law of several classes and labels, drawn at random.
func randomClasses(seed: UInt64, classes: Int, labels: Int) throws -> PatternClasses {
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

/// An encoder p(t|x) as written down, shape [x][t], apart from the solver's own code.
private struct WrittenEncoder {
  let classes: PatternClasses
  var rows: [[Double]]

  /// p(t), and p(y|t) of the clusters with weight.
  var clusters: (weights: [Double], laws: [[Double]]) {
    let symbols = rows[0].indices
    let weights = symbols.map { t in
      rows.indices.reduce(0) { $0 + classes.weights[$1] * rows[$1][t] }
    }
    let laws = symbols.map { t in
      (0..<classes.labelCount).map { y in
        rows.indices.reduce(0) {
          $0 + classes.weights[$1] * rows[$1][t]
            * classes.labelProbabilities[$1 * classes.labelCount + y]
        } / max(weights[t], 1e-300)
      }
    }
    return (weights, laws)
  }

  /// I(X;T) and I(T;Y) in bits, by their definitions.
  var information: (input: Double, label: Double) {
    let (weights, laws) = clusters
    let marginal = classes.labelMarginal
    var (input, label) = (0.0, 0.0)
    for t in weights.indices where weights[t] > 1e-300 {
      for x in rows.indices where rows[x][t] > 0 {
        input += classes.weights[x] * rows[x][t] * Double.log2(rows[x][t] / weights[t])
      }
      for y in marginal.indices where laws[t][y] > 0 {
        label += weights[t] * laws[t][y] * Double.log2(laws[t][y] / marginal[y])
      }
    }
    return (input, label)
  }

  /// One step of the self-consistent equations; returns the largest change of a p(t|x).
  mutating func step(beta: Double) -> Double {
    let (weights, laws) = clusters
    var change = 0.0
    for x in rows.indices {
      let terms = weights.indices.map { t -> Double in
        guard weights[t] > 1e-300 else { return 0 }
        let divergence = laws[t].indices.reduce(0.0) { sum, y in
          let p = classes.labelProbabilities[x * classes.labelCount + y]
          return p > 0 ? sum + p * Double.log(p / laws[t][y]) : sum
        }
        return weights[t] * Double.exp(-beta * divergence)
      }
      let sum = terms.reduce(0, +)
      for t in terms.indices {
        change = max(change, abs(rows[x][t] - terms[t] / sum))
        rows[x][t] = terms[t] / sum
      }
    }
    return change
  }
}

@Suite("The bottleneck against searches that share no code with it")
struct BottleneckSearchTests {
  @Test(
    "no random start of the plain equations ends lower, and the best ends equal", arguments: 0..<12)
  func restarts(seed: UInt64) throws {
    let n = 2 + Int(seed % 3)
    let classes = try randomClasses(seed: 40 + seed, classes: n, labels: 2 + Int(seed / 3 % 2))
    let solver = try BottleneckSolver(classes)
    var stream = RandomStream(seed: seed, purpose: .general)
    for factor in [0.9, 1.3, 3, 20] {
      let beta = max(1.05, factor * (1 / classes.squaredMaximalCorrelation))
      let point = try solver.point(beta: beta)
      let value = point.aboutInput - beta * point.aboutLabel
      var best = (value: Double.infinity, input: 0.0)
      for _ in 0..<16 {
        // As many clusters as classes are always enough.
        var encoder = WrittenEncoder(
          classes: classes,
          rows: (0..<n).map { _ in
            let row = (0..<n).map { _ in stream.uniform() * stream.uniform() + 1e-3 }
            return row.map { $0 / row.reduce(0, +) }
          })
        for _ in 0..<20_000 where encoder.step(beta: beta) < 1e-13 { break }
        let end = encoder.information
        #expect(end.input - beta * end.label >= value - 1e-9, "β = \(beta)")
        if end.input - beta * end.label < best.value {
          best = (end.input - beta * end.label, end.input)
        }
      }
      #expect(abs(best.value - value) < 1e-9, "β = \(beta)")
      #expect(abs(best.input - point.aboutInput) < 1e-4, "β = \(beta)")
    }
  }

  @Test("no deterministic encoder is better", arguments: 0..<8)
  func deterministicEncoders(seed: UInt64) throws {
    let n = 3 + Int(seed % 2)
    let classes = try randomClasses(seed: 70 + seed, classes: n, labels: 3)
    let solver = try BottleneckSolver(classes)
    for beta in [1.2, 2, 4, 10, 50, 400] {
      let point = try solver.point(beta: beta)
      let value = point.aboutInput - beta * point.aboutLabel
      // All maps from n classes to n clusters, as numbers with n digits.
      let maps = (0..<n).reduce(1) { product, _ in product * n }
      for map in 0..<maps {
        var (rows, rest) = ([[Double]](), map)
        for _ in 0..<n {
          rows.append((0..<n).map { $0 == rest % n ? 1 : 0 })
          rest /= n
        }
        let information = WrittenEncoder(classes: classes, rows: rows).information
        #expect(information.input - beta * information.label >= value - 1e-9)
      }
    }
  }

  @Test(
    "a fine grid of all encoders of two classes finds nothing better", arguments: [1.8, 3.0, 9.0])
  func grid(beta: Double) throws {
    let classes = try PatternClasses(
      weights: [0.6, 0.4], labelProbabilities: [[0.8, 0.15, 0.05], [0.1, 0.2, 0.7]])
    let point = try BottleneckSolver(classes).point(beta: beta)
    let value = point.aboutInput - beta * point.aboutLabel
    var least = Double.infinity
    for i in 0...300 {
      for j in 0...300 {
        let (p, q) = (Double(i) / 300, Double(j) / 300)
        let encoder = WrittenEncoder(classes: classes, rows: [[p, 1 - p], [q, 1 - q]])
        let information = encoder.information
        least = min(least, information.input - beta * information.label)
      }
    }
    #expect(least >= value - 1e-9)
    // The grid's spacing of 1/300 leaves an error of second order.
    #expect(least <= value + 1e-3)
  }
}

import Foundation
import InformationTheory
import Testing

@Suite("One iteration of a layer's encoder")
struct EncoderImprovementTests {
  private let symbols = [0, 0, 1, 2, 1, 2, 2, 3, 0, 3]
  private let laws = [0.9, 0.9, 0.2, 0.5, 0.2, 0.9, 0.1, 0.1, 0.5, 0.6]

  private func improvement(beta: Double) throws -> EncoderImprovement {
    let labels = try LabelDistribution(probabilitiesOfOne: laws)
    return try EncoderImprovement(
      LayerSymbols(labels: symbols), of: PatternClasses(labels), beta: beta)
  }

  /// I(X;T) − β I(T;Y) in nats of an encoder p(t|x) over equally likely patterns.
  private func lagrangian(_ encoder: [[Double]], beta: Double) -> Double {
    let count = Double(laws.count)
    func entropy(_ p: [Double]) -> Double { -p.reduce(0) { $1 > 0 ? $0 + $1 * log($1) : $0 } }
    let weights = encoder[0].indices.map { t in encoder.reduce(0) { $0 + $1[t] } / count }
    let input = entropy(weights) - encoder.reduce(0) { $0 + entropy($1) } / count
    let one = laws.reduce(0, +) / count
    var conditional = 0.0
    for t in weights.indices {
      let joint = zip(encoder, laws).reduce(0) { $0 + $1.0[t] * $1.1 } / count
      conditional += weights[t] * entropy([joint / weights[t], 1 - joint / weights[t]])
    }
    return input - beta * (entropy([one, 1 - one]) - conditional)
  }

  @Test("is p(t) exp(−β KL)/Z with the layer's own p(t) and p(y|t)", arguments: [0.5, 5.0])
  func equation(beta: Double) throws {
    let improved = try improvement(beta: beta)
    #expect(improved.symbolCount == 4)
    for pattern in laws.indices {
      let p = laws[pattern]
      let terms = (0..<4).map { t in
        let members = symbols.indices.filter { symbols[$0] == t }
        let q = members.reduce(0) { $0 + laws[$1] } / Double(members.count)
        let divergence = p * log(p / q) + (1 - p) * log((1 - p) / (1 - q))
        return Double(members.count) / 10 * exp(-beta * divergence)
      }
      for t in 0..<4 {
        let expected = terms[t] / terms.reduce(0, +)
        #expect(abs(improved.probability(ofSymbol: t, pattern: pattern) - expected) < 1e-14)
      }
    }
  }

  @Test("lowers the bottleneck's objective below the layer's", arguments: [0.5, 1.5, 5.0, 30])
  func objective(beta: Double) throws {
    let improved = try improvement(beta: beta)
    let layer = symbols.map { symbol in (0..<4).map { $0 == symbol ? 1.0 : 0 } }
    let after = laws.indices.map { x in
      (0..<4).map { improved.probability(ofSymbol: $0, pattern: x) }
    }
    for t in 0..<4 {
      let weight = after.reduce(0) { $0 + $1[t] } / 10
      #expect(abs(improved.symbolWeights[t] - weight) < 1e-14)
    }
    let labels = try LabelDistribution(probabilitiesOfOne: laws)
    let known = beta * labels.informationAboutLabel * log(2)
    #expect(lagrangian(after, beta: beta) + known <= improved.objective + 1e-12)
    #expect(improved.objective <= lagrangian(layer, beta: beta) + known + 1e-12)
    #expect(lagrangian(after, beta: beta) < lagrangian(layer, beta: beta) - 1e-6)
  }

  @Test("places patterns at the mean of the symbols' centres")
  func places() throws {
    let improved = try improvement(beta: 2)
    let values = (0..<20).map { sin(Double($0)) }
    let places = improved.places(of: values)
    for unit in 0..<2 {
      for pattern in 0..<10 {
        let expected = (0..<4).reduce(0.0) { sum, t in
          let members = symbols.indices.filter { symbols[$0] == t }
          let centre = members.reduce(0) { $0 + values[unit * 10 + $1] } / Double(members.count)
          return sum + improved.probability(ofSymbol: t, pattern: pattern) * centre
        }
        #expect(abs(places[unit * 10 + pattern] - expected) < 1e-14)
      }
    }
  }

  @Test("refuses symbols of other patterns")
  func refusal() throws {
    let labels = try LabelDistribution(probabilitiesOfOne: laws)
    #expect(throws: InformationError.self) {
      try EncoderImprovement(LayerSymbols(labels: [0, 1]), of: PatternClasses(labels), beta: 1)
    }
  }
}

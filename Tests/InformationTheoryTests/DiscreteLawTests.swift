import InformationTheory
import RandomStreams
import RealModule
import Testing

private func randomTable(seed: UInt64, zeros: Bool) -> [[Double]] {
  var stream = RandomStream(seed: seed, purpose: .general)
  return (0..<4).map { _ in
    (0..<7).map { _ in
      let value = stream.uniform()
      return zeros && value < 0.5 ? 0 : value
    }
  }
}

@Suite("Discrete laws")
struct DiscreteLawTests {
  @Test("a uniform law of n outcomes has log₂ n bits", arguments: [1, 2, 8, 30])
  func uniform(count: Int) throws {
    let law = try DiscreteLaw(counts: Array(repeating: 5, count: count))
    #expect(abs(law.entropy - Double.log2(Double(count))) < 1e-12)
  }

  @Test("the divergence of a fair from a biased coin has its known value")
  func coin() throws {
    let (fair, biased) = (
      try DiscreteLaw(weights: [1, 1]), try DiscreteLaw(weights: [1, 3])
    )
    #expect(abs(fair.divergence(from: biased) - (1 - 0.5 * Double.log2(3))) < 1e-14)
    #expect(fair.divergence(from: fair) == 0)
    let certain = try DiscreteLaw(weights: [1, 0])
    #expect(fair.divergence(from: certain) == .infinity)
    #expect(abs(certain.divergence(from: fair) - 1) < 1e-14)
  }

  @Test("mutual information is symmetric, not negative and below both entropies", arguments: 0..<20)
  func mutualInformation(seed: UInt64) throws {
    let table = randomTable(seed: seed, zeros: seed % 2 == 0)
    let law = try JointLaw(table: table)
    let transposed = try JointLaw(
      table: (0..<7).map { column in table.map { $0[column] } })
    #expect(abs(law.mutualInformation - transposed.mutualInformation) < 1e-14)
    #expect(law.mutualInformation >= 0)
    #expect(law.mutualInformation <= min(law.first.entropy, law.second.entropy) + 1e-14)
    let chain = law.first.entropy + law.second.entropy - law.pairs.entropy
    #expect(abs(law.mutualInformation - chain) < 1e-13)
    #expect(abs(law.conditionalEntropy - (law.first.entropy - law.mutualInformation)) < 1e-13)
  }

  @Test("independent variables share nothing and equal ones everything")
  func extremes() throws {
    let independent = try JointLaw(table: [[1, 2, 3], [2, 4, 6]])
    #expect(independent.mutualInformation < 1e-15)
    let equal = try JointLaw(table: [[0.25, 0], [0, 0.75]])
    #expect(abs(equal.mutualInformation - equal.first.entropy) < 1e-14)
  }

  @Test("negative and missing weights are refused")
  func badWeights() {
    #expect(throws: InformationError.self) { try DiscreteLaw(weights: [1, -1]) }
    #expect(throws: InformationError.empty("positive weights")) {
      try DiscreteLaw(weights: [0, 0])
    }
    #expect(throws: InformationError.self) { try DiscreteLaw(counts: []) }
  }
}

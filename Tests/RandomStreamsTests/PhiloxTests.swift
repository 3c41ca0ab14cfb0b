import RandomStreams
import Testing

@Suite("Philox 4×32-10")
struct PhiloxTests {
  @Test(
    "gives the known answers of Random123",
    arguments: [
      (
        SIMD4<UInt32>(repeating: 0), SIMD2<UInt32>(repeating: 0),
        SIMD4<UInt32>(0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8)
      ),
      (
        SIMD4<UInt32>(repeating: .max), SIMD2<UInt32>(repeating: .max),
        SIMD4<UInt32>(0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD)
      ),
      (
        SIMD4<UInt32>(0x243F_6A88, 0x85A3_08D3, 0x1319_8A2E, 0x0370_7344),
        SIMD2<UInt32>(0xA409_3822, 0x299F_31D0),
        SIMD4<UInt32>(0xD16C_FE09, 0x94FD_CCEB, 0x5001_E420, 0x2412_6EA1)
      ),
    ])
  func knownAnswers(
    counter: SIMD4<UInt32>, key: SIMD2<UInt32>, expected: SIMD4<UInt32>
  ) {
    #expect(Philox.block(counter: counter, key: key) == expected)
  }
}

@Suite("Random streams")
struct RandomStreamTests {
  @Test("the same address gives the same numbers, another address others")
  func addresses() {
    func first(_ seed: UInt64, _ purpose: StreamPurpose, _ index: UInt64) -> [UInt64] {
      var stream = RandomStream(seed: seed, purpose: purpose, index: index)
      return (0..<9).map { _ in stream.next() }
    }
    let reference = first(1, .batches, 5)
    #expect(first(1, .batches, 5) == reference)
    for other in [first(2, .batches, 5), first(1, .labels, 5), first(1, .batches, 6)] {
      #expect(zip(other, reference).allSatisfy { $0 != $1 })
    }
  }

  @Test("uniform numbers have the moments of the uniform law and stay inside the open interval")
  func uniformMoments() {
    var stream = RandomStream(seed: 3, purpose: .general)
    let count = 100_000
    let numbers = (0..<count).map { _ in stream.uniform() }
    #expect(numbers.allSatisfy { $0 > 0 && $0 < 1 })
    let mean = numbers.reduce(0, +) / Double(count)
    let square = numbers.reduce(0) { $0 + $1 * $1 } / Double(count)
    // Four standard errors: the variances of u and u² are 1/12 and 4/45.
    #expect(abs(mean - 0.5) < 4 * (1.0 / 12 / Double(count)).squareRoot())
    #expect(abs(square - 1.0 / 3) < 4 * (4.0 / 45 / Double(count)).squareRoot())
  }

  @Test("a truncated normal stays within its bound and has the variance of its law")
  func truncatedNormal() {
    var stream = RandomStream(seed: 4, purpose: .initialWeights)
    let count = 50_000
    let numbers = (0..<count).map { _ in stream.truncatedNormal(bound: 2) }
    #expect(numbers.allSatisfy { abs($0) <= 2 })
    let square = numbers.reduce(0) { $0 + $1 * $1 } / Double(count)
    // 1 − 4 φ(2)/(2Φ(2) − 1); the fourth moment bounds the variance of the mean square by 1.
    #expect(abs(square - 0.773_741_3) < 4 / Double(count).squareRoot())
  }

  @Test("a permutation holds every number once and all permutations are equally likely")
  func permutations() {
    var stream = RandomStream(seed: 6, purpose: .batches)
    #expect(stream.permutation(of: 100).sorted() == Array(0..<100))
    var counts: [[Int]: Int] = [:]
    for _ in 0..<6000 { counts[stream.permutation(of: 3), default: 0] += 1 }
    #expect(counts.count == 6)
    // χ² with 5 degrees of freedom exceeds 25.7 with probability 10⁻⁴.
    let chiSquare = counts.values.reduce(0.0) { $0 + Double(($1 - 1000) * ($1 - 1000)) / 1000 }
    #expect(chiSquare < 25.7)
  }
}

import InformationTheory
import RandomStreams
import RealModule
import Testing

private func bounds(
  _ activations: [Double], _ labels: LabelDistribution, noiseVariance: Double = 0.1
) throws -> KernelDensityInformation {
  var configuration = KernelDensityConfiguration()
  configuration.noiseVariance = noiseVariance
  return try activations.withUnsafeBufferPointer { buffer throws(InformationError) in
    try KernelDensityEstimator(configuration).information(of: buffer, labels: labels)
  }
}

private func normals(_ count: Int, seed: UInt64) -> [Double] {
  var stream = RandomStream(seed: seed, purpose: .general)
  return (0..<count).map { _ in stream.normal() }
}

/// The bound straight from its definition in nats: −Σ wᵢ ln Σ wⱼ exp(−dᵢⱼ²/(2 c σ²)).
private func definition(
  _ activations: [Double], _ weights: [Double], variance: Double
) -> Double {
  let patterns = weights.count
  let mass = weights.reduce(0, +)
  var entropy = 0.0
  for i in 0..<patterns {
    var sum = 0.0
    for j in 0..<patterns {
      var distance = 0.0
      for start in stride(from: 0, to: activations.count, by: patterns) {
        let d = activations[start + i] - activations[start + j]
        distance += d * d
      }
      sum += weights[j] / mass * Double.exp(-distance / (2 * variance))
    }
    entropy -= weights[i] / mass * Double.log(sum)
  }
  return entropy
}

@Suite("Pairwise bounds of information")
struct KernelDensityTests {
  @Test("agree with their definition", arguments: [1, 3, 12], [17, 64, 203])
  func definitions(units: Int, patterns: Int) throws {
    let activations = normals(units * patterns, seed: UInt64(units + patterns))
    let one = normals(patterns, seed: 99).map { 1 / (1 + Double.exp(-$0)) }
    let labels = try LabelDistribution(probabilitiesOfOne: one)
    let result = try bounds(activations, labels, noiseVariance: 0.3)
    let bit = Double.log(2)
    func entropies(_ weights: [Double]) -> (lower: Double, upper: Double) {
      (
        definition(activations, weights, variance: 4 * 0.3) / bit,
        definition(activations, weights, variance: 0.3) / bit
      )
    }
    let whole = entropies(one.map { _ in 1 })
    let (ones, zeros) = (entropies(one), entropies(one.map { 1 - $0 }))
    let share = one.reduce(0, +) / Double(patterns)
    let lower = share * ones.lower + (1 - share) * zeros.lower
    let upper = share * ones.upper + (1 - share) * zeros.upper
    #expect(abs(result.aboutInputLower - whole.lower) < 2e-5)
    #expect(abs(result.aboutInputUpper - whole.upper) < 2e-5)
    #expect(abs(result.aboutLabelLower - max(0, whole.lower - upper)) < 2e-5)
    #expect(abs(result.aboutLabelUpper - min(labels.entropy, whole.upper - lower)) < 2e-5)
    #expect(abs(result.aboutLabelEstimate - (whole.upper - upper)) < 2e-5)
  }

  @Test("meet when clusters are far apart: log₂ of their number, and all about the label")
  func farClusters() throws {
    // Four clusters of ten equal points, numbered 0 … 3; the label is the cluster's parity.
    let activations = (0..<40).map { Double($0 % 4) * 1e3 }
    let labels = try LabelDistribution(labels: (0..<40).map { $0 % 2 }, classCount: 2)
    let result = try bounds(activations, labels)
    for value in [result.aboutInputLower, result.aboutInputUpper] {
      #expect(abs(value - 2) < 1e-6)
    }
    for value in [
      result.aboutLabelLower, result.aboutLabelUpper, result.aboutLabelEstimate,
    ] { #expect(abs(value - 1) < 1e-6) }
  }

  @Test("vanish when all activations are equal")
  func equalActivations() throws {
    let labels = try LabelDistribution(labels: (0..<50).map { $0 % 2 }, classCount: 2)
    let result = try bounds([Double](repeating: 0.3, count: 100), labels)
    #expect(result.aboutInputUpper < 1e-6 && result.aboutLabelUpper < 1e-6)
  }

  @Test("enclose the information of a Gaussian channel, ½ log₂(1 + s²/σ²)")
  func gaussianChannel() throws {
    let labels = try LabelDistribution(labels: (0..<2000).map { $0 % 2 }, classCount: 2)
    let result = try bounds(normals(2000, seed: 3), labels, noiseVariance: 0.1)
    let exact = 0.5 * Double.log2(1 + 1 / 0.1)
    // The sample of 2000 stands for the normal law to about 1/√2000.
    #expect(result.aboutInputLower < exact + 0.05 && result.aboutInputUpper > exact - 0.05)
    #expect(result.aboutInputUpper - result.aboutInputLower < 1.1)
    // The labels are independent of the activations.
    #expect(result.aboutLabelEstimate < 0.02)
  }

  @Test("fall when the noise grows")
  func monotone() throws {
    let labels = try LabelDistribution(labels: (0..<200).map { $0 % 2 }, classCount: 2)
    let activations = normals(600, seed: 8)
    let results = try [0.01, 0.1, 1, 10].map {
      try bounds(activations, labels, noiseVariance: $0)
    }
    for (less, more) in zip(results, results.dropFirst()) {
      #expect(less.aboutInputLower > more.aboutInputLower)
      #expect(less.aboutInputUpper > more.aboutInputUpper)
    }
    for result in results {
      #expect(result.aboutInputLower <= result.aboutInputUpper)
      #expect(result.aboutLabelLower <= result.aboutLabelUpper)
    }
  }

  @Test("refuse noise that is not positive and activations that are not numbers")
  func badInput() throws {
    let labels = try LabelDistribution(labels: [0, 1], classCount: 2)
    #expect(throws: InformationError.self) { try bounds([0, 1], labels, noiseVariance: 0) }
    #expect(throws: InformationError.activationNotFinite(unit: 1, pattern: 0)) {
      try bounds([0, 1, .infinity, 2], labels)
    }
  }
}

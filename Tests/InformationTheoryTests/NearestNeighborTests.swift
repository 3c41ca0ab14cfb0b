import InformationTheory
import RandomStreams
import RealModule
import Testing

private func normals(_ count: Int, seed: UInt64) -> [Double] {
  var stream = RandomStream(seed: seed, purpose: .general)
  return (0..<count).map { _ in stream.normal() }
}

private func estimator(_ neighbors: Int = 3) throws -> NearestNeighborEstimator {
  var configuration = NearestNeighborConfiguration()
  configuration.neighbors = neighbors
  return try NearestNeighborEstimator(configuration)
}

private func information(
  _ activations: [Double], labels: [Int], inputs: [Double] = [], neighbors: Int = 3
) throws -> NearestNeighborInformation {
  var workspace = try NearestNeighborWorkspace(labels: labels, inputs: inputs)
  let estimator = try estimator(neighbors)
  return try activations.withUnsafeBufferPointer { (buffer) throws(InformationError) in
    try estimator.information(of: buffer, workspace: &workspace)
  }
}

/// Mean of repeated estimates, and the standard error of it.
private func mean(_ values: [Double]) -> (value: Double, error: Double) {
  let count = Double(values.count)
  let mean = values.reduce(0, +) / count
  let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  return (mean, (square / (count - 1) / count).squareRoot())
}

@Suite("Information by nearest neighbours")
struct NearestNeighborTests {
  // In several dimensions 1000 points are few: neighbours are far away and the estimate is too
  // small, by 13 % of 3.6 bit in the worst case here; that is allowed for.
  @Test(
    "of correlated normal vectors is −½ log₂(1 − ρ²) per component", arguments: [0, 0.3, 0.6, 0.9],
    [1, 2, 3])
  func gaussians(correlation: Double, components: Int) throws {
    let samples = 1000
    let estimates = try (0..<8).map { repetition in
      let seed = UInt64(100 * components + repetition)
      let (x, z) = (
        normals(components * samples, seed: seed), normals(components * samples, seed: 999 + seed)
      )
      let mix = (1 - correlation * correlation).squareRoot()
      let y = zip(x, z).map { correlation * $0 + mix * $1 }
      return try estimator().mutualInformation(x, y, sampleCount: samples)
    }
    let truth = -0.5 * Double(components) * Double.log2(1 - correlation * correlation)
    let (value, error) = mean(estimates)
    let bias = components == 1 ? 0.01 : 0.01 + 0.15 * truth
    #expect(abs(value - truth) < 4 * error + bias, "\(value) ± \(error), truth \(truth)")
  }

  @Test("agrees with its definition", arguments: [1, 2, 5], [21, 64, 130])
  func definition(neighbors: Int, samples: Int) throws {
    let (x, y) = (normals(2 * samples, seed: 3), normals(3 * samples, seed: 4))
    let labels = (0..<samples).map { x[$0] > 0.3 ? 1 : 0 }
    let result = try information(
      x, labels: labels, inputs: y, neighbors: neighbors)
    let (input, label) = reference(x, y, labels, neighbors)
    #expect(abs(result.aboutInput - max(0, input)) < 1e-9)
    #expect(abs(result.aboutLabel - max(0, label)) < 1e-9)
    let estimator = try estimator(neighbors)
    let (one, other) = (
      try estimator.mutualInformation(x, y, sampleCount: samples),
      try estimator.mutualInformation(y, x, sampleCount: samples)
    )
    #expect(abs(one - input) < 1e-9 && abs(one - other) < 1e-12)
  }

  @Test("does not change with the order of the samples, a shift or a common scale")
  func invariances() throws {
    let samples = 200
    let (x, noise) = (normals(samples, seed: 5), normals(samples, seed: 6))
    let y = zip(x, noise).map { $0 + $1 }
    let estimator = try estimator()
    let value = try estimator.mutualInformation(x, y, sampleCount: samples)
    let (reversedX, reversedY) = (Array(x.reversed()), Array(y.reversed()))
    #expect(
      abs(try estimator.mutualInformation(reversedX, reversedY, sampleCount: samples) - value)
        < 1e-12)
    // A power of two scales distances exactly.
    let (scaledX, scaledY) = (x.map { $0 * 4 }, y.map { $0 * 4 })
    #expect(
      abs(try estimator.mutualInformation(scaledX, scaledY, sampleCount: samples) - value) < 1e-12)
    // A shift changes rounding, which may exchange two neighbours.
    let shifted = x.map { $0 + 1e6 }
    #expect(
      abs(try estimator.mutualInformation(shifted, y, sampleCount: samples) - value) < 0.01)
  }

  @Test("of a whole number and a number spread around it is known (Gao et al.)")
  func discreteAndContinuous() throws {
    // X uniform on 0 … 4, Y uniform on X … X + 2: I = log₂ 5 − 4/5 bit.
    let truth = Double.log2(5) - 0.8
    let results = try (0..<8).map { repetition in
      var stream = RandomStream(seed: UInt64(repetition), purpose: .general)
      let x = (0..<1000).map { _ in Int(stream.uniform() * 5) }
      let y = x.map { Double($0) + 2 * stream.uniform() }
      return (
        try information(y, labels: x).aboutLabel,
        try estimator().mutualInformation(x.map(Double.init), y, sampleCount: x.count)
      )
    }
    for estimates in [results.map(\.0), results.map(\.1)] {
      let (value, error) = mean(estimates)
      #expect(abs(value - truth) < 4 * error + 0.01, "\(value) ± \(error)")
    }
  }

  @Test("of a unit that is constant for half of the patterns and tells the class else is ½ bit")
  func halfSaturated() throws {
    let results = try (0..<8).map { repetition in
      var stream = RandomStream(seed: UInt64(repetition), purpose: .general)
      let labels = (0..<1000).map { $0 % 2 }
      let unit = labels.map { label in
        stream.uniform() < 0.5 ? 1 : Double(-label) - stream.uniform() * 0.9
      }
      return try information(unit, labels: labels)
    }
    let (value, error) = mean(results.map(\.aboutLabel))
    #expect(abs(value - 0.5) < 4 * error + 0.01, "\(value) ± \(error)")
    #expect(results.allSatisfy { (400...600).contains($0.tiedPatterns) })
  }

  @Test("of saturated units is that of counts")
  func saturated() throws {
    // Two units at ±1: four symbols; the label is that of the first unit for three of four.
    let patterns = 4000
    let activations = (0..<2 * patterns).map { index in
      let pattern = index % patterns
      return (index < patterns ? pattern % 2 : pattern / 2 % 2) == 0 ? -1.0 : 1
    }
    let labels = (0..<patterns).map { pattern in
      pattern / 4 % 4 == 0 ? 1 - pattern % 2 : pattern % 2
    }
    let result = try information(activations, labels: labels)
    let share = 0.25
    let truth = 1 + share * Double.log2(share) + (1 - share) * Double.log2(1 - share)
    #expect(result.tiedPatterns == patterns)
    // The correction of Miller and Madow for 4 symbols is (4 − 8 + 2 − 1)/(2N) nats.
    #expect(abs(result.aboutLabel - truth) < 3 / Double(patterns))
  }

  @Test("says when a layer is a function of its input")
  func determinism() throws {
    let patterns = 64
    let bits = (0..<6 * patterns).map { Double(($0 % patterns) >> ($0 / patterns) & 1) }
    let labels = (0..<patterns).map { $0 % 2 }
    let layer = normals(2 * patterns, seed: 8)
    #expect(try information(layer, labels: labels, inputs: bits).isDeterministic)
    // Two different activations for each input.
    let repeated = bits.indices.map { bits[$0 / 2 * 2] }
    #expect(try !information(layer, labels: labels, inputs: repeated).isDeterministic)
    #expect(try information(layer, labels: labels).aboutInput.isNaN)
  }

  @Test("leaves out a class of one pattern and uses all of a small class")
  func smallClasses() throws {
    let unit = normals(60, seed: 9)
    let labels = (0..<60).map { $0 == 17 ? 2 : $0 < 3 ? 1 : 0 }
    let result = try information(unit, labels: labels)
    let (_, label) = reference(unit, unit, labels, 3)
    #expect(abs(result.aboutLabel - max(0, label)) < 1e-9)
  }

  @Test("refuses bad input with its numbers")
  func badInput() throws {
    #expect(throws: InformationError.self) { try estimator(0) }
    #expect(
      throws: InformationError.tooFewSamples(
        estimator: "nearest-neighbour", found: 3, needed: 4)
    ) {
      try information([1, 2, 3], labels: [0, 1, 0])
    }
    #expect(throws: InformationError.wrongActivationCount(units: 1, patterns: 5, found: 7)) {
      try information([1, 2, 3, 4, 5, 6, 7], labels: [0, 1, 0, 1, 0])
    }
    #expect(throws: InformationError.activationNotFinite(unit: 0, pattern: 1)) {
      try information([1, .nan, 3, 4, 5], labels: [0, 1, 0, 1, 0])
    }
    #expect(throws: InformationError.empty("patterns")) {
      try NearestNeighborWorkspace(labels: [])
    }
  }
}

/// The estimates of I(x;y) and I(x;label) in bits, straight from their definition, for samples
/// without ties.
private func reference(
  _ x: [Double], _ y: [Double], _ labels: [Int], _ neighbors: Int
) -> (Double, Double) {
  let samples = labels.count
  func distance(_ values: [Double], _ i: Int, _ j: Int) -> Double {
    stride(from: 0, to: values.count, by: samples)
      .map { abs(values[$0 + i] - values[$0 + j]) }.max() ?? 0
  }
  func digamma(_ n: Int) -> Double {
    (1..<n).reduce(-0.57721566490153286) { $0 + 1 / Double($1) }
  }
  var (input, label, counted) = (0.0, 0.0, 0)
  for i in 0..<samples {
    let others = (0..<samples).filter { $0 != i }
    let joint = others.map { max(distance(x, i, $0), distance(y, i, $0)) }.sorted()
    let radius = joint[neighbors - 1]
    let nearX = others.count { distance(x, i, $0) < radius } + 1
    let nearY = others.count { distance(y, i, $0) < radius } + 1
    input += digamma(neighbors) - digamma(nearX) - digamma(nearY)
    let members = others.filter { labels[$0] == labels[i] }
    guard !members.isEmpty else { continue }
    let k = min(neighbors, members.count)
    let classRadius = members.map { distance(x, i, $0) }.sorted()[k - 1]
    let near = others.count { distance(x, i, $0) < classRadius } + 1
    label += digamma(k) - digamma(members.count + 1) - digamma(near)
    counted += 1
  }
  let bit = Double.log(2)
  return (
    (digamma(samples) + input / Double(samples)) / bit,
    (digamma(samples) + label / Double(counted)) / bit
  )
}

import InformationTheory
import RandomStreams
import RealModule
import Testing

/// A law with a known entropy.
enum KnownLaw: String, CaseIterable, Sendable {
  case normal, uniform, exponential

  var entropy: Double {
    switch self {
    case .normal: 0.5 * (Double.log(2 * .pi) + 1)
    case .uniform: 0
    case .exponential: 1
    }
  }

  func samples(_ count: Int, seed: UInt64) -> [Double] {
    var stream = RandomStream(seed: seed, purpose: .general)
    return (0..<count).map { _ in
      switch self {
      case .normal: stream.normal()
      case .uniform: stream.uniform()
      case .exponential: -Double.log(stream.uniform())
      }
    }
  }
}

private func configuration(_ estimator: EntropyEstimator) -> EntropyConfiguration {
  var configuration = EntropyConfiguration()
  configuration.estimator = estimator
  return configuration
}

/// The mean error of 200 estimates from `count` samples, their standard deviation, and the mean of
/// the standard errors they state.
private func study(
  _ estimator: EntropyEstimator, _ law: KnownLaw, count: Int
) throws -> (bias: Double, spread: Double, stated: Double) {
  let repetitions = 200
  let estimates = try (0..<repetitions).map {
    try configuration(estimator).entropy(of: law.samples(count, seed: UInt64($0)))
  }
  let mean = estimates.reduce(0) { $0 + $1.value } / Double(repetitions)
  let variance =
    estimates.reduce(0) { $0 + ($1.value - mean) * ($1.value - mean) } / Double(repetitions - 1)
  let stated = estimates.reduce(0) { $0 + $1.standardError } / Double(repetitions)
  return (mean - law.entropy, variance.squareRoot(), stated)
}

@Suite("Entropy of a sample")
struct SampleEntropyTests {
  @Test(
    "has less bias than documented and a true standard error",
    arguments: [
      // Allowed bias in nats at 1000 samples besides four standard errors of the mean of 200.
      (EntropyEstimator.gaussian, KnownLaw.normal, 0.0),
      (.spacing, .uniform, 0), (.spacing, .normal, 0.004), (.spacing, .exponential, 0.004),
      (.nearestNeighbor, .uniform, 0.003), (.nearestNeighbor, .normal, 0.003),
      (.nearestNeighbor, .exponential, 0.003), (.histogram, .uniform, 0.003),
      (.histogram, .normal, 0.02), (.histogram, .exponential, 0.02),
    ])
  func biasAndStandardError(estimator: EntropyEstimator, law: KnownLaw, allowed: Double) throws {
    let (bias, spread, stated) = try study(estimator, law, count: 1000)
    #expect(abs(bias) < allowed + 4 * spread / 200.0.squareRoot())
    // A standard deviation from 200 values has the relative standard error 1/20.
    #expect(abs(stated / spread - 1) < 0.25)
  }

  @Test("is unbiased for a small normal sample by the Gaussian estimate", arguments: [3, 5, 10])
  func smallNormalSample(count: Int) throws {
    let (bias, spread, stated) = try study(.gaussian, .normal, count: count)
    #expect(abs(bias) < 4 * spread / 200.0.squareRoot())
    #expect(abs(stated / spread - 1) < 0.25)
  }

  @Test("shifts by ln a when the sample is stretched by a", arguments: EntropyEstimator.allCases)
  func stretching(estimator: EntropyEstimator) throws {
    let samples = KnownLaw.exponential.samples(500, seed: 1)
    let (plain, stretched) = (
      try configuration(estimator).entropy(of: samples),
      try configuration(estimator).entropy(of: samples.map { 100 * $0 - 3 })
    )
    #expect(abs(stretched.value - plain.value - Double.log(100)) < 1e-9)
    #expect(abs(stretched.standardError - plain.standardError) < 1e-9)
  }

  @Test("does not depend on the order of the sample", arguments: EntropyEstimator.allCases)
  func order(estimator: EntropyEstimator) throws {
    let samples = KnownLaw.normal.samples(100, seed: 1)
    let (forth, back) = (
      try configuration(estimator).entropy(of: samples),
      try configuration(estimator).entropy(of: samples.reversed())
    )
    #expect(abs(forth.value - back.value) < 1e-12)
  }

  @Test("takes the right neighbours: the estimate equals one from all distances")
  func neighbors() throws {
    let samples = KnownLaw.exponential.samples(60, seed: 4)
    for order in [1, 2, 5, 59] {
      var configuration = configuration(.nearestNeighbor)
      configuration.neighborOrder = order
      var sum = 0.0
      for sample in samples { sum += Double.log(samples.map { abs($0 - sample) }.sorted()[order]) }
      // ψ(60) − ψ(k) is a sum of reciprocals.
      let harmonic = (order..<60).reduce(0) { $0 + 1 / Double($1) }
      let expected = sum / 60 + Double.log(2) + harmonic
      #expect(abs(try configuration.entropy(of: samples).value - expected) < 1e-12)
    }
  }

  @Test("bears a few repeated values and names the one that is too frequent")
  func repeatedValues() throws {
    var samples = KnownLaw.normal.samples(400, seed: 7)
    samples[3] = samples[9]
    for estimator in EntropyEstimator.allCases {
      #expect(try configuration(estimator).entropy(of: samples).value.isFinite)
    }
    for index in 0..<80 { samples[index] = 0.25 }
    for estimator in [EntropyEstimator.spacing, .nearestNeighbor] {
      #expect(throws: InformationError.repeatedValue(0.25, copies: 80)) {
        try configuration(estimator).entropy(of: samples)
      }
    }
    #expect(try configuration(.histogram).entropy(of: samples).value.isFinite)
  }

  @Test("refuses samples that say nothing", arguments: EntropyEstimator.allCases)
  func badSamples(estimator: EntropyEstimator) {
    #expect(throws: InformationError.self) { try configuration(estimator).entropy(of: [1, 2]) }
    #expect(throws: InformationError.sampleNotFinite(index: 2)) {
      try configuration(estimator).entropy(of: [1, 2, .nan, 3, 4, 5, 6, 7, 8, 9])
    }
    #expect(throws: InformationError.repeatedValue(1, copies: 20)) {
      try configuration(estimator).entropy(of: [Double](repeating: 1, count: 20))
    }
  }
}

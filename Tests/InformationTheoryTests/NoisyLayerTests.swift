import InformationTheory
import RandomStreams
import RealModule
import Testing

private func normals(_ count: Int, seed: UInt64) -> [Double] {
  var stream = RandomStream(seed: seed, purpose: .injectedNoise)
  return (0..<count).map { _ in stream.normal() }
}

private func information(
  _ activations: [Double], _ labels: LabelDistribution, noiseVariance: Double, draws: Int
) throws -> NoisyLayerInformation {
  var configuration = NoisyLayerConfiguration()
  configuration.noiseVariance = noiseVariance
  return try activations.withUnsafeBufferPointer { buffer throws(InformationError) in
    try NoisyLayerEstimator(configuration).information(
      of: buffer, normals: normals(draws * activations.count, seed: 1), labels: labels)
  }
}

@Suite("Information of a noisy layer")
struct NoisyLayerTests {
  @Test("has the known value of a binary symbol in Gaussian noise")
  func binarySymbol() throws {
    // Two points at ±1 with noise of variance 1: 0.486 bit.
    let activations = (0..<200).map { $0 % 2 == 0 ? 1.0 : -1 }
    let labels = try LabelDistribution(labels: (0..<200).map { $0 % 2 }, classCount: 2)
    let result = try information(activations, labels, noiseVariance: 1, draws: 50)
    #expect(abs(result.aboutInput - binaryCapacity) < 4 * result.aboutInputStandardError)
    #expect(abs(result.aboutLabel - binaryCapacity) < 4 * result.aboutLabelStandardError)
    #expect(result.aboutInputStandardError < 0.01)
  }

  /// 1 − E log₂(1 + exp(−2 (1 + Z))) by the trapezoidal rule.
  private var binaryCapacity: Double {
    let step = 0.01
    var mean = 0.0
    for index in -900...900 {
      let z = Double(index) * step
      let density = Double.exp(-z * z / 2) / (2 * Double.pi).squareRoot()
      mean += density * step * Double.log2(1 + Double.exp(-2 * (1 + z)))
    }
    return 1 - mean
  }

  @Test("lies between the pairwise bounds", arguments: [1, 4, 10])
  func betweenBounds(units: Int) throws {
    let activations = normals(units * 300, seed: 7).map { $0 / 3 }
    let labels = try LabelDistribution(
      labels: (0..<300).map { activations[$0] > 0 ? 1 : 0 }, classCount: 2)
    var configuration = KernelDensityConfiguration()
    configuration.noiseVariance = 0.1
    let bounds = try activations.withUnsafeBufferPointer { buffer throws(InformationError) in
      try KernelDensityEstimator(configuration).information(of: buffer, labels: labels)
    }
    let result = try information(activations, labels, noiseVariance: 0.1, draws: 10)
    let (input, label) = (4 * result.aboutInputStandardError, 4 * result.aboutLabelStandardError)
    #expect(result.aboutInput > bounds.aboutInputLower - input)
    #expect(result.aboutInput < bounds.aboutInputUpper + input)
    #expect(result.aboutLabel > bounds.aboutLabelLower - label)
    #expect(result.aboutLabel < bounds.aboutLabelUpper + label)
  }

  @Test("is log₂ P when the noise is weak and nothing when it is strong")
  func limits() throws {
    let activations = (0..<64).map { Double($0) }
    let labels = try LabelDistribution(labels: (0..<64).map { $0 % 2 }, classCount: 2)
    let weak = try information(activations, labels, noiseVariance: 1e-4, draws: 1)
    // Coordinates of 5000 in units of the noise: single precision leaves 10⁻³ per pattern.
    #expect(abs(weak.aboutInput - 6) < 1e-3 && abs(weak.aboutLabel - 1) < 1e-3)
    let strong = try information(activations, labels, noiseVariance: 1e8, draws: 1)
    #expect(strong.aboutInput < 1e-2 && strong.aboutLabel < 1e-2)
  }

  @Test("needs as many normal numbers as activations, or a multiple")
  func badInput() throws {
    let labels = try LabelDistribution(labels: [0, 1], classCount: 2)
    #expect(throws: InformationError.wrongActivationCount(units: 1, patterns: 2, found: 3)) {
      try [0.0, 1].withUnsafeBufferPointer { buffer throws(InformationError) in
        try NoisyLayerEstimator().information(of: buffer, normals: [0, 0, 0], labels: labels)
      }
    }
  }
}

import DriftDiffusion
import Foundation
import RandomStreams

/// A history of one layer whose mean gradient falls as a power of the epoch under constant noise.
struct SyntheticHistory {
  var networks = 20
  var epochs = [0] + (0...40).map { exp(Double($0) * 0.23) }
  /// The exponent a of |ḡ| = A t^(−a); A = 1 in the mean of its logarithm.
  var exponent = 0.5
  /// The noise √tr(C/B), so that |ḡ| meets it at the epoch noise^(−1/a).
  var noise = 0.1
  /// The standard deviation of ln A between networks.
  var spread = 0.2
  /// The standard deviation of the exponent between networks.
  var exponentSpread = 0.0
  var seed: UInt64 = 1

  /// ln A of every network.
  var amplitudes: [Double] { normals(0).map { spread * $0 } }

  private func normals(_ index: UInt64) -> [Double] {
    var stream = RandomStream(seed: seed, purpose: .general, index: index)
    return (0..<networks).map { _ in stream.normal() }
  }

  /// The history; the weights have norm 2.
  func history() throws -> GradientHistory {
    let exponents = normals(1).map { exponent + exponentSpread * $0 }
    let norms = zip(amplitudes, exponents).flatMap { amplitude, exponent in
      epochs.map { exp(amplitude - exponent * log(max($0, 0.5))) }
    }
    return try GradientHistory(
      networkCount: networks, epochs: epochs, layers: [3], batchCount: 16, meanNorms: norms,
      noiseNorms: norms.map { _ in noise }, squaredNorms: norms.map { $0 * $0 },
      weightNorms: norms.map { _ in 2 })
  }

  /// The phases of the layer.
  func phases(
    _ information: InformationLog? = nil, resamples: Int = 300, seed: UInt64 = 1
  ) throws -> LayerPhases {
    var configuration = PhaseConfiguration()
    configuration.resamples = resamples
    configuration.seed = seed
    return try LayerPhases(
      history(), information: information, layerIndex: 0, configuration)
  }
}

extension LayerPhases {
  /// The transition by a definition.
  func transition(_ definition: TransitionDefinition) -> PhaseTransition {
    transitions[TransitionDefinition.allCases.firstIndex(of: definition) ?? 0]
  }

  /// The agreement of two definitions.
  func agreement(
    _ first: TransitionDefinition, _ second: TransitionDefinition
  ) -> TransitionAgreement {
    agreements[TransitionPair.all.firstIndex(of: TransitionPair(first, second)) ?? 0]
  }
}

/// What is meant by the transition from drift to diffusion; the definitions need not coincide.
public enum TransitionDefinition: String, Hashable, Codable, CaseIterable, Sendable {
  /// The first fall of the signal-to-noise ratio |ḡ|/√tr(C/B) through 1.
  case firstSignalToNoise = "snr-first"
  /// The last fall of the signal-to-noise ratio |ḡ|/√tr(C/B) through 1.
  case lastSignalToNoise = "snr-last"
  /// The first rise of the noise batch size B* = tr C/|g|² through B, with the unbiased |g|².
  case firstNoiseBatch = "noise-batch-first"
  /// The last rise of the noise batch size B* = tr C/|g|² through B, with the unbiased |g|².
  case lastNoiseBatch = "noise-batch-last"
  /// The maximum of I(X;T), after which the layer compresses.
  case informationPeak = "information-peak"
  /// The sharpest bend of ln(|ḡ|/‖W‖) against ln epoch, by default the sharpest downward one.
  case gradientBend = "gradient-bend"
}

/// Two definitions, of which the first stands earlier in their order.
public struct TransitionPair: Hashable, Codable, Sendable {
  /// The first definition.
  public var first: TransitionDefinition
  /// The second definition.
  public var second: TransitionDefinition

  /// Creates a pair.
  public init(_ first: TransitionDefinition, _ second: TransitionDefinition) {
    self.first = first
    self.second = second
  }

  /// All fifteen pairs.
  public static let all: [TransitionPair] = {
    let definitions = TransitionDefinition.allCases
    return definitions.indices.flatMap { first in
      definitions[(first + 1)...].map { TransitionPair(definitions[first], $0) }
    }
  }()
}

/// When a trajectory was observed.
public enum SamplingTimes: Hashable, Codable, Sendable {
  /// Every `step` units of time.
  case uniform(step: Double)
  /// At the given times, strictly ascending.
  case irregular([Double])
}

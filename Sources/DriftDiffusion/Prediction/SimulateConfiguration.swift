/// How the layer processes are simulated.
public struct SimulateConfiguration: Hashable, Codable, Sendable {
  /// The number of particles per layer and closure.
  public var particles = 10_000
  /// The least number of steps, of weak order 2, between neighbouring recorded epochs.
  public var stepsPerInterval = 2
  /// The largest change of a distance between two particles that the drift may cause in one step,
  /// relative to the distance; more steps are taken where the drift is steep.
  public var stepStretching = 0.05
  /// The seed of positions and increments.
  public var seed: UInt64 = 1

  /// Creates the default configuration.
  public init() {}

  /// Checks every parameter.
  ///
  /// - Throws: ``DriftDiffusionError/badParameter(name:value:remedy:)``.
  public func validate() throws(DriftDiffusionError) {
    guard (100...100_000_000).contains(particles) else {
      throw .badParameter(
        name: "simulate.particles", value: Double(particles),
        remedy: "choose a number from 100 to 100000000")
    }
    guard stepStretching > 0, stepStretching <= 1 else {
      throw .badParameter(
        name: "simulate.stepStretching", value: stepStretching,
        remedy: "choose a number above 0, at most 1")
    }
    guard (1...1_000_000).contains(stepsPerInterval) else {
      throw .badParameter(
        name: "simulate.stepsPerInterval", value: Double(stepsPerInterval),
        remedy: "choose a number from 1 to 1000000")
    }
  }
}

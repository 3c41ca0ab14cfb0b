public import Grids

/// Densities on a box at a sequence of times, with what is known about their quality.
public struct BoxEvolution: Hashable, Codable, Sendable {
  /// The axes that all densities share.
  public let axes: [Axis]
  /// The output times, ascending.
  public let times: [Double]
  /// The density at each output time, as cell averages.
  public internal(set) var densities: [BoxDensity] = []
  /// The probability that has left through the walls of each axis by each output time.
  public internal(set) var exits: [[ExitProbability]] = []
  /// How the solution was obtained and how far it can be trusted.
  public internal(set) var diagnostics = SolverDiagnostics()
  /// Whether the method guarantees that no density is negative: its parts are generators, and every
  /// step was short enough for it.
  ///
  /// ``SolverDiagnostics/smallestDensity`` tells what was met, guaranteed or not.
  public internal(set) var signIsGuaranteed = false

  init(axes: [Axis], times: [Double]) {
    self.axes = axes
    self.times = times
  }

  /// The probability that is still in the box at each output time.
  public var survival: [Double] { densities.map(\.mass) }

  /// Adds the state at an output time.
  ///
  /// - Throws: ``FokkerPlanckError/diverged(time:)`` when an average is not finite.
  mutating func append(
    _ values: [Double], exits: [ExitProbability], at time: Double
  ) throws(FokkerPlanckError) {
    do {
      densities.append(try BoxDensity(axes: axes, values: values))
    } catch {
      throw .diverged(time: time)
    }
    self.exits.append(exits)
  }
}

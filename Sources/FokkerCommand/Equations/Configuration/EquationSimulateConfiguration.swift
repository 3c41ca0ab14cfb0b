/// How a typed process is simulated.
struct EquationSimulateConfiguration: Hashable, Codable, Sendable {
  /// The number of particles.
  var particles = 100_000
  /// The largest time step; 0 means a 400th of the whole time, or a tenth of the time in which the
  /// median drift relaxes.
  var timeStep = 0.0
  /// The scheme of a step.
  var scheme = EnsembleScheme.weakOrderTwo
  /// The number of histogram cells of each variable; 0 means `solve.cells`, or a default.
  var cells = 0
  /// The number of particles whose paths are written at the output times, the first ones.
  var paths = 0
  /// The seed of all random numbers.
  var seed: UInt64 = 0

  func validate() throws {
    guard particles >= 2 else {
      throw CommandFailure(.usage, "simulate.particles is \(particles); give at least 2.")
    }
    guard (0...particles).contains(paths) else {
      throw CommandFailure(
        .usage, "simulate.paths is \(paths); give 0 to \(particles), the number of particles.")
    }
    guard timeStep >= 0, timeStep.isFinite else {
      throw CommandFailure(.usage, "simulate.timeStep is \(timeStep); give a positive time.")
    }
    guard cells == 0 || cells >= 2 else {
      throw CommandFailure(.usage, "simulate.cells is \(cells); give at least 2.")
    }
  }
}

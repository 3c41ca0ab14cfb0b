internal import Grids

/// The densities that are collected at the output times.
struct DensityRecord {
  let axis: Axis
  private var densities: [Density] = []
  private var exits: [ExitProbability] = []
  private var largestEdgeMass = 0.0

  init(axis: Axis) { self.axis = axis }

  /// Keeps the state at an output time.
  ///
  /// - Throws: ``FokkerPlanckError/diverged(time:)`` when an average is not finite.
  mutating func append(
    _ averages: [Double], at time: Double, exited: ExitProbability, edgeMass: Double
  ) throws(FokkerPlanckError) {
    do {
      densities.append(try Density(axis: axis, values: averages))
    } catch {
      throw .diverged(time: time)
    }
    exits.append(exited)
    largestEdgeMass = max(largestEdgeMass, edgeMass)
  }

  /// All that was collected, with what the time loop has watched.
  func evolution(times: [Double], diagnostics: SolverDiagnostics) -> DensityEvolution {
    var diagnostics = diagnostics
    diagnostics.largestEdgeMass = largestEdgeMass
    return DensityEvolution(
      axis: axis, times: times, densities: densities, exits: exits, diagnostics: diagnostics)
  }
}

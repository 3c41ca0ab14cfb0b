internal import Grids
internal import StochasticProcesses

extension ToleranceSearch {
  /// The densities of an answer, and what kept it from being better.
  func evolution(
    _ answer: RefinedAnswer, limit: CertifiedEvolution.Shortfall.Cause
  ) throws(FokkerPlanckError) -> CertifiedEvolution {
    guard let axis = answer.axis else { throw .diverged(time: times.first ?? 0) }
    var (densities, exits) = ([Density](), [ExitProbability]())
    var (errors, orders) = ([ErrorEstimate](), [Int]())
    var diagnostics = SolverDiagnostics()
    diagnostics.acceptedSteps = steps.accepted
    diagnostics.rejectedSteps = steps.rejected
    for (index, time) in times.enumerated() {
      var (field, order, error) = answer.result(index)
      error.outside = outside
      var exit = ExitProbability()
      (exit.lower, exit.upper) = (field.pair.x, field.pair.y)
      do {
        let density = try Density(axis: axis, values: field.values)
        diagnostics.observe(density, exit, initialMass: initialMass)
        densities.append(density)
      } catch {
        throw .diverged(time: time)
      }
      exits.append(exit)
      errors.append(error)
      orders.append(order)
    }
    let currents = settings.reportsCurrents ? times.indices.map(answer.currents) : []
    return CertifiedEvolution(
      evolution: DensityEvolution(
        axis: axis, times: times, densities: densities, exits: exits, diagnostics: diagnostics),
      errors: errors, currents: currents.map(\.values), currentErrors: currents.map(\.error),
      orders: orders, cellCounts: cellCounts,
      method: method,
      shortfall: shortfall(errors, limit))
  }

  private var method: CertifiedEvolution.Method {
    switch rule {
    case .exponentialMidpoint: isAutonomous ? .rationalExponential : .exponentialMidpoint
    case .backwardEuler: .backwardEuler
    }
  }

  /// The probability that the domain misses, where it cannot have left.
  private var outside: Double { settings.boundaries.canAbsorb ? 0 : abs(1 - initialMass) }

  private func shortfall(
    _ errors: [ErrorEstimate], _ limit: CertifiedEvolution.Shortfall.Cause
  ) -> CertifiedEvolution.Shortfall? {
    let largest = errors.reduce(0) { max($0, $1.total) }
    guard !(largest <= settings.tolerance) else { return nil }
    let cause: CertifiedEvolution.Shortfall.Cause =
      if outside > settings.tolerance / 2 {
        .domain
      } else if steps.isAtSmallestStep {
        .steps
      } else {
        limit
      }
    return CertifiedEvolution.Shortfall(
      estimate: largest, tolerance: settings.tolerance, cause: cause)
  }
}

extension SolverDiagnostics {
  /// Takes a density at an output time into account.
  mutating func observe(_ density: Density, _ exit: ExitProbability, initialMass: Double) {
    smallestDensity = min(smallestDensity, density.minimum)
    largestMassError = max(largestMassError, abs(density.mass + exit.total - initialMass))
    let values = density.values
    let edge = max(values[0], values[values.count - 1]) * density.axis.spacing
    largestEdgeMass = max(largestEdgeMass, edge)
  }
}

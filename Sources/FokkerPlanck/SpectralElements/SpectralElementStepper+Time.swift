internal import RealModule
internal import StochasticProcesses

extension SpectralElementStepper {
  /// A density after a step, what left, and the estimated errors.
  struct Trial {
    var density: CellVector
    var exited = ExitProbability()
    var timeError = 0.0
    var spatialErrors: [Double]
  }

  mutating func trial(from time: Double, by step: Double) throws(FokkerPlanckError) -> Trial {
    let start = Trial(
      density: density, spatialErrors: [Double](repeating: 0, count: mesh.elementCount))
    let coefficients = try sample(at: time)
    isAutonomous = try areConstant(coefficients, from: time, by: step)
    if isAutonomous {
      return exponentiated(start, PointCoefficients(step, coefficients))
    }
    guard stepControl.isAdaptive else { return try magnusStep(start, from: time, by: step) }
    let coarse = try magnusStep(start, from: time, by: step)
    let half = try magnusStep(start, from: time, by: step / 2)
    var fine = try magnusStep(half, from: time + step / 2, by: step / 2)
    let difference = CellVector(count: density.count)
    combine(into: difference, 1.0 / 15, fine.density, -1.0 / 15, coarse.density)
    fine.timeError += mesh.integralOfMagnitude(difference)
    combine(into: fine.density, 1, fine.density, 1, difference)
    fine.exited = .extrapolated(coarse.exited, fine.exited, 16)
    return fine
  }

  private func magnusStep(
    _ start: Trial, from time: Double, by step: Double
  ) throws(FokkerPlanckError) -> Trial {
    let offset = 3.0.squareRoot() / 6
    let first = try sample(at: time + (0.5 - offset) * step)
    let second = try sample(at: time + (0.5 + offset) * step)
    let (a, b) = ((0.25 + offset) * step, (0.25 - offset) * step)
    let middle = exponentiated(start, PointCoefficients(a, first, b, second))
    return exponentiated(middle, PointCoefficients(b, first, a, second))
  }

  /// One exponential; NaN where the combined diffusion coefficient is negative.
  private func exponentiated(_ start: Trial, _ coefficients: PointCoefficients) -> Trial {
    var result = start
    guard coefficients.diffusion.sumAndMinimum.minimum >= 0 else {
      result.timeError = .nan
      return result
    }
    result.density = CellVector(count: density.count)
    let outcome = exponential.advance(start.density, coefficients, into: result.density)
    result.exited.lower += outcome.exited.lower
    result.exited.upper += outcome.exited.upper
    result.timeError += outcome.error
    let errors = zip(exponential.tailsOfSolutions(), mesh.tails(of: result.density))
      .map { 1e-3 * $0 + 0.3 * $1 }
    result.spatialErrors = zip(start.spatialErrors, errors).map { max($0, $1) }
    return result
  }

  /// Whether the coefficients are the same at four other times of a step.
  private func areConstant(
    _ coefficients: PointCoefficients, from time: Double, by step: Double
  ) throws(FokkerPlanckError) -> Bool {
    for fraction in [1, 0.211_324_865, 0.5, 0.788_675_135] {
      guard try sample(at: time + fraction * step).equals(coefficients) else { return false }
    }
    return true
  }

  private func sample(at time: Double) throws(FokkerPlanckError) -> PointCoefficients {
    let result = PointCoefficients(count: density.count)
    try sampler.sample(at: time, drift: result.drift, diffusion: result.diffusion)
    guard mesh.isRing else { return result }
    let (lower, upper) = (result.diffusion.pointer[0], result.diffusion.pointer[density.count - 1])
    guard abs(lower - upper) <= 1e-8 * result.diffusion.range.upperBound else {
      throw .notSmoothAtEnds(
        coefficient: "diffusion coefficient", lower: lower, upper: upper, time: time)
    }
    return result
  }
}

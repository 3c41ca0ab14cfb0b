public import Grids
public import StochasticProcesses

/// Solves N coupled nonlinear Fokker-Planck equations whose coefficients depend on averages.
///
/// ```
/// ∂p_k/∂t = −∂(a_k(x, t; q) p_k)/∂x + ∂²(D_k(x, t; q) p_k)/∂x²,   q = order parameters of p₁ … p_N
/// ```
///
/// Every population has its own axis and the finite volumes of ``FiniteVolumeSolver``; field and
/// densities are made consistent within each step by sweeps (Picard iterations). Second order in
/// space, and in time with TR-BDF2 and Crank-Nicolson; mass is kept to rounding after any number of
/// sweeps, and backward Euler never makes a density negative. Adaptive steps keep the L1 error of
/// every population, and become shorter where sweeps do not contract.
///
/// ```swift
/// let solver = MeanFieldSolver()
/// let evolution = try solver.solve(
///   DesaiZwanzig(diffusionCoefficient: 0.3), from: [density], startingAt: 0, times: [1, 10])
/// let mean = evolution.fields[1][0, 0]
/// ```
///
/// ## Reference
///
/// See docs/methods/mean-field.md; L. Pareschi and M. Zanella, "Structure preserving schemes for
/// nonlinear Fokker-Planck equations and applications", *Journal of Scientific Computing* 74 (2018)
/// 1575-1600, [doi:10.1007/s10915-017-0510-z](https://doi.org/10.1007/s10915-017-0510-z).
public struct MeanFieldSolver: Hashable, Codable, Sendable {
  /// The conditions at the ends of the axes: one for each population, or a single one for all.
  ///
  /// Averages are integrals over the density divided by the initial mass, so what a wall has
  /// absorbed counts as zero.
  public var boundaries = [BoundaryConditions.reflecting]
  /// The method that advances the time.
  public var timeScheme = TimeScheme.trapezoidBackwardDifference
  /// How the time step is chosen.
  public var stepControl = StepControl.adaptive(tolerance: 1e-7)
  /// The change of a density from sweep to sweep, in L1, at which a step is done.
  public var sweepTolerance = 1e-10
  /// The largest number of sweeps per step.
  public var largestSweepCount = 30
  /// The largest deviation of an initial mass from 1 that is taken for rounding or cut tails.
  public var initialMassTolerance = 1e-3

  /// Creates a solver with reflecting walls, TR-BDF2 and adaptive steps.
  public init() {}

  /// Checks the tolerances and counts.
  ///
  /// - Throws: ``FokkerPlanckError/invalidParameter(name:value:remedy:)``.
  public func validate() throws(FokkerPlanckError) {
    try stepControl.validate()
    guard sweepTolerance > 0, sweepTolerance < 1 else {
      throw .invalidParameter(
        name: "sweepTolerance", value: sweepTolerance, remedy: "give a number like 1e-10")
    }
    guard largestSweepCount >= 2 else {
      throw .invalidParameter(
        name: "largestSweepCount", value: Double(largestSweepCount), remedy: "give 2 or more")
    }
  }

  /// Solves from initial densities and returns the densities at the requested times.
  ///
  /// - Parameters:
  ///   - system: The populations and how they feel each other.
  ///   - initial: The density of each population at the start, of mass 1, each on its own axis.
  ///   - startTime: The time of the initial densities.
  ///   - times: The output times, ascending, none before the start; repetitions are allowed.
  /// - Returns: One density per population and output time, with the field.
  /// - Throws: ``FokkerPlanckError``, with the place and the numbers.
  public func solve<System: MeanFieldProcess>(
    _ system: System, from initial: [Density], startingAt startTime: Double, times: [Double]
  ) throws(FokkerPlanckError) -> MeanFieldEvolution where System.Population.Scalar == Double {
    try validate()
    try InitialTimes(startTime: startTime, times: times).validate()
    guard system.populationCount > 0, initial.count == system.populationCount else {
      throw .wrongPopulationCount(expected: system.populationCount, found: initial.count)
    }
    let walls = try boundaries.spread(over: initial.count)
    for (density, ends) in zip(initial, walls) {
      try InitialMass(
        mass: density.mass, canDecrease: ends.canAbsorb, tolerance: initialMassTolerance
      ).validate()
    }
    let averages = FieldAverages(of: system.orderParameters)
    let rest = FieldPath(start: startTime, value: [Double](repeating: 0, count: averages.count))
    let run = Run(
      solver: self, coupling: FieldCoupling(system, averages),
      weights: FieldWeights(
        averages, axes: initial.map(\.axis), initialMasses: initial.map(\.mass)),
      states: initial.indices.map { index in
        FiniteVolumeState(
          source: GeneratorAssembler(
            PopulationInField(system, population: index, averages: averages, path: rest),
            axis: initial[index].axis, boundaries: walls[index]),
          initial: initial[index])
      }, startTime: startTime, times: times)
    switch timeScheme {
    case .backwardEuler: return try run.evolution(BackwardEulerStepper.self)
    case .crankNicolson: return try run.evolution(CrankNicolsonStepper.self)
    case .trapezoidBackwardDifference:
      return try run.evolution(TrapezoidBackwardDifferenceStepper<GeneratorAssembler>.self)
    }
  }

  /// One solution, for any method that advances the time.
  private struct Run {
    let solver: MeanFieldSolver
    let coupling: FieldCoupling
    let weights: FieldWeights
    let states: [FiniteVolumeState<GeneratorAssembler>]
    let startTime: Double
    let times: [Double]

    func evolution<Inner: FiniteVolumeStepper>(
      _: Inner.Type
    ) throws(FokkerPlanckError) -> MeanFieldEvolution {
      var stepper = try MeanFieldStepper<Inner>(
        coupling, states: states, weights: weights, startTime: startTime,
        estimatesError: solver.stepControl.isAdaptive, control: control)
      var march = TimeMarch(startTime: startTime, times: times, control: solver.stepControl)
      var records = states.map { DensityRecord(axis: $0.source.axis) }
      var fields: [MeanField] = []
      try march.run(&stepper) { (stepper, time) throws(FokkerPlanckError) in
        fields.append(weights.averages.field(from: stepper.averages))
        for (index, population) in stepper.populations.enumerated() {
          let cells = try population.cellAverages()
          try records[index].append(
            cells, at: time, exited: population.inspect().exited,
            edgeMass: population.edgeMass(of: cells))
        }
      }
      return MeanFieldEvolution(
        times: times,
        populations: zip(records, stepper.diagnostics).map { record, own in
          var diagnostics = own
          diagnostics.acceptedSteps = march.diagnostics.acceptedSteps
          diagnostics.rejectedSteps = march.diagnostics.rejectedSteps
          return record.evolution(times: times, diagnostics: diagnostics)
        }, fields: fields, sweeps: stepper.sweeps)
    }

    private var control: SweepControl {
      var tolerance: Double?
      if case .adaptive(let wanted) = solver.stepControl { tolerance = wanted }
      return SweepControl(
        tolerance: solver.sweepTolerance, largestCount: solver.largestSweepCount,
        stepTolerance: tolerance)
    }
  }
}

extension [BoundaryConditions] {
  /// One of each for every population: the same for all when there is a single one.
  func spread(over count: Int) throws(FokkerPlanckError) -> [BoundaryConditions] {
    if self.count == 1 { return [BoundaryConditions](repeating: self[0], count: count) }
    guard self.count == count else {
      throw .wrongPopulationCount(expected: count, found: self.count)
    }
    return self
  }
}

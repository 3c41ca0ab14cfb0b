public import Grids
public import RandomStreams
public import StochasticProcesses

extension LangevinEnsemble {
  /// Integrates populations of particles that interact through a mean field.
  ///
  /// ```
  /// dXᵢ = a_k(Xᵢ, t; q) dt + √(2 D_k(Xᵢ, t; q)) dWᵢ,   i in population k
  /// ```
  ///
  /// The order parameters q are those of the particles at the start of each step, extrapolated
  /// linearly over it from the last one, so that a scheme of weak order 2 keeps its order. With n
  /// particles per population averages differ from the mean-field limit (McKean and Vlasov) by O(1/n)
  /// and fluctuate by O(1/√n). Runs on one thread.
  ///
  /// ```swift
  /// let evolution = try ensemble.runInteracting(
  ///   DesaiZwanzig(diffusionCoefficient: 0.3), from: [start], recordingAt: [20], on: [axis])
  /// ```
  ///
  /// - Parameters:
  ///   - system: The populations and how they feel each other.
  ///   - positions: The initial positions of each population, of any positive numbers.
  ///   - start: The time of the initial positions.
  ///   - times: The times to look at the populations, in ascending order.
  ///   - axes: The cells of each population's histograms.
  ///   - domains: Where the particles of each population may be, or a single domain for all. Those
  ///     that a wall has taken count zero in averages.
  ///   - scheme: The scheme of one step.
  /// - Returns: The history of each population and of the field.
  /// - Throws: ``LangevinError/diverged(path:step:time:)`` with paths numbered through all
  ///   populations, ``LangevinError/cancelled`` and the errors of bad input.
  @inlinable
  public func runInteracting<System: MeanFieldProcess, Scheme: LangevinScheme>(
    _ system: System, from positions: [[Double]], startingAt start: Double = 0,
    recordingAt times: [Double], on axes: [Axis], in domains: [ParticleDomain] = [.unbounded],
    scheme: Scheme = EulerMaruyama()
  ) throws(LangevinError) -> InteractingEvolution where System.Population.Scalar: NormalScalar {
    let schedule = try TimeSchedule(
      from: start, recordingAt: times, maximumStep: configuration.stepSize)
    return try runInteracting(
      system, from: positions, schedule: schedule, on: axes, in: domains, scheme: scheme)
  }

  /// Integrates populations of interacting particles along a schedule of steps.
  ///
  /// - Parameters:
  ///   - system: The populations and how they feel each other.
  ///   - positions: The initial positions of each population, of any positive numbers.
  ///   - schedule: The steps and the times to look at the populations.
  ///   - axes: The cells of each population's histograms.
  ///   - domains: Where the particles of each population may be, or a single domain for all.
  ///   - scheme: The scheme of one step.
  /// - Returns: The history of each population and of the field.
  /// - Throws: ``LangevinError/diverged(path:step:time:)`` with paths numbered through all
  ///   populations, ``LangevinError/cancelled`` and the errors of bad input.
  @inlinable
  public func runInteracting<System: MeanFieldProcess, Scheme: LangevinScheme>(
    _ system: System, from positions: [[Double]], schedule: TimeSchedule, on axes: [Axis],
    in domains: [ParticleDomain] = [.unbounded], scheme: Scheme = EulerMaruyama()
  ) throws(LangevinError) -> InteractingEvolution where System.Population.Scalar: NormalScalar {
    try check(count: axes.count, isFor: system)
    var particles = try interacting(
      system, positions, firstPath: 0, start: schedule.start, domains, noise: Scheme.noise)
    var tallies = axes.map { axis in
      EnsembleTally(
        axis: axis, timeCount: schedule.times.count, keepsPositions: configuration.keepsPositions)
    }
    var fields: [MeanField] = []
    try advance(&particles, schedule, scheme) { particles, time in
      fields.append(particles.field)
      for (number, population) in particles.populations.enumerated() {
        population.record(into: &tallies[number], time: time)
      }
    }
    var evolutions: [EnsembleEvolution] = []
    for (number, population) in particles.populations.enumerated() {
      population.recordExits(into: &tallies[number])
      evolutions.append(
        try evolution(of: tallies[number], schedule: schedule, particleCount: population.count))
    }
    return InteractingEvolution(populations: evolutions, fields: fields)
  }

  /// Puts the particles at their initial positions.
  @inlinable
  func interacting<System: MeanFieldProcess>(
    _ system: System, _ positions: [[Double]], firstPath: Int, start: Double,
    _ domains: [ParticleDomain], noise: StepNoise
  ) throws(LangevinError) -> InteractingParticles<System>
  where System.Population.Scalar: NormalScalar {
    try check(count: positions.count, isFor: system)
    if domains.count != 1 { try check(count: domains.count, isFor: system) }
    var path = firstPath
    var populations: [InteractingPopulation<System.Population.Scalar>] = []
    for (number, own) in positions.enumerated() {
      let domain = domains.count == 1 ? domains[0] : domains[number]
      try checkPlaces(own, in: domain)
      populations.append(
        InteractingPopulation(
          own, firstPath: path, in: domain, noise: noise, configuration,
          blockSize: Self.blockSize))
      path += own.count
    }
    return InteractingParticles(system, populations, startingAt: start)
  }

  /// Advances the particles through the whole schedule.
  @inlinable
  func advance<System: MeanFieldProcess, Scheme: LangevinScheme>(
    _ particles: inout InteractingParticles<System>, _ schedule: TimeSchedule, _ scheme: Scheme,
    record: (InteractingParticles<System>, Int) -> Void
  ) throws(LangevinError) where System.Population.Scalar: NormalScalar {
    var step = 0
    for time in schedule.times.indices {
      for run in schedule.runs[time] {
        guard !Task.isCancelled else { throw .cancelled }
        for index in 0..<run.count {
          let t = run.start + Double(index) * run.size
          try particles.advance(scheme, from: t, by: run.size, step: step)
          step += 1
        }
      }
      record(particles, time)
    }
  }
}

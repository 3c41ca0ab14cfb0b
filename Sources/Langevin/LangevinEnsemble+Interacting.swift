public import Grids
public import RandomStreams
public import StochasticProcesses

extension LangevinEnsemble {
  /// Integrates populations of particles that interact through their means and variances.
  ///
  /// ```
  /// dXᵢ = a_k(Xᵢ, t; m₁, v₁, …, m_N, v_N) dt + √(2 D_k(Xᵢ, t; m₁, v₁, …)) dWᵢ    i in population k
  /// ```
  ///
  /// The moments are those of the particles at the start of each step (weak order 1), so with n
  /// particles per population the result differs from the mean-field limit (McKean and Vlasov) by
  /// O(1/n) in means and fluctuates by O(1/√n). Runs on one thread.
  ///
  /// ```swift
  /// // Desai and Zwanzig's model: every particle is pulled to the mean.
  /// let evolutions = try ensemble.runInteracting(
  ///   from: [start], recordingAt: [20], on: axis
  /// ) { _, moments, _ in PulledDoubleWell(mean: moments[0].mean) }
  /// ```
  ///
  /// - Parameters:
  ///   - populations: The initial positions of each population, as many as the ensemble's particles.
  ///   - start: The time of the initial positions.
  ///   - times: The times to look at the populations, in ascending order.
  ///   - axis: The cells of the histograms.
  ///   - scheme: The scheme of one step.
  ///   - process: The coefficients of a population, given its number, the moments of all populations
  ///     and the time at the start of the step.
  /// - Returns: The history of each population.
  /// - Throws: ``LangevinError/diverged(path:step:time:)`` with paths numbered through all
  ///   populations, ``LangevinError/cancelled`` and the errors of bad input.
  @inlinable
  public func runInteracting<Process: DiffusionProcess, Scheme: LangevinScheme>(
    from populations: [[Double]], startingAt start: Double = 0, recordingAt times: [Double],
    on axis: Axis, scheme: Scheme = EulerMaruyama(),
    process: (_ population: Int, _ moments: [PopulationMoments], _ time: Double) -> Process
  ) throws(LangevinError) -> [EnsembleEvolution] where Process.Scalar: NormalScalar {
    let schedule = try TimeSchedule(
      from: start, recordingAt: times, maximumStep: configuration.stepSize)
    for positions in populations { try check(positions, in: .unbounded) }
    let states = populations.enumerated().map { number, positions in
      InteractingPopulation<Process.Scalar>(
        positions, firstPath: number * positions.count, noise: Scheme.noise,
        seed: configuration.seed, blockSize: Self.blockSize)
    }
    var tallies = populations.map { _ in
      EnsembleTally(
        axis: axis, timeCount: times.count, keepsPositions: configuration.keepsPositions)
    }
    var step = 0
    for time in times.indices {
      for run in schedule.runs[time] {
        guard !Task.isCancelled else { throw .cancelled }
        for index in 0..<run.count {
          let t = run.start + Double(index) * run.size
          let moments = states.map { $0.moments() }
          for (number, state) in states.enumerated() {
            let coefficients = process(number, moments, t)
            try state.advance(coefficients, scheme, from: t, by: run.size, step: step)
          }
          step += 1
        }
      }
      for (number, state) in states.enumerated() {
        state.record(into: &tallies[number], time: time)
      }
    }
    var evolutions: [EnsembleEvolution] = []
    for tally in tallies {
      evolutions.append(try evolution(of: [.success(tally)], schedule: schedule))
    }
    return evolutions
  }
}

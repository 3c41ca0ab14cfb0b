public import Grids
public import RandomStreams
public import StochasticProcesses

/// Independent paths of an Itô diffusion.
///
/// A path is a function of the seed and its index alone, whatever the number of threads: its
/// Brownian increments are the variates of the stream (seed, brownianIncrements, index).
///
/// ```swift
/// let ensemble = try LangevinEnsemble(configuration)
/// let start = try ensemble.initialPositions(from: density)
/// let evolution = try await ensemble.run(
///   process, from: start, recordingAt: [0.5, 1], on: axis, threads: 2)
/// ```
public struct LangevinEnsemble: Hashable, Sendable {
  /// The size, the step and the seed.
  public let configuration: LangevinConfiguration
  /// The number of paths that are advanced together.
  @usableFromInline static var blockSize: Int { 512 }

  /// Creates an ensemble.
  ///
  /// - Throws: ``LangevinError/invalidParameter(_:value:remedy:)``.
  public init(_ configuration: LangevinConfiguration = .init()) throws(LangevinError) {
    try configuration.validate()
    self.configuration = configuration
  }

  /// Integrates all paths with steps of at most the configured size.
  ///
  /// - Parameters:
  ///   - process: The drift and the diffusion coefficient.
  ///   - positions: The initial position of every particle.
  ///   - start: The time of the initial positions.
  ///   - times: The times to look at the ensemble, in ascending order.
  ///   - axis: The cells of the histograms.
  ///   - domain: Where particles may be.
  ///   - scheme: The scheme of one step.
  ///   - threads: How many tasks share the work; the result does not depend on it.
  /// - Returns: Histograms and moments with standard errors at each time.
  /// - Throws: ``LangevinError/diverged(path:step:time:)``, ``LangevinError/cancelled`` and the
  ///   errors of bad input.
  @inlinable
  public func run<Process: DiffusionProcess, Scheme: LangevinScheme>(
    _ process: Process, from positions: [Double], startingAt start: Double = 0,
    recordingAt times: [Double], on axis: Axis, in domain: ParticleDomain = .unbounded,
    scheme: Scheme = EulerMaruyama(), threads: Int = 1
  ) async throws(LangevinError) -> EnsembleEvolution where Process.Scalar: NormalScalar {
    try await run(
      process, from: EnsembleState(time: start, positions: positions), recordingAt: times, on: axis,
      in: domain, scheme: scheme, threads: threads)
  }

  /// Integrates all paths along a schedule of steps.
  ///
  /// - Parameters:
  ///   - process: The drift and the diffusion coefficient.
  ///   - positions: The initial position of every particle.
  ///   - schedule: The steps and the times to look at the ensemble.
  ///   - axis: The cells of the histograms.
  ///   - domain: Where particles may be.
  ///   - scheme: The scheme of one step.
  ///   - threads: How many tasks share the work; the result does not depend on it.
  /// - Returns: Histograms and moments with standard errors at each time.
  /// - Throws: ``LangevinError/diverged(path:step:time:)``, ``LangevinError/cancelled`` and the
  ///   errors of bad input.
  @inlinable
  public func run<Process: DiffusionProcess, Scheme: LangevinScheme>(
    _ process: Process, from positions: [Double], schedule: TimeSchedule, on axis: Axis,
    in domain: ParticleDomain = .unbounded, scheme: Scheme = EulerMaruyama(), threads: Int = 1
  ) async throws(LangevinError) -> EnsembleEvolution where Process.Scalar: NormalScalar {
    try await run(
      process, from: EnsembleState(time: schedule.start, positions: positions), along: schedule,
      on: axis, in: domain, scheme: scheme, threads: threads)
  }

  /// Continues an ensemble with steps of at most the configured size.
  ///
  /// - Parameters:
  ///   - process: The drift and the diffusion coefficient.
  ///   - state: Where the ensemble is; that of a requested time goes on with the same bits as if it
  ///     had not stopped.
  ///   - times: The times to look at the ensemble, in ascending order.
  ///   - axis: The cells of the histograms.
  ///   - domain: Where particles may be.
  ///   - scheme: The scheme of one step.
  ///   - threads: How many tasks share the work; the result does not depend on it.
  /// - Returns: Histograms and moments with standard errors at each time.
  /// - Throws: ``LangevinError/diverged(path:step:time:)``, ``LangevinError/cancelled`` and the
  ///   errors of bad input.
  @inlinable
  public func run<Process: DiffusionProcess, Scheme: LangevinScheme>(
    _ process: Process, from state: EnsembleState, recordingAt times: [Double], on axis: Axis,
    in domain: ParticleDomain = .unbounded, scheme: Scheme = EulerMaruyama(), threads: Int = 1
  ) async throws(LangevinError) -> EnsembleEvolution where Process.Scalar: NormalScalar {
    let schedule = try TimeSchedule(
      from: state.time, recordingAt: times, maximumStep: configuration.stepSize)
    return try await run(
      process, from: state, along: schedule, on: axis, in: domain, scheme: scheme,
      threads: threads)
  }
}

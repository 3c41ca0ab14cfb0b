/// An ensemble's history at the requested times.
public struct EnsembleEvolution: Hashable, Sendable {
  /// One snapshot for each requested time.
  public let snapshots: [EnsembleSnapshot]
  /// The number of particles.
  public let particleCount: Int
  /// The number of steps each particle took.
  public let stepCount: Int
  /// When an absorbing wall took each particle, in the order of the paths, or infinity for
  /// survivors; empty without absorbing walls.
  public let exitTimes: [Double]
  /// Where the ensemble is at the last requested time; nil unless
  /// ``LangevinConfiguration/keepsState``.
  public let finalState: EnsembleState?
  /// The paths that ``LangevinConfiguration/tracedPaths`` asks for.
  public let traces: PathTraces

  init(
    snapshots: [EnsembleSnapshot], particleCount: Int, stepCount: Int, exitTimes: [Double],
    finalState: EnsembleState? = nil, traces: PathTraces = PathTraces()
  ) {
    self.snapshots = snapshots
    self.particleCount = particleCount
    self.stepCount = stepCount
    self.exitTimes = exitTimes
    self.finalState = finalState
    self.traces = traces
  }
}

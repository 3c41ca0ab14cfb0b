public import StochasticProcesses

/// The history of interacting populations at the requested times.
public struct InteractingEvolution: Hashable, Sendable {
  /// The history of each population.
  public let populations: [EnsembleEvolution]
  /// The order parameters of the particles at each requested time.
  public let fields: [MeanField]

  @usableFromInline
  init(populations: [EnsembleEvolution], fields: [MeanField]) {
    self.populations = populations
    self.fields = fields
  }
}

public import RandomStreams
public import StochasticProcesses

/// All populations of a mean-field system as particles, with the field that they make.
@usableFromInline
struct InteractingParticles<System: MeanFieldProcess>
where System.Population.Scalar: NormalScalar {
  @usableFromInline let system: System
  @usableFromInline let averages: FieldAverages
  @usableFromInline let populations: [InteractingPopulation<System.Population.Scalar>]
  /// The present averages and, after the first step, their change over the last one.
  @usableFromInline var path: FieldPath

  @inlinable
  init(
    _ system: System, _ populations: [InteractingPopulation<System.Population.Scalar>],
    startingAt start: Double
  ) {
    self.system = system
    self.populations = populations
    averages = FieldAverages(of: system.orderParameters)
    path = FieldPath(start: start, value: [])
    path.value = measuredAverages()
  }

  /// The order parameters of the particles.
  @inlinable
  var field: MeanField { averages.field(from: path.value) }

  @inlinable
  func measuredAverages() -> [Double] {
    var result: [Double] = []
    result.reserveCapacity(averages.count)
    for (population, particles) in populations.enumerated() {
      for function in averages.functions[population] {
        result.append(particles.average(of: function))
      }
    }
    return result
  }

  /// Advances all particles by one step, in the field that is extrapolated linearly over it.
  @inlinable
  mutating func advance<Scheme: LangevinScheme>(
    _ scheme: Scheme, from t: Double, by h: Double, step: Int
  ) throws(LangevinError) {
    path.start = t
    for (population, particles) in populations.enumerated() {
      let process = PopulationInField(
        system, population: population, averages: averages, path: path)
      try particles.advance(process, scheme, from: t, by: h, step: step)
    }
    let next = measuredAverages()
    path.slope = next.indices.map { (next[$0] - path.value[$0]) / h }
    path.value = next
  }
}

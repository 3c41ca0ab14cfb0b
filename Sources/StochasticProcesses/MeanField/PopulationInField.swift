/// One population of a mean-field system while the field follows a given path: an ordinary
/// diffusion, which any solver or ensemble takes.
public struct PopulationInField<System: MeanFieldProcess>: DiffusionProcess {
  /// The number type of the population.
  public typealias Scalar = System.Population.Scalar

  /// The system.
  public let system: System
  /// Which of its populations.
  public let population: Int
  /// How the field is made of averages.
  public let averages: FieldAverages
  /// The averages in time.
  public var path: FieldPath

  /// Creates the process of a population in a field.
  public init(_ system: System, population: Int, averages: FieldAverages, path: FieldPath) {
    self.system = system
    self.population = population
    self.averages = averages
    self.path = path
  }

  /// The process in the field that the path has at a time.
  @inlinable
  public func process(at time: Double) -> System.Population {
    system.process(
      ofPopulation: population, in: averages.field(from: path.averages(at: time)))
  }

  /// The drift in the field at that time.
  public func drift(at x: Scalar, time t: Scalar) -> Scalar {
    process(at: Double(t)).drift(at: x, time: t)
  }

  /// The diffusion coefficient in the field at that time.
  public func diffusion(at x: Scalar, time t: Scalar) -> Scalar {
    process(at: Double(t)).diffusion(at: x, time: t)
  }

  /// Evaluates both coefficients; the field is computed once.
  @inlinable
  public func evaluate(
    at points: Span<Scalar>, time t: Scalar, drift: inout MutableSpan<Scalar>,
    diffusion: inout MutableSpan<Scalar>
  ) {
    process(at: Double(t)).evaluate(at: points, time: t, drift: &drift, diffusion: &diffusion)
  }
}

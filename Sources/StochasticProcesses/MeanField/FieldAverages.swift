/// The averages that a mean field needs, and how it is made of them.
///
/// Order parameters are functions of averages ⟨φ⟩, which are linear in the densities: averages are
/// what solvers and ensembles compute, interpolate in time and iterate.
public struct FieldAverages: Sendable {
  /// The functions to average over each population, each of them once.
  public let functions: [[StateFunction]]
  /// Where the averages of each population begin among those of all, and their number at the end.
  private let starts: [Int]
  private let parameters: [Parameter]
  private let parameterStarts: [Int]

  /// An order parameter and the places of its averages among those of all populations.
  private struct Parameter: Sendable {
    var kind: OrderParameter
    var first: Int
    var last: Int
  }

  /// Finds the averages behind the order parameters of each population.
  public init(of orderParameters: [[OrderParameter]]) {
    var functions: [[StateFunction]] = []
    var (starts, parameterStarts) = ([0], [Int]())
    var parameters: [Parameter] = []
    for population in orderParameters {
      var own: [StateFunction] = []
      parameterStarts.append(parameters.count)
      for kind in population {
        let places = kind.functions.map { function in
          if let place = own.firstIndex(where: { $0.isEqual(to: function) }) { return place }
          own.append(function)
          return own.count - 1
        }
        let (first, last) = (places[0], places[places.count - 1])
        parameters.append(
          Parameter(
            kind: kind, first: starts[functions.count] + first,
            last: starts[functions.count] + last))
      }
      starts.append(starts[functions.count] + own.count)
      functions.append(own)
    }
    self.functions = functions
    self.starts = starts
    self.parameters = parameters
    self.parameterStarts = parameterStarts
  }

  /// The number of averages of all populations.
  public var count: Int { starts[functions.count] }

  /// The places of a population's averages among those of all.
  public func range(ofPopulation population: Int) -> Range<Int> {
    starts[population]..<starts[population + 1]
  }

  /// The order parameters that belong to averages.
  ///
  /// - Parameter averages: The averages of all populations, ``count`` numbers in the order of
  ///   ``functions``.
  /// - Returns: The field.
  public func field(from averages: [Double]) -> MeanField {
    precondition(averages.count == count, "one number per averaged function")
    return MeanField(
      values: parameters.map { $0.kind.value(averages[$0.first], averages[$0.last]) },
      starts: parameterStarts)
  }
}

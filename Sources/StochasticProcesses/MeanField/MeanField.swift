/// The order parameters of all populations at one time.
public struct MeanField: Hashable, Codable, Sendable {
  /// The order parameters, population after population.
  public let values: [Double]
  /// Where each population begins among the values.
  private let starts: [Int]

  /// Creates a field from the order parameters of each population.
  public init(_ parameters: [[Double]]) {
    var starts: [Int] = []
    var values: [Double] = []
    for population in parameters {
      starts.append(values.count)
      values += population
    }
    self.init(values: values, starts: starts)
  }

  init(values: [Double], starts: [Int]) {
    self.values = values
    self.starts = starts
  }

  /// The number of populations.
  public var populationCount: Int { starts.count }

  /// An order parameter of a population, both counted from zero.
  public subscript(population: Int, parameter: Int) -> Double {
    values[starts[population] + parameter]
  }
}

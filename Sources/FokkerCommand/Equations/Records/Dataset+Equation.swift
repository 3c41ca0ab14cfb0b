import Archives
import Grids
import StochasticProcesses

extension Dataset {
  /// An empty dataset that says which equation it belongs to.
  init(_ title: String, _ configuration: EquationConfiguration, action: String) throws {
    var provenance = Provenance()
    provenance.title = configuration.title.isEmpty ? title : "\(configuration.title): \(title)"
    provenance.version = fokkerVersion
    provenance.action = action
    provenance.configuration = try ConfigurationReader.text(of: configuration)
    provenance.seed = configuration.simulate.seed
    self.init(attributes: provenance.attributes)
    attributes["drift"] = .strings(configuration.drift.items)
    if !configuration.diffusion.rows.isEmpty {
      attributes["diffusion"] = .strings(configuration.diffusion.rows.map(Self.row))
    }
    if !configuration.noise.rows.isEmpty {
      attributes["noise"] = .strings(configuration.noise.rows.map(Self.row))
    }
    attributes["interpretation"] = .string(configuration.interpretation.rawValue)
    attributes["boundary"] = .strings(configuration.boundary.items)
  }

  private static func row(_ entries: [String]) -> String { entries.joined(separator: ", ") }

  /// Adds the middles of an axis's cells as a coordinate, with the bounds as an attribute.
  mutating func add(_ axis: Axis, named name: String) throws {
    try addCoordinate(name, .doubles(axis.centers), units: "state", longName: "middle of a cell")
    attributes["\(name)_bounds"] = .doubles([axis.lowerBound, axis.upperBound])
  }

  /// Adds numbers over some dimensions.
  mutating func add(
    _ name: String, _ dimensions: [String], _ values: [Double], units: String, _ longName: String
  ) throws {
    try add(
      Variable(
        name, dimensions: dimensions, values: .doubles(values), units: units, longName: longName))
  }
}

import Archives
import Grids

/// A law of one variable in a file: a density on a grid, or drawn values.
struct DensityFile {
  /// The law.
  let law: StartingLaw

  /// Whether a text names a file of a known format rather than a law.
  static func isName(_ text: String) -> Bool {
    !text.contains("(") && (try? ArchiveFormat(path: text)) != nil
  }

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: A table with the columns of the variable and `density`, or of drawn values alone; or
  ///     an array `density` whose last dimension is the variable and of whose others the last place
  ///     counts, as `fokker solve` writes it.
  ///   - variable: The name of the variable.
  /// - Throws: ``Archives/ArchiveError`` and ``CommandFailure``.
  init(path: String, variable: String) throws {
    let dataset = try Archive.read(path)
    guard dataset.contains("density") else {
      law = .samples(try Self.samples(dataset, path, variable))
      return
    }
    let density = try dataset.variable(named: "density")
    let dimension = density.dimensions.last ?? ""
    let names = dimension == "row" ? [variable, "x"] : [dimension, variable, "x"]
    let places = try dataset.variable(namedAnyOf: names)
    var (x, values) = (places.values.doubles ?? [], density.values.doubles ?? [])
    if dimension == "row", dataset.contains("time") {
      let times = try dataset.doubles(named: "time", dimensions: ["row"])
      let last = times.indices.filter { times[$0] == times.max() }
      (x, values) = (last.map { x[$0] }, last.map { values[$0] })
    }
    // Fokker's own files hold averages over cells; others, values at points.
    let holdsAverages = dataset.attributes["\(places.name)_bounds"] != nil
    law = .table(
      try Self.table(x, Array(values.suffix(x.count)), path, holdsAverages: holdsAverages))
  }

  private static func samples(
    _ dataset: Dataset, _ path: String, _ variable: String
  ) throws -> [Double] {
    let only = dataset.variables.count == 1 ? [dataset.variables[0].name] : []
    let samples =
      try dataset.variable(namedAnyOf: [variable, "sample"] + only).values.doubles ?? []
    guard samples.count >= 2, samples.allSatisfy(\.isFinite) else {
      throw CommandFailure(
        .badData,
        "\(path) holds no density and no column of at least 2 finite values; give columns "
          + "\(variable) and density, or drawn values.")
    }
    return samples
  }

  /// The density of averages over equal cells, or of values at points.
  private static func table(
    _ places: [Double], _ values: [Double], _ path: String, holdsAverages: Bool
  ) throws -> Density {
    func failure(_ reason: String) -> CommandFailure {
      CommandFailure(.badData, "\(path): \(reason).")
    }
    guard places.count >= 2, values.count == places.count else {
      throw failure("the density needs as many values as places, at least 2")
    }
    // A solution may undershoot zero within its error.
    let smallest = -1e-6 * (values.max() ?? 0)
    if let bad = values.firstIndex(where: { !($0 >= smallest && $0.isFinite) }) {
      throw failure("the density is \(values[bad]) at \(places[bad]); it must not be negative")
    }
    guard holdsAverages else { return try interpolated(places, values) }
    let spacing = (places[places.count - 1] - places[0]) / Double(places.count - 1)
    let lower = places[0] - spacing / 2
    let axis = try Axis(lower...lower + Double(places.count) * spacing, cellCount: places.count)
    return try Density(axis: axis, values: values)
  }

  /// A density that is linear between places in ascending order, on cells a tenth of their distance.
  private static func interpolated(_ places: [Double], _ values: [Double]) throws -> Density {
    let curve = try PiecewiseLinear(knots: places, values: values)
    let (first, last) = (places[0], places[places.count - 1])
    let axis = try Axis(first...last, cellCount: min(10 * places.count, 100_000))
    return Density(axis: axis, cumulative: { curve.integral(from: first, to: $0) })
  }
}

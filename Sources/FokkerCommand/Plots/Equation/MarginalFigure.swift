import Archives
import Figures

/// The densities of single variables or populations.
struct MarginalFigure {
  private let file: EquationFile
  private let ensemble: EquationFile?
  private let times: [Double]

  init(_ file: EquationFile, _ ensemble: EquationFile?) throws {
    self.file = file
    self.ensemble = ensemble
    times = try file.times
  }

  /// A panel for every variable, at no more than five times, coloured by the time.
  func figure() throws -> Figure {
    let places = spreadIndices(times.count, atMost: 5)
    let panels = try file.variables.map { variable in
      let edges = try file.edges(variable)
      let rows = try Self.densities(file, variable)
      let cells = PictureCells(edges, within: edges[0]...edges[edges.count - 1], count: 120)
      var series = places.map { place -> Series in
        let values = cells.averages(rows[place])
        let color = SeriesColor.value(times[place])
        return file.holds("density_\(variable)_error")
          ? Series("", .steps(edges: cells.edges, values: values), color: color, lineWidth: 1)
          : Series("", .line(x: cells.centers, y: values), color: color, lineWidth: 1.5)
      }
      if let ensemble, ensemble.variables.contains(variable) {
        series += try histograms(ensemble, variable, places)
      }
      return Panel(variable, x: AxisStyle(variable), y: AxisStyle("density"), series: series)
    }
    let (first, last) = (times[0], times[times.count - 1])
    return Figure(
      "\(file.title): density of each variable alone",
      summary: "Marginal probability densities at output times, coloured by the time.",
      panels: panels, columns: panelColumns(panels.count), panelWidth: 240, panelHeight: 170,
      colorScale: AxisStyle(
        "time", limits: .fixed(first < last ? first...last : first - 0.5...last + 0.5)))
  }

  private func histograms(
    _ ensemble: EquationFile, _ variable: String, _ places: [Int]
  ) throws -> [Series] {
    let drawn = try ensemble.times
    let edges = try ensemble.edges(variable)
    let rows = try Self.densities(ensemble, variable)
    let cells = PictureCells(edges, within: edges[0]...edges[edges.count - 1], count: 40)
    return places.compactMap { place in
      guard let index = drawn.firstIndex(where: { abs($0 - times[place]) < 1e-9 * max(1, $0) })
      else { return nil }
      return Series(
        "", .points(x: cells.centers, y: cells.averages(rows[index])),
        color: .value(times[place]), markerSize: 3)
    }
  }

  /// The densities of one variable, summed over the other one where the file has only both.
  private static func densities(_ file: EquationFile, _ variable: String) throws -> [[Double]] {
    for prefix in ["marginal_", "density_"] where file.holds(prefix + variable) {
      return try file.data.rows(named: prefix + variable, dimensions: ["time", variable])
    }
    let rows = try file.data.rows(
      named: "density", dimensions: ["time", file.variables[0], file.variables[1]])
    let counts = try file.variables.map { try file.data.length(of: $0) }
    let widths = try file.variables.map { name in
      let edges = try file.edges(name)
      return edges[1] - edges[0]
    }
    return stride(from: 0, to: rows.count, by: counts[0]).map { start in
      if variable == file.variables[0] {
        return (0..<counts[0]).map { rows[start + $0].reduce(0, +) * widths[1] }
      }
      return (0..<counts[1]).map { column in
        (0..<counts[0]).reduce(0) { $0 + rows[start + $1][column] } * widths[0]
      }
    }
  }
}

import Archives
import Figures

/// Stationary densities, modes and first passages of an equation.
struct StateFigures {
  private let file: EquationFile

  init(_ file: EquationFile) { self.file = file }

  // MARK: - Stationary states

  /// The stationary density, with the density at the last output time where there is one.
  func stationary() throws -> Figure {
    guard file.holds("stationary_density") else { return try states() }
    let dimensions = try file.data.variable(named: "stationary_density").dimensions
    guard dimensions.count == 1 else { return try plane(dimensions) }
    let edges = try file.edges(dimensions[0])
    let cells = PictureCells(edges, within: edges[0]...edges[edges.count - 1], count: 300)
    let values = try file.data.doubles(named: "stationary_density", dimensions: dimensions)
    var series = [
      Series(
        "stationary density", .line(x: cells.centers, y: cells.averages(values)),
        color: .palette(0))
    ]
    let variable = file.variables[0]
    if file.holds("density"), let last = try file.times.last {
      let own = try file.edges(variable)
      let shown = PictureCells(own, within: own[0]...own[own.count - 1], count: 300)
      let rows = try file.data.rows(named: "density", dimensions: ["time", variable])
      series.append(
        Series(
          "density at time \(compact(last))",
          .line(x: shown.centers, y: shown.averages(rows[rows.count - 1])), color: .palette(1),
          line: .dashed))
    }
    return Figure(
      "\(file.title): stationary density",
      summary: "The density that no longer changes, and the density at the last output time.",
      panels: [Panel(x: AxisStyle(variable), y: AxisStyle("probability density"), series: series)])
  }

  /// The stationary density of two variables.
  private func plane(_ dimensions: [String]) throws -> Figure {
    guard dimensions.count == 2 else {
      throw CommandFailure(
        .badData, "A stationary density of \(dimensions.count) variables cannot be drawn.")
    }
    let (x, y) = (try file.edges(dimensions[0]), try file.edges(dimensions[1]))
    let rows = try file.data.rows(named: "stationary_density", dimensions: dimensions)
    let (columns, lines) = (
      PictureCells(x, within: x[0]...x[x.count - 1], count: 64),
      PictureCells(y, within: y[0]...y[y.count - 1], count: 64)
    )
    let alongY = rows.map { lines.averages($0) }
    let values = lines.indices.flatMap { line in
      columns.averages(alongY.map { $0[line] })
    }
    return Figure(
      "\(file.title): stationary density",
      summary: "The density of two variables that no longer changes.",
      panels: [
        Panel(
          x: AxisStyle(file.variables[0], limits: .fixed(x[0]...x[x.count - 1])),
          y: AxisStyle(file.variables[1], limits: .fixed(y[0]...y[y.count - 1])),
          series: [
            Series("", .heatMap(xEdges: columns.edges, yEdges: lines.edges, values: values))
          ])
      ], panelWidth: 400, panelHeight: 360, colorScale: AxisStyle("density"))
  }

  /// The stationary states of interacting populations.
  private func states() throws -> Figure {
    let growing = try file.data.integers(named: "growing_modes", dimensions: ["state"])
    let panels = try file.variables.map { variable in
      let edges = try file.edges(variable)
      let cells = PictureCells(edges, within: edges[0]...edges[edges.count - 1], count: 200)
      let rows = try file.data.rows(
        named: "stationary_density_\(variable)", dimensions: ["state", variable])
      return Panel(
        x: AxisStyle(variable), y: AxisStyle("probability density"),
        series: rows.enumerated().map { index, row in
          Series(
            "state \(index + 1), \(growing[index] == 0 ? "stable" : "unstable")",
            .line(x: cells.centers, y: cells.averages(row)), color: .palette(index),
            line: growing[index] == 0 ? .solid : .dashed)
        })
    }
    return Figure(
      "\(file.title): stationary states",
      summary: "The densities of all stationary states; dashed ones are unstable.", panels: panels,
      columns: panelColumns(panels.count), panelWidth: panels.count == 1 ? 440 : 260,
      panelHeight: panels.count == 1 ? 290 : 190)
  }

  // MARK: - Modes

  /// The decay rates, and the frequencies of modes that turn.
  func spectrum() throws -> Figure {
    let modes = try file.data.coordinate("mode")
    let rates = try file.data.doubles(named: "decay_rate", dimensions: ["mode"])
    let errors = try file.data.doubles(named: "decay_rate_error", dimensions: ["mode"])
    let frequencies =
      file.holds("frequency")
      ? try file.data.doubles(named: "frequency", dimensions: ["mode"]) : []
    func points(_ label: String, _ values: [Double], _ color: Int, _ marker: Marker) -> Series {
      Series(
        label,
        .intervals(
          x: modes, y: values, lower: zip(values, errors).map { $0 - $1 },
          upper: zip(values, errors).map { $0 + $1 }), color: .palette(color), marker: marker,
        markerSize: 7)
    }
    var series = [points("decay rate", rates, 0, .circle)]
    if frequencies.contains(where: { $0 != 0 }) {
      series.append(points("frequency", frequencies, 1, .diamond))
    }
    return Figure(
      "\(file.title): spectrum",
      summary: "Rates at which the slowest modes decay, with their estimated errors.",
      panels: [
        Panel(
          x: AxisStyle(
            "mode", limits: .fixed(-0.5...Double(modes.count) - 0.5),
            names: modes.map { AxisName($0, "\(Int($0))") }),
          y: AxisStyle("rate", unit: "1/time", limits: .including(0...0)), series: series)
      ])
  }

  /// The shapes of the modes.
  func modes() throws -> Figure {
    let dimensions = try file.data.variable(named: "mode_density").dimensions
    let edges = try file.edges(dimensions[1])
    let cells = PictureCells(edges, within: edges[0]...edges[edges.count - 1], count: 200)
    let rates = try file.data.doubles(named: "decay_rate", dimensions: ["mode"])
    let rows = try file.data.rows(named: "mode_density", dimensions: dimensions)
    return Figure(
      "\(file.title): modes",
      summary: "Deviations of the density that decay without changing their shape.",
      panels: [
        Panel(
          x: AxisStyle(file.variables[0]), y: AxisStyle("deviation of the density"),
          series: rows.prefix(7).enumerated().map { index, row in
            Series(
              "rate \(compact(rates[index]))",
              .line(x: cells.centers, y: cells.averages(row)), color: .palette(index))
          })
      ])
  }

  // MARK: - First passage

  /// Survival, density of the passage time, and its mean by starting point.
  func passage() throws -> Figure {
    let times = try file.data.coordinate("passage_time")
    func panel(_ name: String, _ y: AxisStyle) throws -> Panel {
      let values = try file.data.doubles(named: name, dimensions: ["passage_time"])
      return Panel(
        x: AxisStyle("time"), y: y,
        series: [Series("", .line(x: times, y: values), color: .palette(0))])
    }
    var panels = [
      try panel("passage_survival", AxisStyle("survival", limits: .including(0...1))),
      try panel("passage_density", AxisStyle("density of the passage", unit: "1/time")),
    ]
    if file.holds("mean_passage_time_by_start") {
      let starts = try file.data.coordinate("start")
      let means = try file.data.doubles(named: "mean_passage_time_by_start", dimensions: ["start"])
      let kept = spreadIndices(starts.count, atMost: 200)
      panels.append(
        Panel(
          x: AxisStyle("start"), y: AxisStyle("mean passage time"),
          series: [
            Series(
              "", .line(x: kept.map { starts[$0] }, y: kept.map { means[$0] }),
              color: .palette(0))
          ]))
    }
    return Figure(
      "\(file.title): first passage",
      summary: "The probability of not having reached the wall, the density of the time of passage "
        + "and its mean by the starting point.",
      panels: panels, columns: panels.count, panelWidth: 260, panelHeight: 220)
  }
}

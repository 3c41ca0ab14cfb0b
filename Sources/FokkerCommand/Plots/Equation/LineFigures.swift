import Archives
import Figures

/// Densities of an equation in one variable, with the histograms of an ensemble.
struct LineFigures {
  private let file: EquationFile
  private let variable: String
  private let times: [Double]
  private let edges: [Double]
  private let densities: [[Double]]
  private let isEnsemble: Bool
  private let histogram: Histogram?

  /// The histograms of an ensemble at output times of the solution.
  private struct Histogram {
    var times: [Double]
    var edges: [Double]
    var values: [[Double]]
    var errors: [[Double]]
  }

  init(_ file: EquationFile, _ ensemble: EquationFile?) throws {
    self.file = file
    let variable = file.variables[0]
    self.variable = variable
    times = try file.times
    edges = try file.edges(variable)
    densities = try file.data.rows(named: "density", dimensions: ["time", variable])
    isEnsemble = file.holds("density_error")
    histogram = try ensemble.map { ensemble in
      guard ensemble.variables == [variable], ensemble.holds("density_error") else {
        throw CommandFailure(
          .badData, "\(ensemble.data.source) is not an ensemble in the one variable \(variable).")
      }
      return Histogram(
        times: try ensemble.times, edges: try ensemble.edges(variable),
        values: try ensemble.data.rows(named: "density", dimensions: ["time", variable]),
        errors: try ensemble.data.rows(named: "density_error", dimensions: ["time", variable]))
    }
  }

  private var state: AxisStyle {
    let shown = shownRange
    return AxisStyle(variable, limits: .fixed(shown))
  }

  /// The part of the axis that holds density at any output time, with a margin.
  private var shownRange: ClosedRange<Double> {
    var (first, last) = (edges.count - 2, 0)
    for row in densities {
      let level = 1e-4 * (row.max() ?? 0)
      if let low = row.firstIndex(where: { $0 > level }) { first = min(first, low) }
      if let high = row.lastIndex(where: { $0 > level }) { last = max(last, high) }
    }
    guard first < last else { return edges[0]...edges[edges.count - 1] }
    let margin = max(1, (last - first) / 20)
    return edges[max(0, first - margin)]...edges[min(edges.count - 1, last + 1 + margin)]
  }

  private let density = AxisStyle("probability density")

  /// Densities at no more than six times, coloured by the time.
  func curves() -> Figure {
    let places = spreadIndices(times.count, atMost: 6)
    var series = places.flatMap { place -> [Series] in
      let color = SeriesColor.value(times[place])
      return [shape(place, color: color)]
        + histogramSeries(at: times[place], color: color, frame: nil)
    }
    if histogram != nil {
      series += [
        .legendLine("solved"),
        Series(
          "ensemble ± 2 standard errors", .points(x: [], y: []),
          color: .fixed(Color(0x555555)), markerSize: 4),
      ]
    }
    return Figure(
      "\(file.title): density at \(places.count) times",
      summary: "Probability density of \(variable) at output times, coloured by the time.",
      panels: [Panel(x: state, y: density, series: series)],
      colorScale: AxisStyle("time", limits: .fixed(colorRange)))
  }

  private var colorRange: ClosedRange<Double> {
    let (first, last) = (times[0], times[times.count - 1])
    return first < last ? first...last : first - 0.5...last + 0.5
  }

  /// Density over time and state, with recorded paths over it.
  func map() throws -> Figure {
    let cells = PictureCells(edges, within: shownRange, count: 80)
    let columns = densities.map { cells.averages($0) }
    let inner = zip(times, times.dropFirst()).map { ($0 + $1) / 2 }
    let timeEdges = [times[0]] + inner + [times[times.count - 1]]
    guard times.count > 1 else {
      throw CommandFailure(.badData, "\(file.data.source) holds one time; a map needs several.")
    }
    let limit = typicalMaximum(of: columns)
    let values = cells.indices.flatMap { cell in columns.map { min($0[cell], limit) } }
    let paths = try file.paths(of: variable).prefix(5).enumerated().map { index, path in
      Series(
        index == 0 ? "single particles" : "", .line(x: times, y: path),
        color: .fixed(Color(0xFFFFFF)), lineWidth: 0.9)
    }
    return Figure(
      "\(file.title): density over time",
      summary: "Probability density of \(variable) over time; what exceeds the scale has its last "
        + "colour.",
      panels: [
        Panel(
          x: AxisStyle("time", limits: .fixed(colorRange)), y: state,
          series: [
            Series("", .heatMap(xEdges: timeEdges, yEdges: cells.edges, values: values))
          ] + paths)
      ], panelWidth: 460, panelHeight: 280,
      colorScale: AxisStyle("density", limits: .fixed(0...limit)))
  }

  /// The density, a frame for every output time.
  func movie() -> Figure {
    var series = times.indices.flatMap { place -> [Series] in
      var solved = shape(place, color: .palette(isEnsemble ? 1 : 0))
      solved.frame = place
      return histogramSeries(at: times[place], color: .palette(1), frame: place) + [solved]
    }
    if histogram != nil {
      series += [
        Series("solved", .line(x: [], y: []), color: .palette(0)),
        Series("ensemble ± 2 standard errors", .points(x: [], y: []), color: .palette(1)),
      ]
    }
    return Figure(
      "\(file.title): density",
      summary: "Probability density of \(variable) at the output times.",
      panels: [Panel(x: state, y: density, series: series)],
      frames: FigureFrames("time", values: times))
  }

  /// A solved density as a curve, a histogram as steps.
  private func shape(_ place: Int, color: SeriesColor) -> Series {
    if isEnsemble {
      return Series("", .steps(edges: edges, values: densities[place]), color: color, lineWidth: 1)
    }
    let cells = PictureCells(edges, within: shownRange, count: 240)
    return Series(
      "", .line(x: cells.centers, y: cells.averages(densities[place])), color: color,
      lineWidth: 1.5)
  }

  private func histogramSeries(at time: Double, color: SeriesColor, frame: Int?) -> [Series] {
    guard let histogram,
      let place = histogram.times.firstIndex(where: { abs($0 - time) <= 1e-9 * max(1, abs(time)) })
    else { return [] }
    let cells = PictureCells(histogram.edges, within: shownRange, count: 48)
    let values = cells.averages(histogram.values[place])
    let errors = cells.errors(histogram.errors[place])
    return [
      Series(
        "",
        .intervals(
          x: cells.centers, y: values, lower: zip(values, errors).map { max(0, $0 - 2 * $1) },
          upper: zip(values, errors).map { $0 + 2 * $1 }),
        color: color, markerSize: 3.5, frame: frame)
    ]
  }
}

/// The largest value that most frames have: between the maxima of the flattest and the steepest one.
func typicalMaximum(of frames: [[Double]]) -> Double {
  let maxima = frames.map { $0.max() ?? 0 }.filter { $0 > 0 }.sorted()
  guard let smallest = maxima.first else { return 1 }
  return (smallest * maxima[maxima.count / 2]).squareRoot() * 1.05
}

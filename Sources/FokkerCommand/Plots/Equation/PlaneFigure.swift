import Archives
import Figures

/// The density of an equation in two variables with the current that moves it.
struct PlaneFigure {
  private let file: EquationFile
  private let times: [Double]
  private let names: (x: String, y: String)
  private let densities: [[Double]]
  private let cells: (x: PictureCells, y: PictureCells)
  private let shape: (x: Int, y: Int)
  private let paths: (x: [[Double]], y: [[Double]])
  private let pathTimes: [Double]

  /// The number of cells of the picture, and of the arrows, along each axis.
  private static let resolution = 64, arrowCount = 15

  init(_ file: EquationFile, _ ensemble: EquationFile?) throws {
    self.file = file
    names = (file.variables[0], file.variables[1])
    times = try file.times
    let edges = (x: try file.edges(names.x), y: try file.edges(names.y))
    shape = (edges.x.count - 1, edges.y.count - 1)
    let values = try file.data.doubles(
      named: "density", dimensions: ["time", names.x, names.y])
    let size = shape.x * shape.y
    densities = times.indices.map { Array(values[$0 * size..<($0 + 1) * size]) }
    let shown = Self.shown(densities, edges, shape)
    cells = (
      PictureCells(edges.x, within: shown.x, count: Self.resolution),
      PictureCells(edges.y, within: shown.y, count: Self.resolution)
    )
    let recorded = ensemble ?? file
    paths = (try recorded.paths(of: names.x), try recorded.paths(of: names.y))
    pathTimes = try recorded.times
  }

  /// The part of the plane that holds density at any output time, with a margin.
  private static func shown(
    _ densities: [[Double]], _ edges: (x: [Double], y: [Double]), _ shape: (x: Int, y: Int)
  ) -> (x: ClosedRange<Double>, y: ClosedRange<Double>) {
    var (low, high) = ((x: shape.x - 1, y: shape.y - 1), (x: 0, y: 0))
    for density in densities {
      let level = 2e-3 * (density.max() ?? 0)
      for (place, value) in density.enumerated() where value > level {
        let (x, y) = (place / shape.y, place % shape.y)
        low = (min(low.x, x), min(low.y, y))
        high = (max(high.x, x), max(high.y, y))
      }
    }
    func range(_ edges: [Double], _ low: Int, _ high: Int) -> ClosedRange<Double> {
      guard low < high else { return edges[0]...edges[edges.count - 1] }
      let margin = max(1, (high - low) / 16)
      return edges[max(0, low - margin)]...edges[min(edges.count - 1, high + 1 + margin)]
    }
    return (range(edges.x, low.x, high.x), range(edges.y, low.y, high.y))
  }

  /// A frame for every output time.
  func figure() throws -> Figure {
    let pictures = densities.map { averages($0, cells.x, cells.y) }
    let limit = typicalMaximum(of: pictures)
    let maps = pictures.enumerated().map { frame, values in
      Series(
        "",
        .heatMap(
          xEdges: cells.x.edges, yEdges: cells.y.edges,
          values: values.map { min(max($0, 0), limit) }
        ), frame: frame)
    }
    let arrows = try arrows()
    let legend: [Series] =
      arrows.isEmpty
      ? [] : [.legendLine("probability current (arrows)")]
    let (x, y) = (cells.x.edges, cells.y.edges)
    return Figure(
      "\(file.title): density"
        + (arrows.isEmpty ? "" : " and current"),
      summary: "Probability density of \(names.x) and \(names.y) at the output times"
        + (arrows.isEmpty ? "" : ", with arrows along the probability current")
        + (paths.x.isEmpty ? "" : " and the paths of single particles up to then")
        + "; what exceeds the scale has its last colour.",
      panels: [
        Panel(
          x: AxisStyle(names.x, limits: .fixed(x[0]...x[x.count - 1])),
          y: AxisStyle(names.y, limits: .fixed(y[0]...y[y.count - 1])),
          series: legend + maps + arrows + pathSeries())
      ], panelWidth: 400, panelHeight: 360,
      colorScale: AxisStyle("density", limits: .fixed(0...limit)),
      frames: FigureFrames("time", values: times))
  }

  private let ink = SeriesColor.fixed(Color(0xFFFFFF))

  /// Values averaged over groups of cells, rows of x from the lowest y to the highest.
  private func averages(_ values: [Double], _ x: PictureCells, _ y: PictureCells) -> [Double] {
    let scale = 1 / Double(x.group * y.group)
    return y.indices.flatMap { row in
      x.indices.map { column in
        x.cells(of: column).reduce(0) { sum, first in
          y.cells(of: row).reduce(sum) { $0 + values[first * shape.y + $1] }
        } * scale
      }
    }
  }

  // MARK: - Arrows

  /// The current at every output time; the longest arrow of each is as long as the arrows are apart.
  private func arrows() throws -> [Series] {
    guard file.holds("current_\(names.x)"), file.holds("current_\(names.y)") else { return [] }
    let box = ["time", names.x, names.y]
    let components = try [names.x, names.y].map {
      try file.data.doubles(named: "current_\($0)", dimensions: box)
    }
    let edges = (x: cells.x.edges, y: cells.y.edges)
    let grid = (
      x: PictureCells(
        try file.edges(names.x), within: edges.x[0]...edges.x[edges.x.count - 1],
        count: Self.arrowCount),
      y: PictureCells(
        try file.edges(names.y), within: edges.y[0]...edges.y[edges.y.count - 1],
        count: Self.arrowCount)
    )
    let size = shape.x * shape.y
    return times.indices.map { frame in
      let current = components.map { component in
        averages(Array(component[frame * size..<(frame + 1) * size]), grid.x, grid.y)
      }
      return Self.arrows(current[0], current[1], grid, color: ink, frame: frame)
    }
  }

  private static func arrows(
    _ alongX: [Double], _ alongY: [Double], _ grid: (x: PictureCells, y: PictureCells),
    color: SeriesColor, frame: Int
  ) -> Series {
    let spacing = (
      x: grid.x.edges[1] - grid.x.edges[0], y: grid.y.edges[1] - grid.y.edges[0]
    )
    let largest = zip(alongX, alongY).reduce(0) {
      max($0, abs($1.0) / spacing.x, abs($1.1) / spacing.y)
    }
    var (x, y, dx, dy) = ([Double](), [Double](), [Double](), [Double]())
    for (place, current) in zip(alongX, alongY).enumerated() where largest > 0 {
      let length = max(abs(current.0) / spacing.x, abs(current.1) / spacing.y) / largest
      guard length > 0.04 else { continue }
      let step = (x: 1.1 * current.0 / largest, y: 1.1 * current.1 / largest)
      x.append(grid.x.centers[place % grid.x.indices.count] - step.x / 2)
      y.append(grid.y.centers[place / grid.x.indices.count] - step.y / 2)
      dx.append(step.x)
      dy.append(step.y)
    }
    return Series(
      "", .arrows(x: x, y: y, dx: dx, dy: dy), color: color, lineWidth: 1, frame: frame)
  }

  // MARK: - Particles

  /// The paths of no more than three particles up to every output time.
  private func pathSeries() -> [Series] {
    let colors = [0xD55E00, 0xE69F00, 0xCC79A7].map { SeriesColor.fixed(Color($0)) }
    let shown = min(colors.count, paths.x.count, paths.y.count)
    let names =
      shown == 0
      ? []
      : [
        Series(
          shown == 1 ? "one particle" : "single particles", .line(x: [], y: []), color: colors[0])
      ]
    return names
      + (0..<shown).flatMap { path in
        times.indices.flatMap { frame -> [Series] in
          let past = pathTimes.indices.filter { pathTimes[$0] <= times[frame] + 1e-9 }
          let (x, y) = (past.map { paths.x[path][$0] }, past.map { paths.y[path][$0] })
          return [
            Series("", .line(x: x, y: y), color: colors[path], lineWidth: 1.2, frame: frame),
            Series(
              "", .points(x: x.suffix(1), y: y.suffix(1)), color: colors[path], markerSize: 6,
              frame: frame),
          ]
        }
      }
  }
}

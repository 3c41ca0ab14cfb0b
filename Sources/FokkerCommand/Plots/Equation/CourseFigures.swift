import Archives
import Figures

/// What an equation's solution or ensemble does in the course of time.
struct CourseFigures {
  private let file: EquationFile
  private let times: [Double]

  init(_ file: EquationFile) throws {
    self.file = file
    times = try file.times
  }

  private let time = AxisStyle("time")

  /// Mean with two standard deviations of every variable, and survival where something leaves.
  func moments() throws -> Figure {
    var panels = [Panel(x: time, y: AxisStyle("mean ± 2 standard deviations"), series: try means())]
    if let survival = try series("survival"), survival.contains(where: { $0 < 0.9999 }) {
      panels.append(
        Panel(
          x: time, y: AxisStyle("survival", limits: .including(0...1)),
          series: [Series("", .line(x: times, y: survival), color: .palette(0))]))
    }
    return Figure(
      "\(file.title): moments",
      summary: "The mean of every variable with two standard deviations to either side, and the "
        + "probability inside the walls where something leaves.",
      panels: panels, columns: panels.count, panelWidth: 340, panelHeight: 240)
  }

  private func means() throws -> [Series] {
    if file.isLine {
      let mean = try file.data.doubles(named: "mean", dimensions: ["time"])
      let variance = try file.data.doubles(named: "variance", dimensions: ["time"])
      return course(file.variables[0], mean, variance).series(color: .palette(0))
    }
    let names = try file.data.nameCoordinate("variable")
    let means = try file.data.rows(named: "mean", dimensions: ["time", "variable"])
    let covariances = try file.data.rows(
      named: "covariance", dimensions: ["time", "variable", "other"])
    return names.indices.flatMap { variable in
      course(
        names[variable], means.map { $0[variable] },
        times.indices.map { covariances[$0 * names.count + variable][variable] }
      ).series(color: .palette(variable))
    }
  }

  private func course(_ name: String, _ means: [Double], _ variances: [Double]) -> EstimateCurve {
    let widths = variances.map { 2 * max($0, 0).squareRoot() }
    return EstimateCurve(
      name, times: times, values: means, lower: zip(means, widths).map { $0 - $1 },
      upper: zip(means, widths).map { $0 + $1 })
  }

  /// The averages that populations interact by.
  func averages() throws -> Figure {
    let series = try file.averageNames.enumerated().map { index, name in
      Series(
        String(name.dropFirst("average_".count)),
        .line(x: times, y: try file.data.doubles(named: name, dimensions: ["time"])),
        color: .palette(index))
    }
    return Figure(
      "\(file.title): averages",
      summary: "The averages by which the populations interact, against time.",
      panels: [Panel(x: time, y: AxisStyle("average"), series: series)])
  }

  /// Entropy, and its production and exchange where they are known.
  func entropy() throws -> Figure {
    let entropy = try file.data.doubles(named: "entropy", dimensions: ["time"])
    var panels = [
      Panel(
        x: time, y: AxisStyle("entropy", unit: "nat"),
        series: [Series("", .line(x: times, y: entropy), color: .palette(0))])
    ]
    if let production = try series("entropy_production"),
      let exchange = try series("entropy_exchange")
    {
      panels.append(
        Panel(
          x: time, y: AxisStyle("rate", unit: "nat/time"),
          series: [
            Series("production", .line(x: times, y: production), color: .palette(1)),
            Series(
              "given away", .line(x: times, y: exchange), color: .palette(2), line: .dashed),
            Series(
              "growth of the entropy",
              .line(x: times, y: zip(production, exchange).map { $0 - $1 }), color: .palette(0),
              line: .dotted),
          ]))
    }
    return Figure(
      "\(file.title): entropy",
      summary: "Differential entropy against time, with its production and what is given to the "
        + "surroundings.",
      panels: panels, columns: panels.count, panelWidth: 340, panelHeight: 240)
  }

  private func series(_ name: String) throws -> [Double]? {
    file.holds(name) ? try file.data.doubles(named: name, dimensions: ["time"]) : nil
  }
}

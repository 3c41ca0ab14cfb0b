import FokkerPlanck
import Foundation
import Grids
import StochasticProcesses

/// A density in one dimension whose law is known at all times.
private struct LineCase: Sendable {
  var name: String
  var domain: ClosedRange<Double>
  var times: (start: Double, end: Double)
  /// The cumulative distribution at a point and a time.
  var cumulative: @Sendable (Double, Double) -> Double
  var process: ClosureProcess
  var cells = 200
  var boundaries = BoundaryConditions.reflecting
  /// What modes reach; nil where the coefficients do not suit them.
  var modesReach: Double?
  var isAutonomous = true

  func density(cells: Int, at time: Double) throws -> Density {
    Density(axis: try Axis(domain, cellCount: cells), cumulative: { cumulative($0, time) })
  }

  /// The L1 error of a solver at the end.
  func error(of solver: any FokkerPlanckSolver, cells: Int) throws -> Double {
    let solution = try solver.solve(
      process, from: density(cells: cells, at: times.start), startingAt: times.start,
      times: [times.end])
    return solution.densities[0].l1Distance(to: try density(cells: cells, at: times.end))
  }

  func rows() throws -> [ValidationRow] {
    var finiteVolume = FiniteVolumeSolver()
    finiteVolume.boundaries = boundaries
    finiteVolume.stepControl = .adaptive(tolerance: 1e-10)
    var rows = [try row(finiteVolume, "finite volumes, TR-BDF2", within: 5e-3, order: 2)]
    if !isAutonomous {
      rows.append(
        try row(
          ExtrapolatedSolver(finiteVolume), "the same, extrapolated", within: 1e-4, order: 4))
    } else {
      // Exact in time, so that the order in space is not hidden by steps.
      var exponential = RationalExponentialSolver()
      exponential.boundaries = boundaries
      exponential.extrapolationLevels = 2
      rows.append(
        try row(exponential, "rational exponential, 2 levels", within: 1e-4, order: 4))
      exponential.extrapolationLevels = 3
      let error = try error(of: exponential, cells: cells)
      rows.append(
        ValidationRow(
          name, "density", "rational exponential, 3 levels, \(cells) cells", error: error,
          within: 1e-6))
    }
    if let modesReach {
      var modes = SpectralSolver()
      modes.boundaries = boundaries
      modes.stepControl = .adaptive(tolerance: 1e-12)
      rows.append(
        ValidationRow(
          name, "density", "trigonometric modes, 512", error: try error(of: modes, cells: 512),
          within: modesReach))
    }
    rows.append(contentsOf: try certified())
    return rows
  }

  private func row(
    _ solver: some FokkerPlanckSolver, _ method: String, within bound: Double, order: Double
  ) throws -> ValidationRow {
    let errors = try [cells, 2 * cells].map { try error(of: solver, cells: $0) }
    return ValidationRow(
      name, "density", "\(method), \(2 * cells) cells", error: errors[1], within: bound
    ).withOrder(order, coarseError: errors[0])
  }

  /// Solutions to a tolerance: the true error has to be below the estimate.
  private func certified() throws -> [ValidationRow] {
    try [1e-5, 1e-8].map { tolerance in
      var solver = CertifiedSolver()
      solver.boundaries = boundaries
      solver.tolerance = tolerance
      let start = times.start
      let solution = try solver.solve(
        process, on: domain, from: .cumulative { cumulative($0, start) }, startingAt: start,
        times: [times.end])
      let found = solution.evolution.densities[0]
      let exact = try density(cells: found.axis.cellCount, at: times.end)
      return ValidationRow(
        name, "density", "to tolerance \(String(format: "%.0e", tolerance)) (bound: its estimate)",
        error: found.l1Distance(to: exact), within: solution.largestError)
    }
  }
}

/// The cumulative distribution of a normal law.
private func normal(_ x: Double, _ mean: Double, _ variance: Double) -> Double {
  GaussianLaw(mean: mean, variance: variance).cumulative(x)
}

extension ReferenceCase {
  /// Cases whose density is known in one dimension.
  static let lines: [ReferenceCase] = {
    let titles = [
      "R1": "free diffusion", "R2": "advection and diffusion", "R3": "Ornstein-Uhlenbeck",
      "R4": "point in a reflecting box", "R7": "geometric Brownian motion (Itô)",
      "R13": "Ornstein-Uhlenbeck with growing noise",
    ]
    return lineCases.map { line in
      ReferenceCase(name: line.name, title: titles[line.name] ?? "") { try line.rows() }
    }
  }()

  private static let lineCases = [
    LineCase(
      name: "R1", domain: -9...9, times: (0, 2),
      cumulative: { normal($0, 0, 0.1 + 0.5 * $1) },
      process: ClosureProcess(drift: { _, _ in 0 }, diffusion: { _, _ in 0.25 }),
      modesReach: 1e-10),
    LineCase(
      name: "R2", domain: -6...8, times: (0, 3),
      cumulative: { normal($0, 0.5 * $1, 0.04 + 0.2 * $1) },
      process: ClosureProcess(drift: { _, _ in 0.5 }, diffusion: { _, _ in 0.1 }),
      cells: 400, modesReach: 1e-10),
    LineCase(
      name: "R3", domain: -5...5, times: (0.05, 0.3),
      cumulative: { x, t in
        normal(x, 1 - 2 * exp(-2 * t), 0.25 * (1 - exp(-4 * t)))
      },
      process: ClosureProcess(drift: { x, _ in -2 * (x - 1) }, diffusion: { _, _ in 0.5 }),
      cells: 300, modesReach: 1e-10),
    LineCase(
      name: "R4", domain: 0...1, times: (0.01, 0.4),
      cumulative: { x, t in
        (-3...3).reduce(0) { sum, image in
          let shift = 2 * Double(image)
          return sum + normal(x, shift + 0.3, 0.1 * t) + normal(x, shift - 0.3, 0.1 * t)
        }
      },
      process: ClosureProcess(drift: { _, _ in 0 }, diffusion: { _, _ in 0.05 }), cells: 100,
      modesReach: 1e-10),
    LineCase(
      name: "R7", domain: 0...40, times: (0.5, 2),
      cumulative: { x, t in x > 0 ? normal(log(x), 0.02 * t, 0.16 * t) : 0 },
      process: ClosureProcess(drift: { x, _ in 0.1 * x }, diffusion: { x, _ in 0.08 * x * x }),
      cells: 1600),
    LineCase(
      name: "R13", domain: -6...6, times: (0, 1.5),
      cumulative: { x, t in
        // var′ = −2 var + 2 (0.1 + 0.3 t), var(0) = 0.2.
        normal(x, 0, 0.3 * t - 0.05 + 0.25 * exp(-2 * t))
      },
      process: ClosureProcess(drift: { x, _ in -x }, diffusion: { _, t in 0.1 + 0.3 * t }),
      modesReach: 1e-10, isAutonomous: false),
  ]
}

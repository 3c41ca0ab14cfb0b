import FokkerPlanck
import Foundation
import Grids
import StochasticProcesses

extension ReferenceCase {
  /// Cases that the generator answers without solving in time.
  static let generators = [
    ReferenceCase(name: "R5", title: "tilted periodic potential") { try tiltedPotential() },
    ReferenceCase(name: "R6", title: "double well") { try doubleWell() },
    ReferenceCase(name: "R8", title: "square-root process (CIR)") { try squareRoot() },
    ReferenceCase(name: "R9", title: "Jacobi process") { try jacobi() },
    ReferenceCase(name: "R14", title: "first passage over a distance") { try firstPassage() },
  ]

  /// A number at n and 2n cells, and extrapolated from both.
  ///
  /// - Returns: The row of 2n cells with its order of 2, and the extrapolated one.
  private static func refined(
    _ name: String, _ quantity: String, _ reference: Double, cells: Int, within bound: Double,
    extrapolatedWithin extrapolatedBound: Double, _ value: (Int) throws -> Double
  ) throws -> [ValidationRow] {
    let values = try [value(cells), value(2 * cells)]
    let fine = ValidationRow(
      name, quantity, "generator, \(2 * cells) cells", values[1], reference, within: bound)
    return [
      fine.withOrder(2, coarseError: abs(values[0] - reference)),
      ValidationRow(
        name, quantity, "the same, extrapolated", (4 * values[1] - values[0]) / 3, reference,
        within: extrapolatedBound),
    ]
  }

  private static func tiltedPotential() throws -> [ValidationRow] {
    let process = ClosureProcess(drift: { x, _ in sin(x) + 0.5 }, diffusion: { _, _ in 0.3 })
    return try refined(
      "R5", "mean velocity", 0.073_670_432_311_1, cells: 100, within: 2e-5,
      extrapolatedWithin: 1e-8
    ) { cells in
      let axis = try Axis(0...2 * .pi, cellCount: cells)
      let state = try DiscreteGenerator(process, axis: axis, boundaries: .periodic)
        .stationaryState()
      return state.current * axis.length
    }
  }

  private static func doubleWell() throws -> [ValidationRow] {
    let well = DoubleWell<Double>(diffusionCoefficient: 0.1)
    func generator(_ cells: Int, _ domain: ClosedRange<Double>) throws -> DiscreteGenerator {
      try DiscreteGenerator(well, axis: try Axis(domain, cellCount: cells))
    }
    // Fluxes are exact for cubic drifts, so the stationary density is; points sum exponentially well.
    let density = try generator(400, -2.6...2.6).stationaryState().density
    let h = density.axis.spacing
    let second = zip(density.axis.centers, density.values).reduce(0) { $0 + $1.0 * $1.0 * $1.1 * h }
    var rows = [
      ValidationRow(
        "R6", "<x²>", "stationary density, 400 cells", second, 0.871_362_908_042, within: 1e-10),
      ValidationRow(
        "R6", "entropy", "stationary density, 400 cells", density.entropy, 0.790_925_454_859,
        within: 1e-10),
    ]
    for (index, rate) in [0.033_545_287_3, 0.927_372_103, 1.680_263_77].enumerated() {
      rows += try refined(
        "R6", "eigenvalue \(index + 1)", rate, cells: 800, within: 1e-4, extrapolatedWithin: 1e-6
      ) { cells in
        try generator(cells, -2.6...2.6).relaxationModes(count: 4)[index + 1].rate
      }
    }
    rows += try refined(
      "R6", "mean first passage −1 → 0", 30.821_302_472_7, cells: 800, within: 1e-3,
      extrapolatedWithin: 1e-5
    ) { cells in
      let axis = try Axis(-2.6...0, cellCount: cells)
      return try DiscreteGenerator(
        well, axis: axis, boundaries: .walls(lower: .reflecting, upper: .absorbing)
      ).meanExitTimes().value(at: -1)
    }
    return rows
  }

  private static func squareRoot() throws -> [ValidationRow] {
    let process = ClosureProcess(
      drift: { x, _ in 1.5 * (0.8 - x) }, diffusion: { x, _ in 0.18 * x })
    var solver = CertifiedSolver()
    solver.tolerance = 1e-6
    let solution = try solver.solve(process, on: 0...4, from: .point(0.3), times: [0.5])
    let density = solution.evolution.densities[0]
    let method = "to tolerance 1e-06, from a point"
    return [
      ValidationRow("R8", "mean", method, density.mean, 0.563_816_723_629, within: 1e-5),
      ValidationRow("R8", "variance", method, density.variance, 0.044_671_137_515, within: 1e-5),
      ValidationRow(
        "R8", "p(0.5)", method, density.pointValue(at: 0.5), 1.989_883_155_361, within: 1e-4),
    ]
  }

  private static func jacobi() throws -> [ValidationRow] {
    let process = ClosureProcess(
      drift: { x, _ in 0.3 - x }, diffusion: { x, _ in 0.2 * x * (1 - x) })
    let axis = try Axis(0...1, cellCount: 2000)
    let generator = try DiscreteGenerator(process, axis: axis)
    let density = try generator.stationaryState().density
    let modes = try generator.relaxationModes(count: 4)
    return [
      ValidationRow(
        "R9", "p(0.3)", "stationary density, 2000 cells", density.pointValue(at: 0.3),
        1.829_767_123_113, within: 1e-3)
    ]
      + (1...3).map { n in
        let known = Double(n) + 0.2 * Double(n * (n - 1))
        return ValidationRow(
          "R9", "eigenvalue \(n)", "generator, 2000 cells", modes[n].rate, known, within: 2e-3)
      }
  }

  private static func firstPassage() throws -> [ValidationRow] {
    let process = ClosureProcess(drift: { _, _ in 1 }, diffusion: { _, _ in 0.5 })
    let walls = BoundaryConditions.walls(lower: .reflecting, upper: .absorbing)
    var rows = try refined(
      "R14", "mean", 2, cells: 500, within: 1e-3, extrapolatedWithin: 1e-6
    ) { cells in
      try DiscreteGenerator(
        process, axis: try Axis(-18...2, cellCount: cells), boundaries: walls
      ).meanExitTimes().value(at: 0)
    }
    var solver = CertifiedSolver()
    solver.boundaries = walls
    solver.tolerance = 1e-7
    let times = [1.49, 1.51, 2]
    let solution = try solver.solve(process, on: -10...2, from: .point(0), times: times)
    let exits = solution.evolution.exits
    let method = "to tolerance 1e-07, from a point"
    rows.append(
      ValidationRow(
        "R14", "survival(2)", method, solution.evolution.densities[2].mass, 0.372_302_161_845,
        within: 1e-6))
    rows.append(
      ValidationRow(
        "R14", "density(1.5), mean of 1.49-1.51", method,
        (exits[1].upper - exits[0].upper) / 0.02, 0.399_587_566_267, within: 5e-5))
    return rows
  }
}

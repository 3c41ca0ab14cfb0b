import FokkerPlanck
import Foundation
import Grids
import LinearAlgebra
import StochasticProcesses

extension ReferenceCase {
  /// Cases in several variables, solved on a box.
  static let planes = [
    ReferenceCase(name: "R10", title: "Ornstein-Uhlenbeck in the plane, rotating") { try rotor() }
  ]

  /// Cases of populations that feel their own density.
  static let meanFields = [
    ReferenceCase(name: "R11", title: "Desai-Zwanzig model") { try desaiZwanzig() },
    ReferenceCase(name: "R12", title: "noisy Kuramoto model") { try kuramoto() },
    ReferenceCase(name: "R19", title: "linear mean field") { try linearMeanField() },
  ]

  /// Cases of many variables, in tensor trains.
  static let trains = [
    ReferenceCase(name: "R20", title: "chain of eight Ornstein-Uhlenbeck processes") {
      try chain(of: 8)
    }
  ]

  private static func rotor() throws -> [ValidationRow] {
    let process = LinearDiffusion(
      relaxation: try Matrix(rows: [[1, 0.8], [-0.3, 0.5]]),
      diffusion: try Matrix(rows: [[0.2, 0.05], [0.05, 0.1]]))
    let axis = try Axis(-2.8...2.8, cellCount: 128)
    var solver = BoxFiniteVolumeSolver()
    solver.stepControl = .fixed(step: 0.25)
    solver.extrapolation = .spacing
    let start = BoxDensity(axes: [axis, axis]) { point in
      let (x, y) = (point[0] - 0.2, point[1] - 0.3)
      return exp(-(x * x / 0.6 + y * y / 0.4)) / (2 * .pi * 0.06.squareRoot())
    }
    let density = try solver.solve(process, from: start, startingAt: 0, times: [30]).densities[0]
    let current = try ProbabilityCurrent(of: process, in: density, at: 0)
    let shift = 2 * axis.spacing * axis.spacing / (24 * 0.2)
    let method = "finite volumes on 128² cells, extrapolated"
    return [
      ValidationRow("R10", "variance of x", method, density.covariance(0, 0), 0.2, within: 5e-6),
      ValidationRow("R10", "covariance", method, density.covariance(0, 1), 0, within: 5e-6),
      ValidationRow(
        "R10", "entropy, cells' share removed", method, density.entropy - shift,
        1.228_439_153_975, within: 1e-5),
      ValidationRow(
        "R10", "entropy production", method, current.entropyBalance.production,
        1.037_142_857_143, within: 1e-4),
      ValidationRow(
        "R10", "entropy", "Lyapunov equation", try process.stationaryLaw().entropy(),
        1.228_439_153_975, within: 1e-11),
      ValidationRow(
        "R10", "entropy production", "Lyapunov equation",
        try process.stationaryEntropyProduction(), 1.037_142_857_143, within: 1e-11),
    ]
  }

  private static func desaiZwanzig() throws -> [ValidationRow] {
    let axis = try Axis(-3...3, cellCount: 100)
    let branches = EquilibriumBranches(axes: [axis]) { DesaiZwanzig(diffusionCoefficient: $0) }
    let critical = try branches.criticalPoint(near: [0], between: 0.3...0.6).parameter
    let system = DesaiZwanzig(diffusionCoefficient: 0.3)
    let state = try MeanFieldEquilibria(system, axes: [axis]).state(near: [0.7])
    let start = Density(axis: axis, cumulative: GaussianLaw(mean: 0.05, variance: 0.05).cumulative)
    let late = try MeanFieldSolver().solve(system, from: [start], startingAt: 0, times: [60])
    return [
      ValidationRow(
        "R11", "critical diffusion", "loss of stability, 100 cells", critical, 0.456_946_581_044,
        within: 1e-9),
      ValidationRow(
        "R11", "m*(0.3)", "self-consistency, 100 cells", state.field[0, 0], 0.705_495_273_209,
        within: 1e-9),
      ValidationRow(
        "R11", "m*(0.3)", "in time to t = 60, 100 cells", late.fields[0][0, 0],
        0.705_495_273_209, within: 1e-7),
    ]
  }

  private static func kuramoto() throws -> [ValidationRow] {
    let axis = try Axis(-Double.pi...Double.pi, cellCount: 128)
    let system = NoisyKuramoto(couplings: [2], diffusionCoefficient: 0.5)
    var solver = MeanFieldSolver()
    solver.boundaries = [.periodic]
    let start = Density(axis: axis, averaging: { (1 + 0.1 * cos($0 - 1)) / (2 * .pi) })
    let late = try solver.solve(system, from: [start], startingAt: 0, times: [40])
    return [
      ValidationRow(
        "R12", "coherence", "in time to t = 40, 128 cells", system.coherence(in: late.fields[0]),
        0.831_462_024_754, within: 1e-7)
    ]
  }

  private static func linearMeanField() throws -> [ValidationRow] {
    let system = MeanFieldOrnsteinUhlenbeck(
      relaxationRate: 0.5, coupling: 1.5, diffusionCoefficient: 0.4)
    var solver = MeanFieldSolver()
    solver.stepControl = .adaptive(tolerance: 1e-10)
    func solution(_ cells: Int) throws -> (mean: Double, variance: Double) {
      let axis = try Axis(-4...5, cellCount: cells)
      let start = Density(axis: axis, cumulative: GaussianLaw(mean: 1, variance: 0.1).cumulative)
      let late = try solver.solve(system, from: [start], startingAt: 0, times: [0.8])
      return (late.fields[0][0, 0], late.populations[0].densities[0].variance)
    }
    let (coarse, fine) = (try solution(200), try solution(400))
    let method = "finite volumes, 400 cells"
    return [
      ValidationRow("R19", "mean", method, fine.mean, 0.670_320_046, within: 2e-4)
        .withOrder(2, coarseError: abs(coarse.mean - 0.670_320_046)),
      ValidationRow("R19", "variance", method, fine.variance, 0.195_923_780, within: 1e-4)
        .withOrder(2, coarseError: abs(coarse.variance - 0.195_923_780)),
    ]
  }

  /// R20 in time: the stationary law is reached from a start that is narrower.
  private static func chain(of count: Int) throws -> [ValidationRow] {
    var relaxation = Matrix.identity(count)
    for site in 0..<count {
      let neighbours = [site - 1, site + 1].filter { (0..<count).contains($0) }
      relaxation[site, site] += 0.7 * Double(neighbours.count)
      for neighbour in neighbours { relaxation[site, neighbour] -= 0.7 }
    }
    let process = LinearDiffusion(
      relaxation: relaxation, diffusion: .diagonal([Double](repeating: 0.3, count: count)))
    let start = MultivariateGaussianLaw(
      mean: [Double](repeating: 0, count: count), variances: [Double](repeating: 0.2, count: count))
    let solver = TensorTrainSolver(tolerance: 1e-5)
    let evolution = try solver.solve(
      process, from: try TensorTrainDensity(start), times: [8])
    let density = evolution.densities[0]
    let covariance = try density.meanAndCovariance().covariance
    let entropy = try density.entropy(tolerance: 1e-6)
    let method = "tensor train, tolerance 1e-05, to t = 8"
    let law = try process.law(from: start, after: 8)
    return [
      ValidationRow("R20", "Σ₁₁", method, covariance[0, 0], 0.203_434_054_445, within: 1e-4),
      ValidationRow("R20", "joint entropy", method, entropy.value, 3.761_842_252_727, within: 1e-4),
      ValidationRow(
        "R20", "joint entropy", "Lyapunov equation", try law.entropy(), 3.761_842_252_727,
        within: 1e-6),
    ]
  }
}

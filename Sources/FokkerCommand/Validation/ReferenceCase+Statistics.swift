import DriftDiffusion
import Foundation
import Grids
import KramersMoyal
import Langevin
import RandomStreams
import StochasticProcesses

extension ReferenceCase {
  /// Cases that ensembles of particles are checked on; bounds are three standard errors.
  static let ensembles = [
    ReferenceCase(name: "R3", title: "Ornstein-Uhlenbeck") { try await relaxingParticles() },
    ReferenceCase(name: "R14", title: "first passage over a distance") { try await passages() },
  ]

  /// Cases of the steps and of estimation.
  static let estimates = [
    ReferenceCase(name: "R15", title: "batches without replacement") { reshuffling() },
    ReferenceCase(name: "R16", title: "SGD on a quadratic") { quadratic() },
    ReferenceCase(name: "R18", title: "Kramers-Moyal coefficients at a finite lag") {
      try finiteLag()
    },
  ]

  private static func relaxingParticles() async throws -> [ValidationRow] {
    var configuration = LangevinConfiguration()
    configuration.particleCount = 200_000
    configuration.stepSize = 0.3
    configuration.seed = 3
    let process = OrnsteinUhlenbeck(relaxationRate: 2, center: 1, diffusionCoefficient: 0.5)
    let evolution = try await LangevinEnsemble(configuration).run(
      process, from: [Double](repeating: -1, count: configuration.particleCount),
      recordingAt: [0.3], on: try Axis(-5...5, cellCount: 100),
      scheme: try ExactOrnsteinUhlenbeck(rate: 2))
    let last = evolution.snapshots[0]
    let method = "exact steps, 200 000 particles"
    return [
      ValidationRow(
        "R3", "mean", method, last.mean, -0.097_623_272_188_1,
        within: 3 * last.meanStandardError),
      ValidationRow(
        "R3", "variance", method, last.variance, 0.174_701_447_022,
        within: 3 * last.varianceStandardError),
    ]
  }

  private static func passages() async throws -> [ValidationRow] {
    var configuration = LangevinConfiguration()
    configuration.particleCount = 50_000
    configuration.stepSize = 0.01
    configuration.seed = 14
    let process = BrownianMotion(velocity: 1, diffusionCoefficient: 0.5)
    let evolution = try await LangevinEnsemble(configuration).run(
      process, from: [Double](repeating: 0, count: configuration.particleCount),
      recordingAt: [2, 30], on: try Axis(-10...2, cellCount: 100),
      in: .interval(-60...2, .walls(lower: .reflecting, upper: .absorbing)))
    let count = Double(configuration.particleCount)
    let times = evolution.exitTimes.filter(\.isFinite)
    let mean = times.reduce(0, +) / Double(times.count)
    let survival = Double(evolution.snapshots[0].survivingCount) / count
    let method = "Euler-Maruyama, bridge corrected, 50 000 particles"
    return [
      ValidationRow("R14", "mean", method, mean, 2, within: 3 * (2 / count).squareRoot() + 0.005),
      ValidationRow(
        "R14", "survival(2)", method, survival, 0.372_302_161_845,
        within: 3 * (0.3723 * 0.6277 / count).squareRoot() + 0.002),
    ]
  }

  /// The sum of m of M = 14 numbers of variance S², drawn without replacement: m (1 − m/M) S².
  private static func reshuffling() -> [ValidationRow] {
    let (count, draws) = (14, 40_000)
    let numbers = (0..<count).map { Double($0) - 6.5 }
    let square = numbers.reduce(0) { $0 + $1 * $1 } / 13
    var sums = [0.0, 0.0]
    for draw in 0..<draws {
      var stream = RandomStream(seed: 15, purpose: .general, index: UInt64(draw))
      let order = numbers.shuffled(using: &stream)
      for (index, taken) in [7, 14].enumerated() {
        let sum = order[..<taken].reduce(0, +)
        sums[index] += sum * sum
      }
    }
    let method = "40 000 shuffles"
    let error = 3.5 * (2 / Double(draws)).squareRoot()
    return [
      ValidationRow(
        "R15", "variance after 7 of 14, in S²", method, sums[0] / Double(draws) / square, 3.5,
        within: 3 * error),
      ValidationRow(
        "R15", "variance after 14 of 14", method, sums[1] / Double(draws), 0, within: 1e-20),
    ]
  }

  private static func quadratic() -> [ValidationRow] {
    let (curvature, step, noise) = (2.0, 0.1, 0.5)
    let correction = FiniteStep(lag: step, step: step)
    let slope = -curvature * (correction.driftFactor(slope: -curvature) ?? .nan)
    let diffusion = step / 2 * noise * correction.diffusionFactor(correctedSlope: slope)
    return [
      ValidationRow(
        "R16", "stationary variance", "finite-step correction", diffusion / -slope,
        0.013_888_888_9, within: 1e-9),
      ValidationRow(
        "R16", "stationary variance", "Ornstein-Uhlenbeck, uncorrected",
        step / 2 * noise / curvature,
        0.0125, within: 1e-15),
    ]
  }

  /// Increments of an Ornstein-Uhlenbeck process over the lag 0.2, drawn exactly.
  private static func finiteLag() throws -> [ValidationRow] {
    let (lag, count) = (0.2, 1_000_000)
    let process = OrnsteinUhlenbeck(relaxationRate: 1, diffusionCoefficient: 0.5)
    let law = process.law(from: GaussianLaw(mean: 0, variance: 0), after: lag)
    var (starts, changes) = ([Double](), [Double]())
    for index in 0..<count {
      var stream = RandomStream(seed: 18, purpose: .general, index: UInt64(index))
      let start = 0.5.squareRoot() * stream.normal()
      starts.append(start)
      changes.append(start * (exp(-lag) - 1) + law.variance.squareRoot() * stream.normal())
    }
    let square = starts.reduce(0) { $0 + $1 * $1 }
    let slope = zip(starts, changes).reduce(0) { $0 + $1.0 * $1.1 } / square / lag
    let rest = zip(starts, changes).map { $1 - slope * lag * $0 }
    let second = rest.reduce(0) { $0 + $1 * $1 } / Double(count) / (2 * lag)
    let fourth = rest.reduce(0) { $0 + $1 * $1 * $1 * $1 } / Double(count)
    let scale = Double(count).squareRoot()
    let method = "10⁶ exact increments"
    let corrected = FiniteStep(lag: lag, step: lag).driftFactor(slope: slope).map { $0 * slope }
    return [
      ValidationRow(
        "R18", "slope of D₁", method, slope, -0.906_346_235,
        within: 3 * (2 * 0.412 / lag / 0.5).squareRoot() / scale),
      ValidationRow(
        "R18", "slope of D₁", method + ", corrected for the lag", corrected ?? .nan, -1,
        within: 4 * (2 * 0.412 / lag / 0.5).squareRoot() / scale),
      ValidationRow(
        "R18", "D₂", method, second, 0.412_099_942, within: 3 * 0.412 * 2.0.squareRoot() / scale),
      ValidationRow(
        "R18", "raw D₄", method, fourth / (24 * lag), 0.016_982_636,
        within: 3 * 0.017 * 4 / scale),
      ValidationRow(
        "R18", "cumulant D₄", method,
        (fourth - 3 * (2 * lag * second) * (2 * lag * second)) / (24 * lag), 0,
        within: 3 * 0.017 * 4 / scale),
    ]
  }
}

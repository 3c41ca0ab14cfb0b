import DriftDiffusion
import Foundation
import Grids
import KramersMoyal
import Langevin
import NeuralNetworks
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
    ReferenceCase(name: "R15", title: "batches without replacement") { try reshuffling() },
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

  /// The sum of m of M = 14 batches of an epoch that is reshuffled: m (1 − m/M) S².
  private static func reshuffling() throws -> [ValidationRow] {
    var configuration = TrainingConfiguration()
    configuration.epochs = 4000
    configuration.data.trainingFraction = 0.875
    configuration.optimizer.sampling = .reshuffled
    configuration.optimizer.batchSize = 256
    let ensemble = try NetworkEnsemble(configuration)
    var (sums, square) = ([0.0, 0.0], 0.0)
    for epoch in 1...configuration.epochs {
      // Any number of a pattern will do; the batches are those of the training.
      let batches = ensemble.batches(ofNetwork: 0, epoch: epoch).map { batch in
        batch.reduce(0) { $0 + Double($1) } / Double(batch.count)
      }
      let mean = batches.reduce(0, +) / 14
      let deviations = batches.map { $0 - mean }
      square += deviations.reduce(0) { $0 + $1 * $1 } / 13
      for (index, taken) in [7, 14].enumerated() {
        let sum = deviations[..<taken].reduce(0, +)
        sums[index] += sum * sum
      }
    }
    let method = "batches of 4000 epochs of a training"
    let error = 3.5 * (2 / Double(configuration.epochs)).squareRoot()
    return [
      ValidationRow(
        "R15", "variance after 7 of 14, in S²", method, sums[0] / square, 3.5, within: 3 * error),
      ValidationRow(
        "R15", "variance after 14 of 14, in S²", method, sums[1] / square, 0, within: 1e-20),
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

  /// Fits to increments of an Ornstein-Uhlenbeck process over the lag 0.2, drawn exactly.
  private static func finiteLag() throws -> [ValidationRow] {
    let (lag, count) = (0.2, 1_000_000)
    let process = OrnsteinUhlenbeck(relaxationRate: 1, diffusionCoefficient: 0.5)
    let spread = process.law(from: GaussianLaw(mean: 0, variance: 0), after: lag).variance
      .squareRoot()
    var (starts, ends) = ([Double](), [Double]())
    for index in 0..<count {
      var stream = RandomStream(seed: 18, purpose: .general, index: UInt64(index))
      starts.append(0.5.squareRoot() * stream.normal())
      ends.append(starts[index] * exp(-lag) + spread * stream.normal())
    }
    let sample = try IncrementSample(
      positions: starts, increments: zip(starts, ends).map { $1 - $0 }, lag: lag)
    var configuration = ProcessFitConfiguration()
    let corrected = try ProcessFit(configuration).process(sample)
    configuration.correctsLag = false
    let plain = try ProcessFit(configuration).process(sample)
    return fitRows(plain, "fit to 10⁶ increments", slope: -0.906_346_235, level: 0.412_099_942)
      + fitRows(corrected, "the same, corrected for the lag", slope: -1, level: 0.5)
      + (try fourthRows(from: starts, to: ends, lag: lag))
  }

  /// Slope and level of a fit, within three of its own standard errors.
  private static func fitRows(
    _ process: FittedProcess, _ method: String, slope: Double, level: Double
  ) -> [ValidationRow] {
    let drift =
      process.driftCurve.powers ?? Estimates(values: [.nan, .nan], standardErrors: [0, 0])
    return [
      ValidationRow(
        "R18", "slope of D₁", method, drift.values[1], slope, within: 3 * drift.standardErrors[1]),
      ValidationRow(
        "R18", "D₂", method, process.diffusionCurve(0), level,
        within: 3 * process.diffusionCurve.standardError(at: 0)),
    ]
  }

  /// The fourth coefficient around 0; an eighth power of a normal number has the variance 96 σ⁸.
  private static func fourthRows(
    from starts: [Double], to ends: [Double], lag: Double
  ) throws -> [ValidationRow] {
    let moments = try BinnedMoments(
      from: starts, to: ends, lag: lag, axis: try Axis(-0.15...0.15, cellCount: 3))
    let cumulant = moments.fourthCumulant
    let method = "moments of \(moments.counts[1]) increments"
    let relative = (96.0 / 9 / Double(moments.counts[1])).squareRoot()
    return [
      ValidationRow(
        "R18", "raw D₄", method, moments.fourthMoment[1], 0.016_982_636,
        within: 3 * 0.016_982_636 * relative),
      ValidationRow(
        "R18", "cumulant D₄", method, cumulant.values[1], 0,
        within: 3 * cumulant.standardErrors[1]),
    ]
  }
}

import Foundation
import KramersMoyal
import RandomStreams
import StochasticProcesses
import Testing

/// How often intervals cover the truth on synthetic data.
///
/// `FOKKER_SLOW_TESTS=1` runs 1600 repetitions of each case and asks for 93 to 97 %, three and a half
/// standard deviations of the count, which takes about a minute; otherwise 40 repetitions are asked for
/// coverage within four standard deviations.
@Suite("Coverage of 95 % intervals")
struct CoverageTests {
  static let isSlow = ProcessInfo.processInfo.environment["FOKKER_SLOW_TESTS"] == "1"
  static let repetitions = isSlow ? 1600 : 40

  /// The fractions of repetitions in which each true coefficient was covered, and the mean and spread of
  /// the errors in units of their standard errors.
  struct Coverage {
    var fractions: [Double]
    var means: [Double]
    var spreads: [Double]
  }

  static func coverage(
    _ configuration: ProcessFitConfiguration, drift: [Double], diffusion: [Double],
    sample: (UInt64) throws -> IncrementSample
  ) throws -> Coverage {
    let fit = try ProcessFit(configuration)
    var errors = (drift + diffusion).map { _ in [Double]() }
    var covered = [Int](repeating: 0, count: errors.count)
    for repetition in 0..<repetitions {
      let process = try fit.process(sample(UInt64(repetition)))
      let degrees = process.degreesOfFreedom ?? .infinity
      let first = try #require(process.driftCurve.powers)
      let second = try #require(process.diffusionCurve.powers)
      let estimates = Estimates(
        values: first.values + second.values,
        standardErrors: first.standardErrors + second.standardErrors)
      for (index, truth) in (drift + diffusion).enumerated() {
        if estimates.interval(of: index, degrees: degrees).contains(truth) { covered[index] += 1 }
        errors[index].append((estimates.values[index] - truth) / estimates.standardErrors[index])
      }
    }
    let means = errors.map { $0.reduce(0, +) / Double(repetitions) }
    let spreads = zip(errors, means).map { values, mean in
      (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(repetitions)).squareRoot()
    }
    return Coverage(
      fractions: covered.map { Double($0) / Double(repetitions) }, means: means, spreads: spreads)
  }

  static func expectNominal(_ result: Coverage, _ place: String) {
    let coverage = result.fractions
    // Binomial: four standard deviations of 40 repetitions are 14 %; the mean over coefficients is
    // asked for less.
    let mean = coverage.reduce(0, +) / Double(coverage.count)
    for fraction in coverage {
      #expect(isSlow ? (0.93...0.97).contains(fraction) : fraction > 0.81, "\(place) \(coverage)")
    }
    #expect(isSlow || mean > 0.88, "\(place) \(coverage)")
    if isSlow {
      print("# \(place): covered \(coverage)")
      print("#   mean error \(result.means) spread \(result.spreads) standard errors")
    }
  }

  @Test(
    "R3, a relaxing mean: affine drift and constant noise",
    arguments: [ErrorModel.heteroscedastic, .clustered])
  func ornsteinUhlenbeck(errors: ErrorModel) throws {
    var configuration = ProcessFitConfiguration()
    configuration.errors = errors
    let process = OrnsteinUhlenbeck(relaxationRate: 2, center: 1, diffusionCoefficient: 0.5)
    let coverage = try Self.coverage(
      configuration, drift: [2, -2], diffusion: [0.5]
    ) { repetition in
      try IncrementSample(
        (0..<40).map { index in
          try Trajectory(
            SyntheticPaths.ornsteinUhlenbeck(
              process, from: -1, step: 0.1, count: 51, seed: 1000 + repetition, index: index),
            step: 0.1)
        })
    }
    Self.expectNominal(coverage, "R3 \(errors)")
  }

  @Test("R6, the double well: cubic drift and constant noise")
  func doubleWell() throws {
    let configuration = ProcessFitConfiguration(
      drift: .polynomial(degree: 3), diffusion: .constant)
    let coverage = try Self.coverage(
      configuration, drift: [0, 1, 0, -1], diffusion: [0.1]
    ) { repetition in
      try IncrementSample(
        (0..<40).map { index in
          try Trajectory(
            SyntheticPaths.heun(
              drift: { $0 - $0 * $0 * $0 }, diffusion: 0.1, from: index % 2 == 0 ? -1 : 1,
              step: 0.1, substeps: 10, count: 201, seed: 2000 + repetition, index: index),
            step: 0.1)
        })
    }
    Self.expectNominal(coverage, "R6")
  }

  @Test("R9, Jacobi's process: affine drift and quadratic noise")
  func jacobi() throws {
    let configuration = ProcessFitConfiguration(
      drift: .polynomial(degree: 1), diffusion: .polynomial(degree: 2))
    // In the angle of x = (1 − cos φ)/2 the noise is constant.
    let drift = { (angle: Double) in 2 * (0.4 * cos(angle) - 0.2) / sin(angle) }
    let coverage = try Self.coverage(
      configuration, drift: [0.3, -1], diffusion: [0, 0.2, -0.2]
    ) { repetition in
      try IncrementSample(
        (0..<40).map { index in
          try Trajectory(
            SyntheticPaths.heun(
              drift: drift, diffusion: 0.2, from: acos(0.4), step: 0.05, substeps: 20, count: 201,
              seed: 3000 + repetition, index: index
            ).map { (1 - cos($0)) / 2 }, step: 0.05)
        })
    }
    Self.expectNominal(coverage, "R9")
  }
}

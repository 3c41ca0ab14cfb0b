import DriftDiffusion
import Foundation
import KramersMoyal
import Testing

@Suite("The fit of drift and diffusion")
struct CoefficientFitTests {
  private func fit(
    _ log: SyntheticLog, _ configuration: FitConfiguration = .uncorrected
  ) throws -> LayerCoefficients {
    try #require(try CoefficientFit(try log.log(), configuration).layers().first)
  }

  @Test("recovers an affine drift and a constant diffusion exactly in every closure")
  func exact() throws {
    let coefficients = try fit(SyntheticLog())
    let resolved = try #require(coefficients.resolved)
    let diffusion = 0.01 / 2 * 0.2 * 0.2
    for time in 0..<4 {
      let mean = coefficients.weightMean[time]
      #expect(abs(coefficients.homogeneousDrift.values[time] - (0.3 - 0.7 * mean)) < 1e-12)
      #expect(abs(coefficients.homogeneousDiffusion.values[time] - diffusion) < 1e-15)
      #expect(abs(resolved.affineIntercept.values[time] - 0.3) < 1e-12)
      #expect(abs(resolved.affineSlope.values[time] + 0.7) < 1e-12)
      for knot in 0..<resolved.knotCount {
        let index = time * resolved.knotCount + knot
        #expect(abs(resolved.drift.values[index] - (0.3 - 0.7 * resolved.knots[index])) < 1e-9)
        #expect(abs(resolved.diffusion.values[index] - diffusion) < 1e-15)
      }
    }
  }

  @Test("recovers a curved drift and a state-dependent diffusion")
  func nonlinear() throws {
    var log = SyntheticLog()
    log.networks = 40
    log.weights = 500
    log.epochs = [0, 1]
    log.drift = { sin(1.5 * $0) }
    log.deviation = { (0.04 + 0.01 * $0 * $0).squareRoot() }
    let resolved = try #require(try fit(log).resolved)
    for index in 1..<resolved.knotCount - 1 {
      let w = resolved.knots[index]
      #expect(abs(resolved.drift.values[index] - sin(1.5 * w)) < 0.06)
      #expect(abs(resolved.diffusion.values[index] / (0.005 * (0.04 + 0.01 * w * w)) - 1) < 0.05)
    }
  }

  @Test("has 95 % intervals that hold the truth in 93-97 % of repetitions, weights not independent")
  func coverage() throws {
    // 600 repetitions: the standard error of the rate is 0.9 %, so ±2 % is beyond two of them; the
    // interval is Student's with 11 degrees of freedom.
    var (slopes, drifts) = (0, 0)
    let repetitions = 600
    for repetition in 0..<repetitions {
      var log = SyntheticLog()
      log.epochs = [0, 1]
      log.weights = 20
      log.networkError = 0.2
      log.weightError = 0.5
      log.seed = UInt64(100 + repetition)
      log.drift = { _ in 0.1 }
      let coefficients = try fit(log)
      let slope = try #require(coefficients.resolved).affineSlope
      if abs(slope.values[0]) < 2.201 * slope.standardErrors[0] { slopes += 1 }
      let drift = coefficients.homogeneousDrift
      if abs(drift.values[0] - 0.1) < 2.201 * drift.standardErrors[0] { drifts += 1 }
    }
    for hits in [slopes, drifts] {
      #expect((0.93...0.97).contains(Double(hits) / Double(repetitions)))
    }
  }

  @Test("shrinks curvature that is noise and keeps curvature that is real")
  func shrinkage() throws {
    func curvature(_ drift: @escaping (Double) -> Double, shrinks: Bool) throws -> Double {
      var log = SyntheticLog()
      log.drift = drift
      log.weightError = 0.5
      var configuration = FitConfiguration.uncorrected
      configuration.shrinksNoise = shrinks
      let resolved = try #require(try fit(log, configuration).resolved)
      return (0..<resolved.drift.values.count).reduce(0) { sum, index in
        let time = index / resolved.knotCount
        let line =
          resolved.affineIntercept.values[time]
          + resolved.affineSlope.values[time] * resolved.knots[index]
        return sum + (resolved.drift.values[index] - line) * (resolved.drift.values[index] - line)
      }
    }
    let noise = try curvature({ _ in 0 }, shrinks: false)
    #expect(try curvature({ _ in 0 }, shrinks: true) < 0.3 * noise)
    let real = try curvature({ 5 * $0 * $0 }, shrinks: false)
    #expect(try curvature({ 5 * $0 * $0 }, shrinks: true) > 0.95 * real)
  }

  @Test("finds no diffusion in full-batch gradient descent")
  func fullBatch() throws {
    var log = SyntheticLog()
    log.noiseScale = 0
    let coefficients = try fit(log)
    #expect(coefficients.homogeneousDiffusion.values.allSatisfy { $0 == 0 })
    #expect(try #require(coefficients.resolved).diffusion.values.allSatisfy { $0 == 0 })
  }

  @Test("has no errors with one network")
  func oneNetwork() throws {
    var log = SyntheticLog()
    log.networks = 1
    let coefficients = try fit(log)
    #expect(coefficients.homogeneousDrift.standardErrors.allSatisfy { $0.isNaN })
    #expect(abs(try #require(coefficients.resolved).affineSlope.values[0] + 0.7) < 1e-12)
  }

  @Test("refuses an optimiser with a state unless told otherwise")
  func stateful() throws {
    var log = SyntheticLog()
    log.optimizer = "adam"
    #expect(throws: DriftDiffusionError.optimizerHasState("adam")) { try fit(log) }
    var configuration = FitConfiguration.uncorrected
    configuration.allowStatefulOptimizer = true
    #expect(try fit(log, configuration).closures == Closure.independent)
  }

  @Test("fits averages alone in the homogeneous closure only")
  func averages() throws {
    let layer = LayerLog(
      number: 2, weightCount: 1, weights: [], means: [0.1, 0.2, 0.3, 0.4],
      standardDeviations: [1, 1, 2, 2])
    let log = try GradientLog(
      epochs: [0, 1], learningTimes: [0, 1], networkCount: 2, learningRate: 0.1, layers: [layer])
    let coefficients = try #require(try CoefficientFit(log).layers().first)
    #expect(coefficients.closures == [.homogeneous])
    #expect(abs(coefficients.homogeneousDrift.values[0] + 0.2) < 1e-15)
    #expect(abs(coefficients.homogeneousDiffusion.values[0] - 0.05 * 2.5) < 1e-15)
  }
}

extension FitConfiguration {
  /// The default, but what the gradients say is taken as it is.
  static var uncorrected: FitConfiguration {
    var configuration = FitConfiguration()
    configuration.correctsFiniteSteps = false
    return configuration
  }
}

import DriftDiffusion
import Foundation
import KramersMoyal
import Testing

@Suite("Finite steps")
struct FiniteStepTests {
  /// R16: curvature 2, η = 0.1, noise of variance 0.5 in the gradient; exactly 0.0138888889, where the
  /// uncorrected process has 0.0125.
  @Test("The corrected process has the stationary variance of the steps")
  func stationaryVariance() throws {
    let (curvature, step, noise) = (2.0, 0.1, 0.5)
    let diffusion = step / 2 * noise
    #expect(abs(diffusion / curvature - 0.0125) < 1e-15)
    let correction = FiniteStep(lag: step, step: step)
    let factor = try #require(correction.driftFactor(slope: -curvature))
    let slope = -curvature * factor
    let corrected = diffusion * correction.diffusionFactor(correctedSlope: slope)
    #expect(abs(corrected / -slope - 0.0138888889) < 1e-10)
    #expect(abs(exp(slope * step) - (1 - curvature * step)) < 1e-14)
  }

  @Test("A map that overshoots comes from no process; none needs no correction")
  func limits() {
    let correction = FiniteStep(lag: 0.1, step: 0.01)
    #expect(correction.driftFactor(slope: -10) == nil)
    #expect(correction.driftFactor(slope: 0) == 1)
    #expect(correction.diffusionFactor(correctedSlope: 0) == 1)
  }

  @Test("A log of displacements over epochs is corrected for the epoch")
  func ofLog() throws {
    var synthetic = SyntheticLog()
    synthetic.epochs = [0, 1, 2, 3]
    var log = try synthetic.log()
    log.gradients = .moving
    let fit = try #require(try CoefficientFit(log).layers().first?.resolved)
    // An epoch is 0.14 units of learning time.
    for slope in fit.affineSlope.values { #expect(abs(slope - log1p(-0.7 * 0.14) / 0.14) < 1e-10) }
    let zero = -fit.affineIntercept.values[1] / fit.affineSlope.values[1]
    #expect(abs(zero - 0.3 / 0.7) < 1e-10)
  }

  @Test("Smooth courses keep what is smooth and lose noise")
  func smoothing() throws {
    var synthetic = SyntheticLog()
    synthetic.networks = 20
    synthetic.epochs = (0..<40).map { $0 == 0 ? 0 : pow(1.2, Double($0)) }
    synthetic.networkError = 0.5
    var configuration = FitConfiguration()
    let rough = try #require(try CoefficientFit(try synthetic.log(), configuration).layers().first)
    configuration.timeKnots = 4
    let smooth = try #require(try CoefficientFit(try synthetic.log(), configuration).layers().first)
    func error(_ fit: LayerCoefficients) -> Double {
      let mean = fit.weightMean.reduce(0, +) / 40
      return fit.homogeneousDrift.values.reduce(0) { $0 + abs($1 - (0.3 - 0.7 * mean)) } / 40
    }
    #expect(error(smooth) < 0.6 * error(rough))
    let errors = (smooth.homogeneousDrift.standardErrors, rough.homogeneousDrift.standardErrors)
    #expect(errors.0.reduce(0, +) < 0.6 * errors.1.reduce(0, +))
    // A straight line in ln s needs no knots to be kept: the diffusion is constant here.
    for (a, b) in zip(smooth.homogeneousDiffusion.values, rough.homogeneousDiffusion.values) {
      #expect(abs(a - b) < 1e-12 * b)
    }
  }
}

import DriftDiffusion
import Foundation
import KramersMoyal
import Testing

@Suite("The fit of the mean-field closure")
struct MeanFieldFitTests {
  private func fit(
    _ log: CoupledLog, _ configuration: MeanFieldConfiguration = MeanFieldConfiguration()
  ) throws -> MeanFieldCoefficients {
    let log = try log.log()
    let layers = try CoefficientFit(log).layers()
    return try MeanFieldFit(log, layers, configuration).couplings()
  }

  private static let constant: MeanFieldConfiguration = {
    var configuration = MeanFieldConfiguration()
    configuration.baseline = .constant
    return configuration
  }()

  /// Moments that order parameters of the logs take, and a little beyond.
  private static let fields = [(0.0, 1.0), (0.3, 0.8), (-0.2, 1.5), (0.1, 0.5)].flatMap { first in
    [(0.0, 1.0), (-0.3, 1.2), (0.2, 0.6)].map { second in
      [first, second].map { WeightMoments(mean: $0.0, secondMoment: $0.0 * $0.0 + $0.1) }
    }
  }

  @Test("recovers rates that are linear in the order parameters, at any time and in any field")
  func exact() throws {
    let coefficients = try fit(CoupledLog(drift: coupledDrift), Self.constant)
    #expect(coefficients.parameters.map(\.layer) == [1, 1, 2, 2])
    #expect(coefficients.layers.map(\.weightCount) == [60, 40])
    #expect(coefficients.layers.allSatisfy { $0.isCoupled && $0.heldOutError < 1e-4 })
    let rates = try FieldRates(coefficients)
    for layer in 0..<2 {
      for moments in Self.fields {
        let expected = coupledRates(layer, moments)
        for time in [0, 0.7, 4, 100] {
          let found = rates.rates(ofLayer: layer, at: time, moments: moments)
          #expect(abs(found.intercept - expected.intercept) < 2e-3)
          #expect(abs(found.slope - expected.slope) < 2e-3)
        }
      }
    }
  }

  @Test("recovers couplings beside rates that change in time, through noise")
  func measuredBaseline() throws {
    var configuration = MeanFieldConfiguration()
    configuration.baseline = .measured
    var log = CoupledLog(drift: coupledDrift)
    log.networks = 60
    log.weightError = 0.3
    let coefficients = try fit(log, configuration)
    #expect(coefficients.layers.allSatisfy { $0.isCoupled && $0.heldOutError < 1 })
    let rates = try FieldRates(coefficients)
    // Differences between fields at one time: the baseline drops out.
    for layer in 0..<2 {
      let origin = rates.rates(ofLayer: layer, at: 1, moments: Self.fields[0])
      let expectedOrigin = coupledRates(layer, Self.fields[0])
      for moments in Self.fields {
        let found = rates.rates(ofLayer: layer, at: 1, moments: moments)
        let expected = coupledRates(layer, moments)
        let intercept = expected.intercept - expectedOrigin.intercept
        let slope = expected.slope - expectedOrigin.slope
        #expect(abs(found.intercept - origin.intercept - intercept) < 0.03)
        #expect(abs(found.slope - origin.slope - slope) < 0.03)
      }
    }
  }

  @Test("finds no coupling where there is none, whatever the baseline, in most repetitions")
  func noCoupling() throws {
    var coupled = 0
    for seed in 1...20 {
      for baseline in MeanFieldBaseline.allCases {
        var log = CoupledLog(drift: { _, weight, _ in 0.1 - 0.4 * weight })
        log.seed = UInt64(seed)
        log.weightError = 0.5
        log.networkError = 0.2
        var configuration = MeanFieldConfiguration()
        configuration.baseline = baseline
        coupled += try fit(log, configuration).layers.count { $0.isCoupled }
      }
    }
    // 80 layers, each with a chance below one in six of a gain by one standard error.
    #expect(coupled <= 13)
  }

  @Test("errors over networks hold the truth")
  func errors() throws {
    // Only the intercept of layer 1 depends on the mean of layer 2.
    var hits = 0
    for seed in 1...40 {
      var log = CoupledLog(drift: { layer, weight, moments in
        layer == 0 ? moments[1].mean - 0.5 * weight : -0.1 * weight
      })
      log.seed = UInt64(seed)
      log.networkError = 0.2
      log.weightError = 0.2
      var configuration = Self.constant
      configuration.orderParameters = [.mean]
      let coefficients = try fit(log, configuration)
      let coupling = coefficients.layers[0].interceptCoupling
      let found = coupling.values[1] / coefficients.scales[1]
      let error = coupling.standardErrors[1] / coefficients.scales[1]
      if abs(found - 1) < 2.2 * error { hits += 1 }
    }
    // 95 % intervals of Student's law with 11 degrees of freedom; ridge leaves a little bias.
    #expect(hits >= 33)
  }

  @Test("one network says nothing about couplings beside its own course")
  func degenerate() throws {
    var single = CoupledLog(drift: coupledDrift)
    single.networks = 1
    for baseline in MeanFieldBaseline.allCases {
      var configuration = MeanFieldConfiguration()
      configuration.baseline = baseline
      #expect(try fit(single, configuration).layers.allSatisfy { !$0.isCoupled })
    }
  }

  @Test("bad settings and logs of averages are refused")
  func badInput() throws {
    let log = try CoupledLog(drift: coupledDrift).log()
    let layers = try CoefficientFit(log).layers()
    var configuration = MeanFieldConfiguration()
    configuration.folds = 1
    #expect(throws: DriftDiffusionError.self) { try MeanFieldFit(log, layers, configuration) }
    configuration = MeanFieldConfiguration()
    for parameters in [[LayerOrderParameter.gain, .gain], []] {
      configuration.orderParameters = parameters
      #expect(throws: DriftDiffusionError.self) { try MeanFieldFit(log, layers, configuration) }
    }
    let averages = try GradientLog(
      epochs: [0, 1], learningTimes: [0, 1], networkCount: 2, learningRate: 0.1,
      layers: [
        LayerLog(
          number: 1, weightCount: 1, weights: [], means: [0.1, 0.2, 0.3, 0.4],
          standardDeviations: [1, 1, 2, 2])
      ])
    #expect(throws: DriftDiffusionError.noWeights(layer: 1)) {
      try MeanFieldFit(averages, try CoefficientFit(averages).layers())
    }
  }
}

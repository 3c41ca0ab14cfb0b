import DriftDiffusion
import FokkerPlanck
import Foundation
import Grids
import KramersMoyal
import Langevin
import StochasticProcesses
import Testing

@Suite("The coupled equations of all layers")
struct MeanFieldModelTests {
  private static func models(
    _ log: CoupledLog, _ baseline: MeanFieldBaseline
  ) throws -> LayerModels {
    let log = try log.log()
    let layers = try CoefficientFit(log).layers()
    var configuration = MeanFieldConfiguration()
    configuration.baseline = baseline
    let meanField = try MeanFieldFit(log, layers, configuration).couplings()
    return try LayerModels(log, layers, meanField: meanField, Self.configuration)
  }

  private static let configuration: SolveConfiguration = {
    var configuration = SolveConfiguration()
    configuration.cells = 512
    configuration.tolerance = 1e-8
    return configuration
  }()

  @Test("without coupling is the affine closure")
  func uncoupled() throws {
    var log = CoupledLog(drift: { _, weight, _ in 0.1 - 0.4 * weight })
    log.weightError = 0.5
    let models = try Self.models(log, .measured)
    let coupled = try #require(models.meanField).solve(
      .finiteVolume, Self.configuration, weightAxis: models.weightAxis)
    let alone = try models.models.filter { $0.closure == .affine }
      .map { try $0.solve(.finiteVolume, Self.configuration, weightAxis: models.weightAxis) }
    #expect(coupled.map(\.layer) == [1, 2] && coupled.allSatisfy { $0.closure == .meanField })
    for (first, second) in zip(coupled, alone) {
      for (density, other) in zip(first.densities, second.densities) {
        #expect(density.l1Distance(to: other) < 1e-4)
      }
    }
  }

  @Test("foretells the weights from other starts: the density of the true mean-field equations")
  func forecast() throws {
    // Gains beyond 6 and 8 damp: the rates are fitted to a log whose weights do not follow them.
    let models = try Self.models(CoupledLog(drift: coupledDrift), .constant)
    let model = try #require(models.meanField)
    let predictions = try model.solve(
      .finiteVolume, Self.configuration, weightAxis: models.weightAxis)

    let truth = ClosureMeanFieldProcess(
      orderParameters: [[.mean, .secondMoment], [.mean, .secondMoment]],
      drift: { layer, weight, _, field in
        let moments = (0..<2).map {
          WeightMoments(mean: field[$0, 0], secondMoment: field[$0, 1])
        }
        return coupledDrift(layer, weight, moments)
      }, diffusion: { _, _, _, _ in 0.01 })
    let axis = try Axis(-7...7, cellCount: 1400)
    let initial = try model.layers.map { try $0.initial.density(on: axis).normalized() }
    let evolution = try MeanFieldSolver().solve(
      truth, from: initial, startingAt: 0, times: model.layers[0].times)
    for (layer, prediction) in predictions.enumerated() {
      for time in prediction.times.indices {
        let expected = evolution.populations[layer].densities[time]
        #expect(abs(prediction.mean.values[time] - expected.mean) < 3e-3)
        #expect(abs(prediction.variance.values[time] / expected.variance - 1) < 1e-2)
        #expect(abs(prediction.entropy.values[time] - expected.entropy) < 1e-2)
      }
    }
    // The coupling matters: with the rates of the affine closure the last variances are others.
    let affine = try models.models.filter { $0.closure == .affine }
      .map { try $0.solve(.spectral, Self.configuration, weightAxis: models.weightAxis) }
    for (prediction, other) in zip(predictions, affine) {
      let last = prediction.times.count - 1
      #expect(abs(other.variance.values[last] / prediction.variance.values[last] - 1) > 0.05)
    }
  }

  @Test("the nonlinear equations agree with the closed moments and with interacting particles")
  func agreement() throws {
    let models = try Self.models(CoupledLog(drift: coupledDrift), .constant)
    let model = try #require(models.meanField)
    let solved = try model.solve(.finiteVolume, Self.configuration, weightAxis: models.weightAxis)
    let modes = try model.solve(.spectral, Self.configuration, weightAxis: models.weightAxis)
    var configuration = SimulateConfiguration()
    configuration.particles = 20_000
    configuration.stepsPerInterval = 20
    let particles = try model.simulate(configuration, weightAxis: models.weightAxis)
    for layer in 0..<2 {
      #expect(solved[layer].record.largestMassError < 1e-11)
      for time in solved[layer].times.indices {
        let distance = solved[layer].densities[time].l1Distance(to: modes[layer].densities[time])
        #expect(distance < 5e-5)
        let (mean, variance) = (particles[layer].mean, particles[layer].variance)
        // The mean of a layer inherits the fluctuations of the other.
        let error = particles.reduce(0) { $0 + $1.mean.standardErrors[time] }
        let deviation = abs(mean.values[time] - solved[layer].mean.values[time])
        #expect(deviation < 4 * error)
        #expect(
          abs(variance.values[time] - solved[layer].variance.values[time])
            < 4 * variance.standardErrors[time])
      }
      let agreement = MethodAgreement(
        finiteVolume: solved[layer], spectral: modes[layer], langevin: particles[layer])
      #expect((0.7...1.4).contains(agreement.ensembleChiSquared))
    }
  }

  @Test("the weights of one network fluctuate as their number says")
  func finiteSizes() async throws {
    // Without coupling the mean of n weights has the variance of the layer over n.
    let models = try Self.models(
      CoupledLog(drift: { _, weight, _ in 0.1 - 0.4 * weight }), .measured)
    let model = try #require(models.meanField)
    let sizes = try await model.finiteSizes(
      replicas: 2000, SimulateConfiguration(), threads: 2)
    #expect(sizes.map(\.parameter.kind) == [.mean, .gain, .mean, .gain])
    for comparison in sizes {
      let layer = try #require(model.layers.first { $0.layer == comparison.parameter.layer })
      for (time, moment) in comparison.times.enumerated() {
        let state = layer.frame.state(at: moment)
        let (mean, fluctuation) = (comparison.mean, comparison.fluctuation)
        let count = Double(comparison.parameter.weightCount)
        if comparison.parameter.kind == .mean {
          #expect(abs(comparison.limit[time] - state.shift) < 1e-12)
          let deviation = abs(mean.values[time] - state.shift)
          #expect(deviation < 3.5 * mean.standardErrors[time])
          let expected = state.scale / count.squareRoot()
          #expect(
            abs(fluctuation.values[time] - expected) < 3.5 * fluctuation.standardErrors[time])
        } else {
          // √S of a fluctuating S is too small by half its own relative variance.
          let relative = fluctuation.values[time] / comparison.limit[time]
          let expected = comparison.limit[time] * (1 - relative * relative / 2)
          #expect(relative < 1 / count.squareRoot())
          #expect(abs(mean.values[time] - expected) < 3.5 * mean.standardErrors[time])
        }
      }
    }
  }

  @Test("rates that carry the weights beyond all bounds are refused")
  func explosion() throws {
    let log = CoupledLog(drift: { layer, weight, moments in
      (1 + 2 * moments[1 - layer].secondMoment) * weight
    })
    #expect(throws: DriftDiffusionError.self) { try Self.models(log, .constant) }
  }
}

@Suite("Finite numbers against the mean-field limit")
struct FiniteSizeLimitTests {
  @Test("R11: means of n particles are off by O(1/n) and fluctuate by O(1/√n)")
  func desaiZwanzig() async throws {
    let system = DesaiZwanzig(diffusionCoefficient: 0.3)
    let axis = try Axis(-3...3, cellCount: 600)
    let initial = Density(
      axis: axis, cumulative: GaussianLaw(mean: 0.5, variance: 0.05).cumulative(_:))
    let limit = try MeanFieldSolver().solve(system, from: [initial], startingAt: 0, times: [1, 3])
    var configuration = LangevinConfiguration()
    configuration.stepSize = 0.05
    configuration.seed = 11
    let ensemble = try LangevinEnsemble(configuration)
    var (biases, fluctuations) = ([LogarithmicPoint](), [LogarithmicPoint]())
    for count in [8, 16, 32, 64] {
      let field = try await ensemble.replicate(
        system, replicaCount: 100_000 / count, particleCounts: [count], from: [initial],
        recordingAt: [1, 3], scheme: StrongOrderThreeHalves(), threads: 2)
      let early = field.statistics(ofPopulation: 0, parameter: 0, time: 0)
      let late = field.statistics(ofPopulation: 0, parameter: 0, time: 1)
      let bias = limit.fields[1][0, 0] - late.mean
      #expect(bias > 0)
      biases.append(LogarithmicPoint(count, bias, late.meanStandardError))
      fluctuations.append(
        LogarithmicPoint(count, early.deviation, early.deviationStandardError))
    }
    let (biasSlope, biasError) = LogarithmicPoint.slope(biases)
    #expect(abs(biasSlope + 1) < 3 * biasError && biasError < 0.1)
    let (slope, error) = LogarithmicPoint.slope(fluctuations)
    #expect(abs(slope + 0.5) < 3 * error && error < 0.012)
  }
}

/// A positive number with its error, as a function of a number of particles.
private struct LogarithmicPoint {
  let x: Double
  let y: Double
  let error: Double

  init(_ count: Int, _ value: Double, _ error: Double) {
    (x, y, self.error) = (log(Double(count)), log(value), error / value)
  }

  /// The power of the number of particles, with its standard error.
  static func slope(_ points: [LogarithmicPoint]) -> (Double, Double) {
    var (weight, x, y) = (0.0, 0.0, 0.0)
    for point in points {
      let own = 1 / (point.error * point.error)
      (weight, x, y) = (weight + own, x + own * point.x, y + own * point.y)
    }
    (x, y) = (x / weight, y / weight)
    var (square, product) = (0.0, 0.0)
    for point in points {
      let own = 1 / (point.error * point.error)
      square += own * (point.x - x) * (point.x - x)
      product += own * (point.x - x) * (point.y - y)
    }
    return (product / square, 1 / square.squareRoot())
  }
}

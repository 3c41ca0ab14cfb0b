import DriftDiffusion
import Foundation
import Grids
import KramersMoyal
import StochasticProcesses
import Testing

@Suite("The equation of a layer")
struct LayerModelTests {
  private static let times = [0.0, 0.5, 2, 6]

  /// Coefficients with an affine part that changes in time and, for closure 1c, a cubic one.
  private static func coefficients(curved: Bool) -> LayerCoefficients {
    func exact(_ values: [Double]) -> Estimates {
      Estimates(values: values, standardErrors: values.map { _ in 0.01 })
    }
    let (intercepts, slopes) = ([0.1, 0.2, -0.1, 0], [0.3, -0.2, 0.1, 0.2])
    let diffusion = [0.01, 0.03, 0.02, 0.01]
    let knots = [-2.0, -1, 0, 1, 2]
    let drift = times.indices.flatMap { time in
      knots.map { w in intercepts[time] + slopes[time] * w - (curved ? 0.05 * w * w * w : 0) }
    }
    return LayerCoefficients(
      layer: 1, weightMean: [0, 0, 0, 0], weightDeviation: [1, 1, 1, 1],
      homogeneousDrift: exact([0.05, -0.02, 0.1, 0]), homogeneousDiffusion: exact(diffusion),
      resolved: WeightResolvedCoefficients(
        affineIntercept: exact(intercepts), affineSlope: exact(slopes),
        affineDiffusion: exact(diffusion), knotCount: 5, knots: times.flatMap { _ in knots },
        drift: exact(drift),
        diffusion: exact(
          times.indices.flatMap { time in
            knots.map { w in diffusion[time] * (curved ? 1 + 0.2 * w * w : 1) }
          })))
  }

  private static func model(_ closure: Closure, curved: Bool = true) throws -> LayerModel {
    let sample = (0..<200).map { 1.2 * cos(Double($0) * 0.7) + 0.3 * sin(Double($0) * 0.31) }
    return try LayerModel(
      coefficients(curved: curved), closure: closure, times: times, startingAt: 0,
      initial: SmoothedSample(sample, relativeBandwidth: 0.2))
  }

  private static func configuration() -> SolveConfiguration {
    var configuration = SolveConfiguration()
    configuration.cells = 1024
    configuration.tolerance = 1e-8
    return configuration
  }

  @Test(
    "has the closed-form mean and variance in the closures with one",
    arguments: [
      (Closure.homogeneous, PredictionMethod.finiteVolume), (.homogeneous, .spectral),
      (.affine, .finiteVolume), (.affine, .spectral),
    ])
  func closedForm(closure: Closure, method: PredictionMethod) throws {
    let model = try Self.model(closure)
    let axis = try Axis(-8...8, cellCount: 400)
    let prediction = try model.solve(method, Self.configuration(), weightAxis: axis)
    for (index, time) in model.times.enumerated() {
      let state = model.frame.state(at: time)
      #expect(abs(prediction.mean.values[index] - state.shift) < 1e-5)
      #expect(abs(prediction.variance.values[index] / (state.scale * state.scale) - 1) < 1e-4)
      #expect(abs(prediction.densities[index].mass - 1) < 1e-9)
    }
    #expect(prediction.record.largestMassError < 1e-12)
  }

  @Test("gives the same density by finite volumes and by modes", arguments: Closure.independent)
  func agreement(closure: Closure) throws {
    let model = try Self.model(closure)
    let axis = try Axis(-8...8, cellCount: 400)
    let solved = try model.solve(.finiteVolume, Self.configuration(), weightAxis: axis)
    let modes = try model.solve(.spectral, Self.configuration(), weightAxis: axis)
    for (first, second) in zip(solved.densities, modes.densities) {
      #expect(first.l1Distance(to: second) < 1e-4)
    }
    for (first, second) in zip(solved.entropy.values, modes.entropy.values) {
      #expect(abs(first - second) < 2e-4)
    }
  }

  @Test(
    "gives an ensemble the same law, within four standard errors", arguments: Closure.independent)
  func ensemble(closure: Closure) async throws {
    let model = try Self.model(closure)
    let axis = try Axis(-6...6, cellCount: 60)
    var configuration = SimulateConfiguration()
    configuration.particles = 20_000
    configuration.stepsPerInterval = 100
    let simulated = try await model.simulate(configuration, weightAxis: axis, threads: 2)
    let solved = try model.solve(.finiteVolume, Self.configuration(), weightAxis: axis)
    for time in model.times.indices {
      let (mean, variance) = (simulated.mean, simulated.variance)
      #expect(abs(mean.values[time] - solved.mean.values[time]) < 4 * mean.standardErrors[time])
      #expect(
        abs(variance.values[time] - solved.variance.values[time])
          < 4 * variance.standardErrors[time])
      #expect(abs(simulated.entropy.values[time] - solved.entropy.values[time]) < 0.03)
    }
    let agreement = MethodAgreement(finiteVolume: solved, spectral: solved, langevin: simulated)
    #expect((0.7...1.4).contains(agreement.ensembleChiSquared))
  }

  @Test("is the same for any number of threads")
  func threads() async throws {
    let model = try Self.model(.nonparametric)
    let axis = try Axis(-6...6, cellCount: 60)
    var configuration = SimulateConfiguration()
    configuration.particles = 3000
    let one = try await model.simulate(configuration, weightAxis: axis, threads: 1)
    let two = try await model.simulate(configuration, weightAxis: axis, threads: 2)
    #expect(one == two)
  }

  @Test("reduces closure 1c to 1b when its curves are straight")
  func nesting() throws {
    let axis = try Axis(-8...8, cellCount: 400)
    let straight = try Self.model(.nonparametric, curved: false)
      .solve(.spectral, Self.configuration(), weightAxis: axis)
    let affine = try Self.model(.affine, curved: false)
      .solve(.spectral, Self.configuration(), weightAxis: axis)
    for (first, second) in zip(straight.densities, affine.densities) {
      #expect(first.l1Distance(to: second) < 1e-6)
    }
  }

  @Test("moves without spreading when there is no diffusion")
  func transport() throws {
    var coefficients = Self.coefficients(curved: false)
    coefficients.homogeneousDiffusion.values = [0, 0, 0, 0]
    let sample = (0..<200).map { cos(Double($0) * 0.7) }
    let model = try LayerModel(
      coefficients, closure: .homogeneous, times: Self.times, startingAt: 0,
      initial: SmoothedSample(sample, relativeBandwidth: 0.3))
    let axis = try Axis(-6...6, cellCount: 400)
    for method in [PredictionMethod.finiteVolume, .spectral] {
      let prediction = try model.solve(method, Self.configuration(), weightAxis: axis)
      #expect(abs(prediction.entropy.values[3] - prediction.entropy.values[0]) < 1e-10)
    }
  }

  @Test("rejects a drift that carries the density beyond all bounds")
  func explosion() throws {
    var coefficients = Self.coefficients(curved: false)
    coefficients.resolved?.affineSlope.values = [3, 3, 3, 3]
    #expect(throws: DriftDiffusionError.self) {
      try LayerModel(
        coefficients, closure: .affine, times: Self.times, startingAt: 0,
        initial: SmoothedSample([-1, 0, 2], relativeBandwidth: 0.3))
    }
  }
}

@Suite("A smoothed sample")
struct SmoothedSampleTests {
  @Test("keeps mean and variance of the sample")
  func moments() throws {
    let sample = [-1.0, -0.2, 0.1, 0.7, 2.4]
    let smooth = SmoothedSample(sample, relativeBandwidth: 0.4)
    let density = smooth.density(on: try Axis(smooth.support, cellCount: 4000))
    let mean = sample.reduce(0, +) / 5
    let variance = sample.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 5
    #expect(abs(density.mass - 1) < 1e-12)
    #expect(abs(density.mean - mean) < 1e-9)
    #expect(abs(density.variance - variance) < 1e-8)
  }
}

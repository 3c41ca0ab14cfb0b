import Grids
import Langevin
import LinearAlgebra
import RealModule
import StochasticProcesses
import Testing

@Suite("Ensembles of several variables")
struct MultivariateTests {
  let axes: [Axis]

  init() throws {
    let axis = try Axis(-4...4, cellCount: 80)
    axes = [axis, axis]
  }

  private func ensemble(
    _ count: Int, stepSize: Double = 0.01,
    _ change: (inout LangevinConfiguration) -> Void = { _ in }
  ) throws -> LangevinEnsemble {
    var configuration = LangevinConfiguration()
    configuration.particleCount = count
    configuration.stepSize = stepSize
    configuration.keepsPositions = true
    configuration.seed = 12
    change(&configuration)
    return try LangevinEnsemble(configuration)
  }

  private func start(_ count: Int, _ x: Double, _ y: Double) -> EnsembleState {
    EnsembleState(
      positions: [Double](repeating: x, count: count) + [Double](repeating: y, count: count))
  }

  @Test("the result has the same bits for any number of threads", arguments: [2, 3, 7])
  func threads(threads: Int) async throws {
    let ensemble = try ensemble(1500)
    let box = BoxDomain([
      .interval(-1...2, .walls(lower: .absorbing, upper: .reflecting)),
      .interval(-1...1, .periodic),
    ])
    func run(_ threads: Int) async throws -> MultivariateEvolution {
      try await ensemble.run(
        RelaxingPlane<Double>(), from: start(1500, -0.9, 0), recordingAt: [0.1, 0.3], on: axes,
        joint: [VariableGroup(0, 1)], in: box, scheme: PlatenWeakOrderTwo(), threads: threads)
    }
    let (one, many) = (try await run(1), try await run(threads))
    #expect(one == many)
    #expect(one.exitTimes.contains { $0 < .infinity })
  }

  @Test("a path does not depend on how many others there are, and another seed gives others")
  func pathsAlone() async throws {
    func run(_ count: Int, seed: UInt64) async throws -> [Double] {
      try await ensemble(count) { $0.seed = seed }.run(
        RelaxingPlane<Double>(), from: start(count, 0.5, 0), recordingAt: [0.5], on: axes
      ).snapshots[0].positions
    }
    let (few, many) = (try await run(3, seed: 1), try await run(900, seed: 1))
    #expect(few[..<3] == many[..<3] && few[3...] == many[900..<903])
    #expect(zip(few, try await run(3, seed: 2)).allSatisfy { $0 != $1 })
  }

  @Test("one variable is integrated as by the ensembles of one variable")
  func oneVariable() async throws {
    let ensemble = try ensemble(50)
    let line = try await ensemble.run(
      OrnsteinUhlenbeck(rate: 2, center: 1), from: [Double](repeating: 0, count: 50),
      recordingAt: [0.5], on: axes[0])
    let process = LinearDiffusion(
      relaxation: try Matrix(rows: [[2]]), center: [1], diffusion: try Matrix(rows: [[0.5]]))
    let general = try await ensemble.run(
      process, from: EnsembleState(positions: [Double](repeating: 0, count: 50)),
      recordingAt: [0.5], on: [axes[0]])
    for (a, b) in zip(line.snapshots[0].positions, general.snapshots[0].positions) {
      #expect(abs(a - b) < 1e-13)
    }
  }

  @Test("R10: the exact scheme has the law of the process in a few large steps")
  func exactPropagation() async throws {
    let process = try rotatingPlane()
    let schedule = try TimeSchedule(from: 0, recordingAt: [1.5, 30], maximumStep: 7)
    let count = 100_000
    let evolution = try await ensemble(count).run(
      process, from: start(count, 1, -1), along: schedule, on: axes,
      scheme: ExactLinearPropagation(process, along: schedule), threads: 2)
    #expect(evolution.stepCount == 6)
    let point = MultivariateGaussianLaw(mean: [1, -1], variances: [0, 0])
    for (snapshot, time) in zip(evolution.snapshots, [1.5, 30]) {
      expect(snapshot, try process.law(from: point, after: time))
    }
    // The stationary covariance is 0.2 times the identity.
    #expect(abs(try evolution.snapshots[1].gaussianEntropy() - 1.228_439_153_975) < 0.01)
  }

  private func expect(_ snapshot: MultivariateSnapshot, _ law: MultivariateGaussianLaw) {
    for row in 0..<2 {
      #expect(
        abs(snapshot.means[row] - law.mean[row]) < 4 * snapshot.meanStandardErrors[row] + 1e-12)
      for column in 0..<2 {
        let difference = snapshot.covariance[row, column] - law.covariance[row, column]
        #expect(abs(difference) < 4 * snapshot.covarianceStandardErrors[row, column])
      }
    }
  }

  @Test("R10: marginals, the joint histogram, quantiles and entropies are those of the law")
  func statistics() async throws {
    let process = try rotatingPlane()
    let count = 100_000
    let evolution = try await ensemble(count, stepSize: 0.05).run(
      process, from: start(count, 0, 0), recordingAt: [12], on: axes, joint: [VariableGroup(1, 0)],
      scheme: StrongOrderThreeHalves(), threads: 2)
    let snapshot = evolution.snapshots[0]
    let law = try process.law(from: .init(mean: [0, 0], variances: [0, 0]), after: 12)
    expect(snapshot, law)
    for variable in 0..<2 {
      let exact = law.marginal(of: variable)
      let cells = Density(axis: axes[variable], cumulative: exact.cumulative)
      let floor = 1 / (Double(count) * axes[variable].spacing)
      for (cell, value) in snapshot.marginals[variable].values.enumerated() {
        let error = max(snapshot.marginalStandardErrors[variable][cell], floor)
        #expect(abs(value - cells.values[cell]) < 4.5 * error + 2e-3)
      }
      let median = try #require(snapshot.quantile(0.5, of: variable))
      #expect(abs(median.value) < 4 * median.standardError)
      let entropy = try #require(snapshot.entropy(of: variable))
      #expect(abs(entropy.value - exact.entropy) < 4 * entropy.standardError + 2e-3)
    }
    let joint = snapshot.joint[0]
    #expect(joint.variables == VariableGroup(1, 0))
    #expect(abs(joint.density.mass - 1) < 1e-3)
    let moment = joint.density.covariance(0, 1)
    #expect(abs(moment - snapshot.covariance[0, 1]) < 1e-3)
    // The plug-in entropy of 80 × 80 cells of 10⁵ points, with its correction.
    let entropy = try #require(joint.entropy)
    #expect(abs(entropy.value - (try law.entropy())) < 0.02)
  }

  @Test("standard errors of covariances hold for a law that is not normal")
  func covarianceErrors() async throws {
    let evolution = try await ensemble(5000).run(
      RelaxingPlane<Double>(), from: start(5000, 1, 1), recordingAt: [2], on: axes)
    let snapshot = evolution.snapshots[0]
    let (x, y) = (Array(snapshot.positions[..<5000]), Array(snapshot.positions[5000...]))
    let (a, b) = (snapshot.means[0], snapshot.means[1])
    let products = zip(x, y).map { ($0 - a) * ($1 - b) }
    let mean = products.reduce(0, +) / 4999
    #expect(abs(snapshot.covariance[0, 1] - mean) < 1e-13)
    let square = products.reduce(0) { $0 + $1 * $1 } / 5000
    let error = ((square - 4997.0 / 4999 * mean * mean) / 5000).squareRoot()
    #expect(abs(snapshot.covarianceStandardErrors[0, 1] - error) < 1e-12)
  }

  @Test("an ensemble of several variables goes on with the same bits; chosen paths are kept")
  func continuation() async throws {
    let ensemble = try ensemble(600) {
      $0.keepsState = true
      $0.tracedPaths = [1, 599]
      $0.traceStride = 10
    }
    let box = BoxDomain([.interval(-0.5...2, .absorbing), .unbounded])
    func run(_ state: EnsembleState, _ times: [Double]) async throws -> MultivariateEvolution {
      try await ensemble.run(
        RelaxingPlane<Double>(), from: state, recordingAt: times, on: axes, in: box,
        scheme: PlatenWeakOrderTwo(), threads: 2)
    }
    let whole = try await run(start(600, 0.5, 0), [0.2, 0.5])
    let first = try await run(start(600, 0.5, 0), [0.2])
    let second = try await run(try #require(first.finalState), [0.5])
    #expect(second.snapshots[0] == whole.snapshots[1])
    #expect(second.exitTimes == whole.exitTimes && second.finalState == whole.finalState)
    let traces = whole.traces
    #expect(traces.times.count == 6 && traces.positions.count == 2 * 6 * 2)
    #expect(traces[path: 1, variable: 1].last == whole.snapshots[1].positions[2 * 600 - 1])
    #expect(traces[path: 0, variable: 0][2] == whole.snapshots[0].positions[1])
  }

  @Test("single precision follows the same law")
  func singlePrecision() async throws {
    let ensemble = try ensemble(20_000)
    let single = try await ensemble.run(
      RelaxingPlane<Float>(), from: start(20_000, 1, 0), recordingAt: [0.5], on: axes)
    let double = try await ensemble.run(
      RelaxingPlane<Double>(), from: start(20_000, 1, 0), recordingAt: [0.5], on: axes)
    let (one, other) = (single.snapshots[0], double.snapshots[0])
    for row in 0..<2 {
      #expect(
        abs(one.means[row] - other.means[row])
          < 4 * one.meanStandardErrors[row] * 2.0.squareRoot())
      #expect(
        abs(one.covariance[row, 1] - other.covariance[row, 1])
          < 4 * one.covarianceStandardErrors[row, 1] * 2.0.squareRoot())
    }
  }

  @Test("Leimkuhler and Matthews' scheme keeps a stationary normal law at any step")
  func leimkuhlerMatthews() async throws {
    // A gradient drift with D = 0.3 · 1: Σ = 0.3 A⁻¹.
    let process = LinearDiffusion(
      relaxation: try Matrix(rows: [[1.5, 0.5], [0.5, 1]]), diffusion: .diagonal([0.3, 0.3]))
    let count = 40_000
    let evolution = try await ensemble(count, stepSize: 0.5).run(
      process, from: start(count, 0, 0), recordingAt: [12], on: axes, scheme: LeimkuhlerMatthews(),
      threads: 2)
    expect(evolution.snapshots[0], try process.stationaryLaw())
  }
}

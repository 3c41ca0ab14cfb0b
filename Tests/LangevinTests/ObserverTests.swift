import Grids
import Langevin
import RealModule
import StochasticProcesses
import Testing

@Suite("Continuing and observing")
struct ObserverTests {
  private func ensemble(_ count: Int, traced: [Int] = []) throws -> LangevinEnsemble {
    var configuration = LangevinConfiguration()
    configuration.particleCount = count
    configuration.stepSize = 0.01
    configuration.keepsPositions = true
    configuration.keepsState = true
    configuration.tracedPaths = traced
    configuration.traceStride = 5
    return try LangevinEnsemble(configuration)
  }

  @Test("an ensemble that was stopped goes on with the same bits, whatever its noise and walls")
  func continuation() async throws {
    let axis = try Axis(-3...3, cellCount: 30)
    let ensemble = try ensemble(700)
    let start = EnsembleState(positions: (0..<700).map { -1 + Double($0) / 400 })
    func expectSame<Scheme: LangevinScheme>(_ scheme: Scheme) async throws {
      let domain = ParticleDomain.interval(
        -1.05...1.5, .walls(lower: .absorbing, upper: .reflecting))
      func run(_ state: EnsembleState, _ times: [Double]) async throws -> EnsembleEvolution {
        try await ensemble.run(
          DoubleWell(), from: state, recordingAt: times, on: axis, in: domain, scheme: scheme)
      }
      let whole = try await run(start, [0.13, 0.5])
      let first = try await run(start, [0.13])
      let state = try #require(first.finalState)
      #expect(state.time == 0.13 && state.stepCount == 13)
      let second = try await run(state, [0.5])
      #expect(second.snapshots[0] == whole.snapshots[1])
      #expect(second.exitTimes == whole.exitTimes)
      #expect(second.finalState == whole.finalState)
      #expect(whole.exitTimes.contains { $0 < .infinity })
    }
    try await expectSame(EulerMaruyama())
    try await expectSame(LeimkuhlerMatthews())
    try await expectSame(StrongOrderThreeHalves())
  }

  @Test("chosen paths are kept every k steps and are those of the ensemble")
  func traces() async throws {
    let axis = try Axis(-3...3, cellCount: 30)
    let start = (0..<1100).map { -1 + Double($0) / 600 }
    let evolution = try await ensemble(1100, traced: [3, 511, 512, 1099]).run(
      DoubleWell(), from: start, recordingAt: [0.1, 0.25], on: axis, threads: 2)
    let traces = evolution.traces
    #expect(traces.paths == [3, 511, 512, 1099])
    #expect(traces.times.count == 6)
    for (index, time) in traces.times.enumerated() {
      #expect(abs(time - 0.05 * Double(index)) < 1e-12)
    }
    for (place, path) in traces.paths.enumerated() {
      let trace = traces[path: place]
      #expect(trace[0] == start[path])
      #expect(trace[2] == evolution.snapshots[0].positions[path])
      #expect(trace[5] == evolution.snapshots[1].positions[path])
    }
    let silent = try await ensemble(1100).run(
      DoubleWell(), from: start, recordingAt: [0.1, 0.25], on: axis)
    #expect(silent.snapshots == evolution.snapshots && silent.traces.paths.isEmpty)
  }

  @Test("quantiles and the entropy are those of the law, within their errors")
  func quantilesAndEntropy() async throws {
    let count = 100_000
    let evolution = try await ensemble(count).run(
      DriftedBrownianMotion(velocity: 0, coefficient: 0.5),
      from: [Double](repeating: 0, count: count), recordingAt: [1],
      on: Axis(-6...6, cellCount: 240), threads: 2)
    let snapshot = evolution.snapshots[0]
    for (probability, exact) in [
      (0.5, 0.0), (0.841_344_746_1, 1.0), (0.975, 1.959_963_985), (0.001, -3.090_232_306),
    ] {
      let quantile = try #require(snapshot.quantile(probability))
      #expect(abs(quantile.value - exact) < 4 * quantile.standardError)
      let density = Double.exp(-exact * exact / 2) / (2 * Double.pi).squareRoot()
      let error = (probability * (1 - probability) / Double(count)).squareRoot() / density
      #expect(abs(quantile.standardError / error - 1) < 0.3)
    }
    let entropy = try #require(snapshot.entropy)
    // ½ ln(2πe); ln p has variance ½.
    #expect(abs(entropy.value - 1.418_938_533) < 4 * entropy.standardError)
    #expect(abs(entropy.standardError - (0.5 / Double(count)).squareRoot()) < 1e-4)
    #expect(snapshot.counts.total == count)
  }

  @Test("a quantile beyond the axis is unknown, and what is beyond is counted")
  func outsideOfAxis() async throws {
    let evolution = try await ensemble(1000).run(
      DriftedBrownianMotion(velocity: 0, coefficient: 0.5),
      from: [Double](repeating: 0, count: 1000), recordingAt: [1], on: Axis(-1...1, cellCount: 10))
    let snapshot = evolution.snapshots[0]
    #expect(snapshot.quantile(0.01) == nil && snapshot.quantile(0.99) == nil)
    #expect(snapshot.quantile(0.5) != nil)
    #expect(snapshot.counts.below == snapshot.positions.count { $0 < -1 })
    #expect(snapshot.counts.above == snapshot.positions.count { $0 > 1 })
  }

  @Test("bad states and traces are refused")
  func badInput() async throws {
    let axis = try Axis(0...1, cellCount: 2)
    let ensemble = try ensemble(2)
    await #expect(throws: LangevinError.wrongPositionCount(expected: 2, found: 1)) {
      try await ensemble.run(
        DoubleWell(), from: EnsembleState(positions: [0, 0], exitTimes: [.infinity]),
        recordingAt: [1], on: axis)
    }
    await #expect(throws: LangevinError.self) {
      try await ensemble.run(
        DoubleWell(), from: EnsembleState(positions: [0, 0], stepCount: -1), recordingAt: [1],
        on: axis)
    }
    for traced in [[2], [-1], [1, 0], [0, 0]] {
      #expect(throws: LangevinError.self) { try self.ensemble(2, traced: traced) }
    }
  }
}

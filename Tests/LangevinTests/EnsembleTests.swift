import Grids
import Langevin
import StochasticProcesses
import Testing

@Suite("Ensembles")
struct EnsembleTests {
  let axis: Axis

  init() throws { axis = try Axis(-3...3, cellCount: 60) }

  private func ensemble(_ count: Int, seed: UInt64 = 1) throws -> LangevinEnsemble {
    var configuration = LangevinConfiguration()
    configuration.particleCount = count
    configuration.stepSize = 0.01
    configuration.seed = seed
    configuration.keepsPositions = true
    return try LangevinEnsemble(configuration)
  }

  private func start(_ count: Int) -> [Double] {
    (0..<count).map { -1 + 2 * Double($0) / Double(count) }
  }

  @Test("the result has the same bits for any number of threads", arguments: [2, 3, 50])
  func threads(threads: Int) async throws {
    let ensemble = try ensemble(2600)
    let domains = [
      ParticleDomain.unbounded, .interval(-1.5...1.5, .reflecting),
      .interval(-1.5...1.5, .absorbing), .interval(-1.5...1.5, .periodic),
    ]
    for domain in domains {
      func run(_ threads: Int) async throws -> EnsembleEvolution {
        try await ensemble.run(
          DoubleWell(), from: start(2600), recordingAt: [0.1, 0.35], on: axis, in: domain,
          threads: threads)
      }
      let (one, many) = (try await run(1), try await run(threads))
      #expect(one == many)
    }
  }

  @Test("a path does not depend on how many others there are")
  func pathsAlone() async throws {
    let few = try await ensemble(3).run(
      DoubleWell(), from: [0.5, 0.5, 0.5], recordingAt: [1], on: axis)
    let many = try await ensemble(1500).run(
      DoubleWell(), from: [Double](repeating: 0.5, count: 1500), recordingAt: [1], on: axis)
    #expect(few.snapshots[0].positions == Array(many.snapshots[0].positions[..<3]))
    #expect(Set(many.snapshots[0].positions).count == 1500)
  }

  @Test("another seed gives other paths")
  func seeds() async throws {
    let one = try await ensemble(10).run(
      DoubleWell(), from: start(10), recordingAt: [1], on: axis)
    let other = try await ensemble(10, seed: 2).run(
      DoubleWell(), from: start(10), recordingAt: [1], on: axis)
    #expect(zip(one.snapshots[0].positions, other.snapshots[0].positions).allSatisfy { $0 != $1 })
  }

  @Test("statistics are those of the positions")
  func statistics() async throws {
    let evolution = try await ensemble(1000).run(
      DoubleWell(), from: start(1000), recordingAt: [0.5], on: axis)
    let snapshot = evolution.snapshots[0]
    let x = snapshot.positions
    let mean = x.reduce(0, +) / 1000
    let second = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let fourth = x.reduce(0) {
      let d = $1 - mean
      return $0 + d * d * d * d
    }
    let variance = second / 999
    #expect(abs(snapshot.mean - mean) < 1e-14)
    #expect(abs(snapshot.variance - variance) < 1e-14)
    let expected = ((fourth / 1000 - 997.0 / 999 * variance * variance) / 1000).squareRoot()
    #expect(abs(snapshot.varianceStandardError - expected) < 1e-12)
    #expect(snapshot.density.l1Distance(to: try Density(axis: axis, histogramOf: x)) < 1e-12)
  }

  @Test("single precision follows the same law")
  func singlePrecision() async throws {
    let ensemble = try ensemble(20_000)
    let single = try await ensemble.run(
      SingleDoubleWell(), from: start(20_000), recordingAt: [0.5], on: axis)
    let double = try await ensemble.run(
      DoubleWell(), from: start(20_000), recordingAt: [0.5], on: axis)
    let (one, other) = (single.snapshots[0], double.snapshots[0])
    // The two ensembles have independent noise: four standard errors of the difference.
    #expect(abs(one.mean - other.mean) < 4 * one.meanStandardError * 2.0.squareRoot())
    #expect(
      abs(one.variance - other.variance) < 4 * one.varianceStandardError * 2.0.squareRoot())
  }

  @Test("initial positions follow their density")
  func initialPositions() throws {
    let density = try Density(axis: Axis(0...1, cellCount: 4), values: [1, 0, 2, 1])
    let positions = try ensemble(40_000).initialPositions(from: density)
    let histogram = try Density(axis: density.axis, histogramOf: positions)
    for (found, expected) in zip(histogram.values, [1, 0, 2, 1]) {
      // Shares of ¼ and ½ of 40 000: the standard error of the density is at most 0.01.
      #expect(abs(found - Double(expected)) < 0.04)
    }
    #expect(throws: LangevinError.badInitialDensity(cell: 1)) {
      try ensemble(10).initialPositions(
        from: Density(axis: Axis(0...1, cellCount: 2), values: [1, -1]))
    }
  }

  @Test("a path that diverges is named with its step")
  func divergence() async throws {
    let ensemble = try ensemble(600)
    var positions = [Double](repeating: 0, count: 600)
    positions[555] = 100
    await #expect(throws: LangevinError.diverged(path: 555, step: 5, time: 0.05)) {
      try await ensemble.run(DoubleWell(), from: positions, recordingAt: [1], on: axis, threads: 2)
    }
  }

  @Test("bad input is refused")
  func badInput() async throws {
    let ensemble = try ensemble(2)
    await #expect(throws: LangevinError.wrongPositionCount(expected: 2, found: 1)) {
      try await ensemble.run(DoubleWell(), from: [0], recordingAt: [1], on: axis)
    }
    await #expect(throws: LangevinError.badInitialPosition(path: 1, position: 2)) {
      try await ensemble.run(
        DoubleWell(), from: [0, 2], recordingAt: [1], on: axis, in: .interval(0...1, .reflecting))
    }
    await #expect(throws: LangevinError.timesNotAscending(index: 1, time: 0.5)) {
      try await ensemble.run(DoubleWell(), from: [0, 0], recordingAt: [1, 0.5], on: axis)
    }
    var configuration = LangevinConfiguration()
    configuration.stepSize = 0
    #expect(throws: LangevinError.self) { try LangevinEnsemble(configuration) }
    configuration = .init()
    configuration.particleCount = 0
    #expect(throws: LangevinError.self) { try LangevinEnsemble(configuration) }
  }

  @Test("a cancelled task stops")
  func cancellation() async throws {
    let ensemble = try ensemble(100_000)
    let positions = start(100_000)
    let axis = axis
    let task = Task {
      try await ensemble.run(
        DoubleWell(), from: positions, recordingAt: (1...1000).map { Double($0) }, on: axis)
    }
    task.cancel()
    await #expect(throws: LangevinError.cancelled) { try await task.value }
  }
}

@Suite("Schedules of steps")
struct TimeScheduleTests {
  @Test("equal steps are at most the given size and as few as possible")
  func equalSteps() throws {
    let schedule = try TimeSchedule(from: 0, recordingAt: [0, 0.3, 1], maximumStep: 0.1)
    #expect(schedule.stepCount == 3 + 7)
    #expect(try TimeSchedule(from: 0, recordingAt: [0.31], maximumStep: 0.1).stepCount == 4)
  }

  @Test("given steps are cut at requested times")
  func givenSteps() throws {
    let sizes = [0.4, 0.4, 0.4]
    #expect(try TimeSchedule(from: 0, recordingAt: [0.4, 1.2], stepSizes: sizes).stepCount == 3)
    #expect(try TimeSchedule(from: 0, recordingAt: [0.1, 1], stepSizes: sizes).stepCount == 4)
    #expect(throws: LangevinError.self) {
      try TimeSchedule(from: 0, recordingAt: [1.3], stepSizes: sizes)
    }
  }

  @Test("steps add up to the requested times: a unit drift carries particles exactly there")
  func exactTimes() async throws {
    var configuration = LangevinConfiguration()
    configuration.particleCount = 1
    let ensemble = try LangevinEnsemble(configuration)
    let schedule = try TimeSchedule(
      from: 0.5, recordingAt: [0.75, 1.1, 2], stepSizes: [0.1, 0.3, 0.05, 0.7, 0.9])
    let evolution = try await ensemble.run(
      DriftedBrownianMotion(velocity: 1, coefficient: 0), from: [0.5], schedule: schedule,
      on: Axis(0...3, cellCount: 3))
    for (snapshot, time) in zip(evolution.snapshots, [0.75, 1.1, 2]) {
      #expect(snapshot.time == time && abs(snapshot.mean - time) < 1e-12)
    }
  }
}

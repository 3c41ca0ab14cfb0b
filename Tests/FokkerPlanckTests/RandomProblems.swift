import FokkerPlanck
import Foundation
import Grids
import RandomStreams
import StochasticProcesses

/// A process drawn at random: smooth, rough, jumping, degenerate, weak or violent.
struct RandomLineProcess: DiffusionProcess {
  private let waves: [SIMD4<Double>]
  private let driftSteps: [Double]
  private let diffusionSteps: [Double]
  private let diffusionWave: SIMD4<Double>
  private let driftScale: Double
  private let diffusionScale: Double
  private let dependsOnTime: Bool

  /// - Parameters:
  ///   - random: Where the numbers come from.
  ///   - isPositive: Whether the diffusion coefficient is bounded away from zero.
  ///   - largestDrift: The decimal exponent of the largest drift.
  ///   - dependsOnTime: Whether the coefficients change in time.
  init(
    _ random: inout RandomStream, isPositive: Bool = false, largestDrift: Double = 6,
    dependsOnTime: Bool = true
  ) {
    waves = (0..<4).map { _ in
      SIMD4(random.normal(), 40 * random.uniform(), 7 * random.uniform(), 3 * random.normal())
    }
    let isRough = random.uniform() < 0.5
    driftSteps = (0..<16).map { _ in isRough ? 2 * random.normal() : 0 }
    let hasJumps = random.uniform() < 0.5
    let hasZeros = !isPositive && random.uniform() < 0.5
    diffusionSteps = (0..<16).map { _ in
      if hasZeros, random.uniform() < 0.3 { return 0 }
      return hasJumps ? pow(10, -3 * random.uniform()) : 1
    }
    diffusionWave = SIMD4(
      isPositive ? 0.9 * random.uniform() : 1, 20 * random.uniform(), 7 * random.uniform(),
      3 * random.normal())
    driftScale = pow(10, (largestDrift + 3) * random.uniform() - 3)
    diffusionScale = isPositive ? pow(10, -random.uniform()) : pow(10, 10 * random.uniform() - 8)
    self.dependsOnTime = dependsOnTime
  }

  func drift(at x: Double, time: Double) -> Double {
    let t = dependsOnTime ? time.remainder(dividingBy: 1000) : 0
    var sum = driftSteps[Int((x + 1) * 8) & 15]
    for wave in waves { sum += wave.x * sin(wave.y * x + wave.z + wave.w * t) }
    return driftScale * sum
  }

  func diffusion(at x: Double, time: Double) -> Double {
    let t = dependsOnTime ? time.remainder(dividingBy: 1000) : 0
    let wave = diffusionWave
    let modulation = 1 + wave.x * sin(wave.y * x + wave.z + wave.w * t)
    return max(0, diffusionScale * diffusionSteps[Int((x + 1) * 8) & 15] * modulation)
  }
}

/// A problem drawn at random: process, axis, walls, start and step.
struct RandomProblem {
  let process: RandomLineProcess
  let axis: Axis
  let boundaries: BoundaryConditions
  let step: Double
  private var random: RandomStream

  static let allBoundaries: [BoundaryConditions] = [
    .reflecting, .periodic, .absorbing, .walls(lower: .absorbing, upper: .reflecting),
    .walls(lower: .reflecting, upper: .absorbing),
  ]

  init(
    index: Int, isPositive: Bool = false, largestDrift: Double = 6, dependsOnTime: Bool = true
  ) throws {
    var random = RandomStream(seed: 20_26, purpose: .general, index: UInt64(index))
    process = RandomLineProcess(
      &random, isPositive: isPositive, largestDrift: largestDrift, dependsOnTime: dependsOnTime)
    axis = try Axis(-1...1, cellCount: 2 + Int(300 * pow(random.uniform(), 2)))
    boundaries = Self.allBoundaries[index % Self.allBoundaries.count]
    step = pow(10, 12 * random.uniform() - 6)
    self.random = random
  }

  /// A density of mass 1 with empty cells, or without.
  mutating func start(isPositive: Bool = false) throws -> Density {
    var values = axis.centers.map { _ in
      isPositive || random.uniform() < 0.5 ? pow(10, -3 * random.uniform()) : 0
    }
    values[axis.cellCount / 2] += 1
    return try Density(axis: axis, values: values).normalized()
  }

  /// A solver with a fixed step.
  func solver(_ scheme: TimeScheme) -> FiniteVolumeSolver {
    var solver = FiniteVolumeSolver()
    solver.boundaries = boundaries
    solver.timeScheme = scheme
    solver.stepControl = .fixed(step: step)
    return solver
  }
}

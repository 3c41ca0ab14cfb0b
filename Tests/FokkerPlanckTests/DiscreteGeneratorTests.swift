import FokkerPlanck
import Foundation
import Grids
import StochasticProcesses
import Testing

@Suite("Spectrum, stationary state, exits and entropy")
struct DiscreteGeneratorTests {
  let jacobi = ClosureProcess(
    drift: { x, _ in 0.3 - x }, diffusion: { x, _ in 0.2 * x * (1 - x) })

  @Test("R6: the decay rates of the double well")
  func doubleWellSpectrum() throws {
    func rates(_ cells: Int) throws -> [Double] {
      let generator = try DiscreteGenerator(DoubleWell(), axis: Axis(-3...3, cellCount: cells))
      return try generator.relaxationModes(count: 4).map(\.rate)
    }
    let (coarse, fine) = (try rates(1000), try rates(2000))
    let expected = [0, 0.033_545_287_3, 0.927_372_103, 1.680_263_77]
    for index in expected.indices {
      #expect(abs(fine[index] - expected[index]) < 5e-5)
      let extrapolated = fine[index] + (fine[index] - coarse[index]) / 3
      #expect(abs(extrapolated - expected[index]) < 1e-8)
    }
  }

  @Test("R9: the rates of the Jacobi process are n + 0.2 n (n − 1)")
  func jacobiSpectrum() throws {
    let generator = try DiscreteGenerator(jacobi, axis: Axis(0...1, cellCount: 4000))
    let modes = try generator.relaxationModes(count: 4)
    for (n, mode) in modes.enumerated() {
      let number = Double(n)
      #expect(abs(mode.rate - (number + 0.2 * number * (number - 1))) < 2e-3)
    }
  }

  @Test("Modes and duals are biorthogonal and rebuild the evolution")
  func modesRebuildEvolution() throws {
    let axis = try Axis(-2.5...2.5, cellCount: 150)
    let process = ClosureProcess(
      drift: { x, _ in x - x * x * x }, diffusion: { x, _ in 0.3 + 0.1 * x * x })
    let generator = try DiscreteGenerator(process, axis: axis)
    let modes = try generator.relaxationModes(count: 60)
    for (i, a) in modes.prefix(8).enumerated() {
      for (j, b) in modes.prefix(8).enumerated() {
        let overlap = zip(a.dual, b.deviation).reduce(0) { $0 + $1.0 * $1.1 } * axis.spacing
        #expect(abs(overlap - (i == j ? 1 : 0)) < 1e-7)
      }
    }
    let initial = gaussian(axis, mean: -0.8, variance: 0.05)
    var solver = RationalExponentialSolver()
    solver.extrapolationLevels = 1
    let exact = try solver.solve(process, from: initial, startingAt: 0, times: [0.5]).densities[0]
    var sum = [Double](repeating: 0, count: 150)
    for mode in modes {
      let share = zip(mode.dual, initial.values).reduce(0) { $0 + $1.0 * $1.1 } * axis.spacing
      for cell in sum.indices { sum[cell] += share * exp(-0.5 * mode.rate) * mode.deviation[cell] }
    }
    #expect(try Density(axis: axis, values: sum).l1Distance(to: exact) < 1e-8)
  }

  @Test("The dual of the stationary mode is one even where the density is far below rounding")
  func dualInTails() throws {
    let generator = try DiscreteGenerator(
      LinearProcess(rate: 1, diffusion: 0.01), axis: Axis(-4...4, cellCount: 400))
    let modes = try generator.relaxationModes(count: 2)
    #expect(modes[0].rate < 1e-10)
    #expect(modes[0].dual.allSatisfy { abs($0 - 1) < 1e-6 })
    // The second dual is proportional to x.
    let dual = modes[1].dual
    #expect(abs(dual[0] / dual[399] + 1) < 1e-4)
    #expect(abs(dual[0] / dual[100] - (-3.99) / (-1.99)) < 1e-2)
  }

  @Test("The stationary density is the Boltzmann density between walls")
  func stationaryBetweenWalls() throws {
    let axis = try Axis(-3...3, cellCount: 300)
    let state = try DiscreteGenerator(DoubleWell(), axis: axis).stationaryState()
    let weights = axis.centers.map { x in exp(-(x * x * x * x / 4 - x * x / 2) / 0.1) }
    let total = weights.reduce(0, +) * axis.spacing
    for (value, weight) in zip(state.density.values, weights) {
      #expect(abs(value - weight / total) <= 1e-10 * weight / total)
    }
    #expect(state.current == 0)
  }

  @Test("A drift that is infinite at a reflecting wall is no obstacle")
  func singularDrift() throws {
    let radial = ClosureProcess(drift: { x, _ in 1 / x - x }, diffusion: { _, _ in 0.5 })
    func error(_ cells: Int) throws -> Double {
      let axis = try Axis(0...5, cellCount: cells)
      let state = try DiscreteGenerator(radial, axis: axis).stationaryState()
      let exact = Density(
        axis: axis, averaging: { 4 / Double.pi.squareRoot() * $0 * $0 * exp(-$0 * $0) })
      return state.density.l1Distance(to: exact)
    }
    let (coarse, fine) = (try error(200), try error(400))
    #expect(fine < 1e-3 && coarse / fine > 3)
  }

  @Test("R5: the current on a ring is Stratonovich's, and the entropy production belongs to it")
  func stationaryOnRing() throws {
    let axis = try Axis(0...2 * .pi, cellCount: 2000)
    let generator = try DiscreteGenerator(PeriodicProcess(), axis: axis, boundaries: .periodic)
    let state = try generator.stationaryState()
    #expect(abs(state.current * axis.length - 0.073_670_432_311_1) < 1e-6)
    let currents = generator.currents(of: state.density)
    #expect(currents.allSatisfy { abs($0 - state.current) < 1e-12 })
    // Work done by the tilt per time: σ = v · 0.5/D.
    let balance = try generator.entropyBalance(of: state.density)
    #expect(abs(balance.production - 0.073_670_432_311_1 * 0.5 / 0.3) < 1e-6)
    #expect(abs(balance.rate) < 1e-12)
  }

  @Test("Tails of 10⁻²⁵⁰ are no pieces of their own")
  func stationaryWithDeepTails() throws {
    let axis = try Axis(-4...4, cellCount: 800)
    let process = StochasticProcesses.DoubleWell<Double>(diffusionCoefficient: 0.1)
    let state = try DiscreteGenerator(process, axis: axis).stationaryState()
    #expect(abs(state.density.moment { $0 * $0 } - 0.871362908042) < 1e-4)
    #expect(state.density.values[0] < 1e-150)
  }

  @Test("There is no stationary density beside an absorbing wall or in two pieces")
  func noStationaryDensity() throws {
    let axis = try Axis(-1...1, cellCount: 50)
    let absorbing = try DiscreteGenerator(
      LinearProcess(), axis: axis, boundaries: .walls(lower: .reflecting, upper: .absorbing))
    #expect(throws: FokkerPlanckError.self) { try absorbing.stationaryState() }
    let split = ClosureProcess(drift: { x, _ in x > 0 ? 1 : -1 }, diffusion: { _, _ in 0 })
    let generator = try DiscreteGenerator(split, axis: axis)
    #expect(throws: FokkerPlanckError.self) { try generator.stationaryState() }
  }

  @Test("R6: the mean first-passage time from −1 to 0 in the double well")
  func doubleWellPassage() throws {
    func time(_ cells: Int) throws -> Double {
      let generator = try DiscreteGenerator(
        DoubleWell(), axis: Axis(-3...0, cellCount: cells),
        boundaries: .walls(lower: .reflecting, upper: .absorbing))
      return try generator.meanExitTimes().value(at: -1)
    }
    let (coarse, fine) = (try time(2000), try time(4000))
    #expect(abs(fine - 30.821_302_472_7) < 1e-4)
    #expect(abs(fine + (fine - coarse) / 3 - 30.821_302_472_7) < 1e-7)
  }

  @Test("R14: the mean first-passage time under constant drift is distance over speed")
  func driftPassage() throws {
    let generator = try DiscreteGenerator(
      LinearProcess(velocity: 1, diffusion: 0.5), axis: Axis(-18...2, cellCount: 2000),
      boundaries: .walls(lower: .reflecting, upper: .absorbing))
    #expect(abs(try generator.meanExitTimes().value(at: 0) - 2) < 1e-4)
    #expect(abs(try generator.meanExitTimes().value(at: 2)) < 1e-12)
  }

  @Test("Escape over a barrier of two hundred thermal energies keeps its digits")
  func highBarrier() throws {
    let generator = try DiscreteGenerator(
      DoubleWell(diffusion: 0.25 / 200), axis: Axis(-2...0, cellCount: 4000),
      boundaries: .walls(lower: .reflecting, upper: .absorbing))
    let time = try generator.meanExitTimes().value(at: -1)
    // Kramers: 2π/√(2·1) e^{ΔU/D}, halved at the top of the barrier, correct to O(D).
    let kramers = .pi / 2.0.squareRoot() * exp(200)
    #expect(abs(time / kramers - 1) < 0.02)
  }

  @Test("The splitting probability of a drifting particle is the gambler's")
  func splitting() throws {
    let generator = try DiscreteGenerator(
      LinearProcess(velocity: 0.7, diffusion: 0.2), axis: Axis(0...1, cellCount: 200),
      boundaries: .absorbing)
    let splitting = try generator.upperExitProbabilities()
    for x in [0.0, 0.013, 0.5, 0.9, 1] {
      let exact = (1 - exp(-3.5 * x)) / (1 - exp(-3.5))
      #expect(abs(splitting.value(at: x) - exact) < 1e-6)
    }
  }

  @Test("Exit times need an absorbing wall, and are infinite where it is never reached")
  func exitTimesNeedAWall() throws {
    let axis = try Axis(0...1, cellCount: 20)
    #expect(throws: FokkerPlanckError.self) {
      try DiscreteGenerator(LinearProcess(), axis: axis).meanExitTimes()
    }
    let away = try DiscreteGenerator(
      LinearProcess(velocity: -1, diffusion: 0), axis: axis,
      boundaries: .walls(lower: .reflecting, upper: .absorbing))
    #expect(try away.meanExitTimes().values.allSatisfy { $0 == .infinity })
  }

  @Test("The entropy changes by production less exchange, and the free energy falls by production")
  func entropyBalance() throws {
    let axis = try Axis(-2.5...2.5, cellCount: 200)
    let process = ClosureProcess(
      drift: { x, _ in x - x * x * x }, diffusion: { x, _ in 0.2 + 0.05 * x * x })
    let generator = try DiscreteGenerator(process, axis: axis)
    var solver = RationalExponentialSolver()
    solver.extrapolationLevels = 1
    let step = 1e-4
    let solution = try solver.solve(
      process, from: gaussian(axis, mean: -0.5, variance: 0.1), startingAt: 0,
      times: [0.3 - step, 0.3, 0.3 + step])
    let density = solution.densities
    let balance = try generator.entropyBalance(of: density[1])
    let slope = (density[2].entropy - density[0].entropy) / (2 * step)
    #expect(abs(balance.rate - slope) < 1e-6)
    #expect(balance.production > 0)
    let energies = try density.map { try generator.freeEnergy(of: $0) }
    #expect(abs((energies[2] - energies[0]) / (2 * step) + balance.production) < 1e-6)
  }

  @Test("The production of a spreading Gaussian is D/variance")
  func gaussianProduction() throws {
    let axis = try Axis(-6...6, cellCount: 1200)
    let generator = try DiscreteGenerator(LinearProcess(diffusion: 0.3), axis: axis)
    let balance = try generator.entropyBalance(of: gaussian(axis, mean: 0, variance: 0.5))
    #expect(abs(balance.production - 0.6) < 1e-4)
    #expect(abs(balance.exchange) < 1e-10)
  }

  @Test("A ring has no symmetric spectrum, and the number of modes is checked")
  func spectrumInput() throws {
    let axis = try Axis(0...1, cellCount: 10)
    let ring = try DiscreteGenerator(LinearProcess(), axis: axis, boundaries: .periodic)
    #expect(throws: FokkerPlanckError.self) { try ring.relaxationModes(count: 2) }
    let walls = try DiscreteGenerator(LinearProcess(), axis: axis)
    #expect(throws: FokkerPlanckError.self) { try walls.relaxationModes(count: 11) }
    #expect(throws: FokkerPlanckError.self) { try walls.relaxationModes(count: 0) }
  }
}

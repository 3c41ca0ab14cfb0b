import FokkerPlanck
import Foundation
import Grids
import StochasticProcesses
import Testing

@Suite("Numbers to a tolerance")
struct RefinedGeneratorTests {
  @Test("R6: the decay rates of the double well to 1e-9")
  func decayRates() throws {
    var generator = RefinedGenerator(DoubleWell(), on: -3...3)
    generator.tolerance = 1e-8
    let rates = try generator.relaxationRates(count: 4)
    #expect(rates[0].value == 0 && rates[0].error == 0)
    let expected = [0, 0.033_545_287_3, 0.927_372_103, 1.680_263_77]
    let digits = [0, 1e-10, 1e-9, 5e-9]
    for index in 1..<4 {
      #expect(abs(rates[index].value - expected[index]) < digits[index])
      #expect(rates[index].error <= 1e-8 * rates[index].value)
    }
  }

  @Test("R9: the decay rates of the Jacobi process, whose densities are not smooth")
  func jacobiRates() throws {
    let process = ClosureProcess(
      drift: { x, _ in 0.3 - x }, diffusion: { x, _ in 0.2 * x * (1 - x) })
    var generator = RefinedGenerator(process, on: 0...1)
    generator.tolerance = 1e-3
    let rates = try generator.relaxationRates(count: 4)
    for (n, rate) in rates.enumerated() {
      let number = Double(n)
      let exact = number + 0.2 * number * (number - 1)
      #expect(abs(rate.value - exact) <= rate.error + 1e-12)
      #expect(rate.error <= 1e-3 * exact)
    }
  }

  @Test("R6: the mean first-passage time from −1 to 0 to 1e-8")
  func passageTime() throws {
    var generator = RefinedGenerator(DoubleWell(), on: -3...0)
    generator.boundaries = .walls(lower: .reflecting, upper: .absorbing)
    generator.tolerance = 1e-9
    let time = try generator.meanExitTime(from: -1)
    #expect(abs(time.value - 30.821_302_472_7) < 1e-8)
    #expect(abs(time.value - 30.821_302_472_7) <= time.error + 1e-10)
    #expect(time.error < 3.1e-8)
  }

  @Test("The rate of escape over two hundred thermal energies keeps its digits")
  func highBarrier() throws {
    var generator = RefinedGenerator(DoubleWell(diffusion: 0.25 / 200), on: -2...2)
    generator.tolerance = 1e-6
    let rates = try generator.relaxationRates(count: 2)
    // Kramers: (√2/π) e^{−ΔU/D}, correct to O(D).
    #expect(abs(rates[1].value / (2.0.squareRoot() / Double.pi * exp(-200)) - 1) < 0.01)
    #expect(rates[1].error < 1e-6 * rates[1].value)
    // The slowest relaxation is twice the escape from one well.
    var well = RefinedGenerator(DoubleWell(diffusion: 0.25 / 200), on: -2...0)
    well.boundaries = .walls(lower: .reflecting, upper: .absorbing)
    let escape = try well.meanExitTime(from: -1)
    #expect(abs(rates[1].value * escape.value - 1) < 0.01)
  }

  @Test("Splitting probabilities are the gambler's")
  func splitting() throws {
    var generator = RefinedGenerator(LinearProcess(velocity: 0.7, diffusion: 0.2), on: 0...1)
    generator.boundaries = .absorbing
    generator.tolerance = 1e-9
    for x in [0.0, 0.3, 0.77, 1] {
      let exact = (1 - exp(-3.5 * x)) / (1 - exp(-3.5))
      let split = try generator.upperExitProbability(from: x)
      #expect(abs(split.value - exact) <= split.error + 1e-12)
      #expect(abs(split.value - exact) < 1e-9)
    }
  }

  @Test("R5: Stratonovich's velocity to ten digits")
  func ringCurrent() throws {
    var generator = RefinedGenerator(PeriodicProcess(), on: 0...2 * Double.pi)
    generator.boundaries = .periodic
    generator.tolerance = 1e-9
    let state = try generator.stationaryState()
    #expect(abs(state.current.value * 2 * Double.pi - 0.073_670_432_311_1) < 1e-12)
    #expect(state.densityError <= 1e-9)
  }

  @Test("The stationary density of an Ornstein-Uhlenbeck process to 1e-8")
  func stationaryDensity() throws {
    var generator = RefinedGenerator(LinearProcess(rate: 1, diffusion: 0.5), on: -7...7)
    generator.tolerance = 1e-8
    generator.ends = .cuts
    let state = try generator.stationaryState()
    let exact = gaussian(state.density.axis, mean: 0, variance: 0.5)
    let error = state.density.l1Distance(to: exact)
    #expect(error <= state.densityError && state.densityError <= 1e-8)
    #expect(state.current.value == 0)
  }

  @Test(
    "A stationary density is refused where probability escapes",
    arguments: [
      (LinearProcess(rate: -1), "inwards"), (LinearProcess(), "inwards"),
      (LinearProcess(velocity: 1), "inwards"), (LinearProcess(rate: 1), "widen"),
    ])
  func escapingPotentials(process: LinearProcess, word: String) throws {
    var generator = RefinedGenerator(process, on: -2...2)
    // Between walls there is one; as a cut through the line there is not.
    #expect(try generator.stationaryState().density.mass > 0.99)
    generator.ends = .cuts
    #expect {
      try generator.stationaryState()
    } throws: { error in
      guard case FokkerPlanckError.noStationaryDensity(let reason) = error else { return false }
      return reason.contains(word)
    }
  }

  @Test("Absorbing walls have no stationary density, closed ones no exit")
  func wrongWalls() throws {
    var generator = RefinedGenerator(LinearProcess(), on: 0...1)
    #expect(throws: FokkerPlanckError.self) { try generator.meanExitTime(from: 0.5) }
    generator.boundaries = .absorbing
    #expect(throws: FokkerPlanckError.self) { try generator.stationaryState() }
    #expect(throws: FokkerPlanckError.self) { try generator.meanExitTime(from: 1.5) }
    generator.boundaries = .periodic
    #expect(throws: FokkerPlanckError.self) { try generator.relaxationRates(count: 2) }
  }

  @Test("A wall that is never reached is infinitely far, without an error")
  func neverReached() throws {
    var generator = RefinedGenerator(LinearProcess(velocity: -1, diffusion: 0), on: 0...1)
    generator.boundaries = .walls(lower: .reflecting, upper: .absorbing)
    let time = try generator.meanExitTime(from: 0.5)
    #expect(time.value == .infinity && time.error == 0)
  }

  @Test("A tolerance that cannot be reached is an error with its estimate")
  func shortfall() throws {
    var generator = RefinedGenerator(DoubleWell(), on: -3...3)
    generator.tolerance = 1e-14
    generator.largestCellCount = 256
    #expect {
      try generator.relaxationRates(count: 2)
    } throws: { error in
      guard case FokkerPlanckError.toleranceNotReached(let estimate, 1e-14, _) = error else {
        return false
      }
      return estimate > 1e-14 && estimate < 1e-3
    }
  }
}

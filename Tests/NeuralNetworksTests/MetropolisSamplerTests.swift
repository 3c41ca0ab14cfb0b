import Foundation
import NeuralNetworks
import RandomStreams
import Testing

/// E = Σ h_i w_i²/2, and how often it was asked for.
private struct Quadratic: EnergyFunction {
  var curvatures: [Double]
  var calls = 0

  mutating func energy(of state: Span<Double>) -> Double {
    calls += 1
    return curvatures.indices.reduce(0) { $0 + curvatures[$1] * state[$1] * state[$1] / 2 }
  }
}

/// E = (w² − 1)² + w/3: two wells of different depth.
private struct DoubleWell: EnergyFunction {
  static func value(_ w: Double) -> Double { (w * w - 1) * (w * w - 1) + w / 3 }

  func energy(of state: Span<Double>) -> Double { Self.value(state[0]) }
}

@Suite("A chain of Metropolis")
struct MetropolisSamplerTests {
  @Test(
    "samples the law of Gibbs of a quadratic energy, variance T/h, with one block or several",
    arguments: [[0..<3], [0..<1, 1..<3]])
  func quadratic(blocks: [Range<Int>]) {
    let (curvatures, temperature, chains) = ([2.0, 0.5, 8], 0.3, 3000)
    var squares = [0.0, 0, 0]
    for chain in 0..<chains {
      var function = Quadratic(curvatures: curvatures)
      var stream = RandomStream(seed: 5, purpose: .general, index: UInt64(chain))
      var sampler = MetropolisSampler(
        temperature: temperature, blocks: blocks, deviations: blocks.map { _ in 0.5 })
      var (state, energy) = ([0.0, 0, 0], 0.0)
      for _ in 0..<150 { sampler.sweep(&state, energy: &energy, of: &function, &stream) }
      #expect(energy == function.energy(of: state.span))
      for index in 0..<3 { squares[index] += state[index] * state[index] }
    }
    // The relative standard error of a variance from n chains is √(2/n): 4 are allowed.
    for index in 0..<3 {
      let ratio = squares[index] / Double(chains) / (temperature / curvatures[index])
      #expect(abs(ratio - 1) < 4 * (2 / Double(chains)).squareRoot(), "\(index): \(ratio)")
    }
  }

  @Test("keeps the law that it samples, and goes as often from one region to another as back")
  func detailedBalance() {
    // States are drawn from exp(−E/T) by inversion on a fine grid, so there is nothing to wait for.
    let temperature = 0.4
    let grid = (0..<4000).map { -2.5 + 5 * (Double($0) + 0.5) / 4000 }
    var sums = grid.map { exp(-DoubleWell.value($0) / temperature) }
    for index in sums.indices.dropFirst() { sums[index] += sums[index - 1] }
    let total = sums[sums.count - 1]
    func region(_ w: Double) -> Int { w < -0.8 ? 0 : w < 0.2 ? 1 : 2 }
    var expected = [0.0, 0, 0]
    for index in grid.indices {
      expected[region(grid[index])] += (sums[index] - (index > 0 ? sums[index - 1] : 0)) / total
    }
    var stream = RandomStream(seed: 9, purpose: .general)
    var flow = [[Double]](repeating: [0, 0, 0], count: 3)
    let draws = 60000
    for _ in 0..<draws {
      let level = total * stream.uniform()
      var (low, high) = (0, sums.count - 1)
      while low < high {
        let middle = (low + high) / 2
        if sums[middle] < level { low = middle + 1 } else { high = middle }
      }
      var (function, state) = (DoubleWell(), [grid[low]])
      var energy = DoubleWell.value(grid[low])
      var sampler = MetropolisSampler(temperature: temperature, blocks: [0..<1], deviations: [0.9])
      sampler.sweep(&state, energy: &energy, of: &function, &stream)
      flow[region(grid[low])][region(state[0])] += 1
    }
    for (from, to) in [(0, 1), (1, 2), (0, 2)] {
      let (there, back) = (flow[from][to], flow[to][from])
      #expect(there > 100 && back > 100)
      #expect(abs(there - back) < 4 * (there + back).squareRoot(), "\(there) and \(back)")
    }
    for place in 0..<3 {
      let found = flow.reduce(0) { $0 + $1[place] } / Double(draws)
      let error = (expected[place] * (1 - expected[place]) / Double(draws)).squareRoot()
      #expect(abs(found - expected[place]) < 4 * error)
    }
  }

  @Test("tunes its proposals in every block, counts its evaluations, and forgets the walker")
  func tuning() {
    var function = Quadratic(curvatures: [100, 100, 100, 0.01])
    var stream = RandomStream(seed: 3, purpose: .general)
    var sampler = MetropolisSampler(temperature: 1, blocks: [0..<3, 3..<4], deviations: [1, 1])
    sampler.tune(
      from: [0, 0, 0, 0], energy: 0, of: &function, &stream, sweeps: 3000, acceptance: 0.234)
    #expect(sampler.evaluations == 6000 && function.calls == 6000)
    #expect(
      sampler.proposed == [0, 0] && sampler.deviations[0] < 0.3 && sampler.deviations[1] > 10)
    let tuned = sampler.deviations
    var (state, energy) = ([0.0, 0, 0, 0], 0.0)
    for _ in 0..<20000 { sampler.sweep(&state, energy: &energy, of: &function, &stream) }
    #expect(sampler.deviations == tuned && sampler.proposed == [20000, 20000])
    for block in 0..<2 {
      #expect(abs(sampler.acceptance(ofBlock: block) - 0.234) < 0.04)
    }
  }

  @Test("accepts no rise at temperature 0, and never an energy that is not a number")
  func cold() {
    struct Broken: EnergyFunction {
      func energy(of state: Span<Double>) -> Double { .nan }
    }
    var stream = RandomStream(seed: 4, purpose: .general)
    var function = Quadratic(curvatures: [1])
    var cold = MetropolisSampler(temperature: 0, blocks: [0..<1], deviations: [1])
    var (state, energy) = ([3.0], 4.5)
    for _ in 0..<500 {
      let before = energy
      cold.sweep(&state, energy: &energy, of: &function, &stream)
      #expect(energy <= before)
    }
    #expect(abs(state[0]) < 0.1)
    var (broken, hot) = (
      Broken(), MetropolisSampler(temperature: 5, blocks: [0..<1], deviations: [1])
    )
    hot.sweep(&state, energy: &energy, of: &broken, &stream)
    #expect(hot.accepted == [0] && energy.isFinite)
  }
}

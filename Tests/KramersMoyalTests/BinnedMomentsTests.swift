import Foundation
import Grids
import KramersMoyal
import RandomStreams
import Testing

@Suite("Kramers-Moyal moments of increments")
struct BinnedMomentsTests {
  @Test("have the finite-lag values R18 of an Ornstein-Uhlenbeck process")
  func ornsteinUhlenbeck() throws {
    // The exact transition over τ = 0.2 with θ = 1 and D = ½ from stationary starting points.
    let (lag, count) = (0.2, 400_000)
    let (decay, spread) = (exp(-lag), (0.5 * (1 - exp(-2 * lag))).squareRoot())
    var stream = RandomStream(seed: 3, purpose: .general)
    let starts = (0..<count).map { _ in 0.5.squareRoot() * stream.normal() }
    let ends = starts.map { $0 * decay + spread * stream.normal() }
    let axis = try Axis(-2...2, cellCount: 21)
    let moments = try BinnedMoments(from: starts, to: ends, lag: lag, axis: axis)
    for cell in 4..<17 {
      let x = axis.center(ofCell: cell)
      let (drift, diffusion) = (moments.drift, moments.diffusion)
      // Four standard errors, plus the curvature of the law within a cell.
      #expect(
        abs(drift.values[cell] + 0.906346235 * x) < 4 * drift.standardErrors[cell] + 0.01 * abs(x))
      #expect(
        abs(diffusion.values[cell] - 0.412099942) < 4 * diffusion.standardErrors[cell] + 0.01)
    }
    #expect(moments.counts.reduce(0, +) < count)
  }

  @Test("remove the drift from the diffusion")
  func pureDrift() throws {
    let axis = try Axis(0...1, cellCount: 2)
    let starts = [0.1, 0.2, 0.3, 0.7, 0.8]
    let moments = try BinnedMoments(
      from: starts, to: starts.map { $0 + 5 }, lag: 0.5, axis: axis)
    #expect(moments.drift.values == [10, 10])
    #expect(moments.diffusion.values.allSatisfy { abs($0) < 1e-12 })
  }

  @Test(
    "reject a lag that is not positive and data outside the axis", arguments: [0, -1, Double.nan])
  func rejection(lag: Double) throws {
    let axis = try Axis(0...1, cellCount: 2)
    #expect(throws: KramersMoyalError.self) {
      try BinnedMoments(from: [0.5], to: [0.6], lag: lag, axis: axis)
    }
    #expect(throws: KramersMoyalError.noData) {
      try BinnedMoments(from: [5], to: [6], lag: 1, axis: axis)
    }
  }

  @Test("have raw and cumulant fourth coefficients of R18")
  func fourthOrder() throws {
    let axis = try Axis(-0.05...0.05, cellCount: 2)
    // Half a million increments from the middle, where the mean increment vanishes.
    var stream = RandomStream(seed: 13, purpose: .general)
    let spread = (0.5 * (1 - exp(-0.4))).squareRoot()
    let starts = (0..<500_000).map { _ in 0.02 * (stream.uniform() - 0.5) }
    let ends = starts.map { $0 * exp(-0.2) + spread * stream.normal() }
    let moments = try BinnedMoments(from: starts, to: ends, lag: 0.2, axis: axis)
    for cell in 0..<2 {
      // The raw moment 3 V² has the relative standard error √(96/9/n) = 0.65 %.
      #expect(abs(moments.fourthMoment[cell] / 0.016982636 - 1) < 4 * 0.0066)
      let cumulant = moments.fourthCumulant
      #expect(abs(cumulant.values[cell]) < 4 * cumulant.standardErrors[cell])
      #expect(cumulant.standardErrors[cell] < 1e-4)
      let ratio = moments.pawulaRatio
      #expect(abs(ratio.values[cell]) < 4 * ratio.standardErrors[cell])
      #expect(abs(ratio.standardErrors[cell] - (24 / 250_000.0).squareRoot() / 3) < 1e-4)
    }
  }

  @Test("of a path are the sums over its increments, wherever cells and groups of eight end")
  func againstSums() throws {
    var stream = RandomStream(seed: 14, purpose: .general)
    for count in [2, 9, 17, 1003] {
      var path = [0.0]
      for _ in 1..<count { path.append(0.9 * path[path.count - 1] + 3 + stream.normal()) }
      let axis = try Axis(0...40, cellCount: 7)
      for lagSteps in [1, 3] where count > lagSteps + 1 {
        let moments = try BinnedMoments(path: path, step: 0.5, axis: axis, lagSteps: lagSteps)
        var sums = [[Double]](repeating: [0, 0, 0, 0, 0], count: 7)
        for start in 0..<(count - lagSteps) {
          guard let cell = axis.cell(containing: path[start]) else { continue }
          let change = path[start + lagSteps] - path[start]
          for power in 0...4 { sums[cell][power] += pow(change, Double(power)) }
        }
        for cell in 0..<7 {
          #expect(moments.counts[cell] == Int(sums[cell][0]))
          guard moments.counts[cell] > 0 else { continue }
          for order in 1...4 {
            let expected = sums[cell][order] / sums[cell][0]
            #expect(abs(moments.moment(order)[cell] - expected) < 1e-12 * (1 + abs(expected)) * 1e3)
          }
        }
        #expect(moments.lag == 0.5 * Double(lagSteps))
      }
    }
  }

  @Test("count points on faces as the axis does")
  func faces() throws {
    let axis = try Axis(0...8, cellCount: 8)
    let path = (0..<100).map { Double($0 % 12) - 1 }
    let moments = try BinnedMoments(path: path, step: 1, axis: axis)
    var counts = [Int](repeating: 0, count: 8)
    for x in path.dropLast() { if let cell = axis.cell(containing: x) { counts[cell] += 1 } }
    #expect(moments.counts == counts)
  }

  @Test("find a missing value of a path")
  func missing() throws {
    let axis = try Axis(0...1, cellCount: 2)
    for place in [0, 7, 8, 20] {
      var path = (0..<21).map { Double($0) / 21 }
      path[place] = .nan
      do {
        _ = try BinnedMoments(path: path, step: 1, axis: axis)
        Issue.record("the gap was not found")
      } catch {
        guard case .missingValue(.position, variable: 0, index: place, value: _) = error else {
          Issue.record("\(error)")
          continue
        }
      }
    }
  }

  @Test("with lags of their own are those of a common one")
  func unequalLags() throws {
    var stream = RandomStream(seed: 15, purpose: .general)
    let lags = (0..<200_000).map { 0.01 * Double(1 + $0 % 5) }
    let starts = lags.map { _ in stream.uniform() }
    let increments = lags.map { 2 * $0 + (2 * 0.3 * $0).squareRoot() * stream.normal() }
    let sample = try IncrementSample(
      positions: [starts], increments: [increments], lags: .individual(lags))
    let moments = try BinnedMoments(sample, axis: Axis(0...1, cellCount: 2))
    for cell in 0..<2 {
      let (drift, diffusion) = (moments.drift, moments.diffusion)
      #expect(abs(drift.values[cell] - 2) < 4 * drift.standardErrors[cell])
      #expect(abs(diffusion.values[cell] - 0.3) < 4 * diffusion.standardErrors[cell])
      #expect(diffusion.standardErrors[cell] < 0.002)
      #expect(abs(moments.pawulaRatio.values[cell]) < 0.02)
    }
  }
}

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
}

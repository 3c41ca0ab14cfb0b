import Foundation
import Grids
import KramersMoyal
import StochasticProcesses
import Testing

@Suite("Kernel estimates of drift and diffusion")
struct KernelMomentsTests {
  static let path = SyntheticPaths.euler(
    DoubleWell(diffusionCoefficient: 0.25), from: -1, step: 0.05, substeps: 20, count: 60_000,
    seed: 4)

  static func moments(cells: Int = 400) throws -> BinnedMoments {
    try BinnedMoments(path: path, step: 0.05, axis: Axis(-2.4...2.4, cellCount: cells))
  }

  @Test("a local line in cells agrees with the fit to single samples", arguments: LocalFit.allCases)
  func exact(fit: LocalFit) throws {
    let binned = try KernelMoments(
      smoothing: Self.moments(cells: 1200), bandwidth: 0.3, kernel: .epanechnikov, fit: fit)
    let sample = try IncrementSample([Trajectory(Self.path, step: 0.05)])
    let places = stride(from: -1.5, through: 1.5, by: 0.1).map {
      Int((($0 + 2.4) / 0.004).rounded())
    }
    let exact = try KernelMoments(
      exactly: sample, at: places.map { binned.points[$0] }, bandwidth: 0.3,
      kernel: .epanechnikov, fit: fit)
    for (index, place) in places.enumerated() {
      let drift = abs(binned.drift.values[place] - exact.drift.values[index])
      #expect(drift < 0.02 * exact.drift.standardErrors[index] + 1e-3)
      let diffusion = abs(binned.diffusion.values[place] - exact.diffusion.values[index])
      #expect(diffusion < 0.05 * exact.diffusion.standardErrors[index] + 1e-3)
      let ratio = binned.drift.standardErrors[place] / exact.drift.standardErrors[index]
      #expect(abs(ratio - 1) < 0.02)
    }
  }

  @Test("a corrected process follows the double well within its errors")
  func doubleWell() throws {
    let moments = try Self.moments()
    let choice = BandwidthChoice.crossValidated(moments)
    #expect(choice.drift > 0.05 && choice.drift < 2.4)
    let smooth = try KernelMoments(smoothing: moments, bandwidth: 0.25, diffusionBandwidth: 0.5)
    let process = try smooth.process()
    for x in stride(from: -1.3, through: 1.3, by: 0.1) {
      let drift = process.driftInterval(at: x, level: 0.9999)
      #expect(drift.lower - 0.1 < x - x * x * x && x - x * x * x < drift.upper + 0.1)
      let diffusion = process.diffusionInterval(at: x, level: 0.9999)
      #expect(diffusion.lower - 0.01 < 0.25 && 0.25 < diffusion.upper + 0.01)
    }
  }

  @Test("the correction for the lag turns the slope of R18 into the rate of the process")
  func lag() throws {
    let moments = try BinnedMoments(
      path: ProcessFitTests.path, step: 0.2, axis: Axis(-3.2...3.2, cellCount: 400))
    let smooth = try KernelMoments(smoothing: moments, bandwidth: 0.8, kernel: .gaussian)
    for (process, slope, level) in try [
      (smooth.process(correctsLag: false), -0.906346235, 0.412099942),
      (smooth.process(), -1, 0.5),
    ] {
      #expect(abs(process.driftCurve(1) - process.driftCurve(-1) - 2 * slope) < 0.05)
      // The standard error of a level from 10⁵ increments is 0.3 %.
      #expect(abs(process.diffusionCurve(0) / level - 1) < 0.015)
    }
  }

  @Test("a local line has no bias at the end of uniform data, a local constant has")
  func ends() throws {
    let starts = (0..<4000).map { (Double($0) + 0.5) / 4000 }
    // Increments of exactly 2x over a lag of 1.
    let sample = try IncrementSample(positions: starts, increments: starts.map { 2 * $0 }, lag: 1)
    let line = try KernelMoments(exactly: sample, at: [0, 0.5, 1], bandwidth: 0.2, fit: .linear)
    for (value, expected) in zip(line.drift.values, [0.0, 1, 2]) {
      #expect(abs(value - expected) < 1e-9)
    }
    let constant = try KernelMoments(
      exactly: sample, at: [0, 0.5, 1], bandwidth: 0.2, fit: .constant)
    #expect(constant.drift.values[0] > 0.1)
    #expect(abs(constant.drift.values[1] - 1) < 1e-6)
  }

  @Test("bandwidths follow the smoothness of the curve")
  func bandwidth() throws {
    // A constant drift and diffusion need no resolution: the widest kernels win or nearly so.
    let free = SyntheticPaths.ornsteinUhlenbeck(
      OrnsteinUhlenbeck(relaxationRate: 1e-3, diffusionCoefficient: 0.5), from: 0, step: 0.01,
      count: 20_000, seed: 3)
    let (low, high) = (free.min() ?? 0, free.max() ?? 0)
    let moments = try BinnedMoments(path: free, step: 0.01, axis: Axis(low...high, cellCount: 200))
    let wide = BandwidthChoice.crossValidated(moments)
    let thumb = BandwidthChoice.ruleOfThumb(moments)
    #expect(wide.drift > thumb.drift / 2)
    // A diffusion coefficient with a bump of width 0.3 needs a narrow kernel.
    let bump = ClosureProcess(
      drift: { x, _ in -x }, diffusion: { x, _ in 0.05 + 0.5 * exp(-x * x / 0.045) })
    let path = SyntheticPaths.euler(
      bump, from: 0, step: 0.01, substeps: 5, count: 50_000, seed: 2)
    let sharp = try BinnedMoments(path: path, step: 0.01, axis: Axis(-2...2, cellCount: 400))
    let narrow = BandwidthChoice.crossValidated(sharp)
    #expect(narrow.diffusion < 0.3 && wide.diffusion > 3 * narrow.diffusion)
  }

  @Test("widths that are not positive are refused")
  func refusal() throws {
    #expect(throws: KramersMoyalError.self) {
      try KernelMoments(smoothing: Self.moments(), bandwidth: 0)
    }
  }
}

import FokkerPlanck
import Foundation
import Grids
import StochasticProcesses
import Testing
import TypedProcesses

@Suite("Typed processes")
struct TypedProcessTests {
  @Test("agree with the same process in Swift, point by point and in bulk")
  func sameAsClosures() throws {
    let process = try TypedProcess(
      drift: "k*x - x^3 + 0.1*sin(t)", noise: .diffusion("0.1 + 0.02*x^2"), parameters: ["k": 2.5])
    #expect(!process.isAutonomous && !process.hasHomogeneousDiffusion)
    let points = (0..<100).map { -3 + 0.06 * Double($0) }
    var drift = [Double](repeating: 0, count: 100)
    var diffusion = drift
    var driftSpan = drift.mutableSpan
    var diffusionSpan = diffusion.mutableSpan
    process.evaluate(
      at: points.span, time: 0.7, drift: &driftSpan, diffusion: &diffusionSpan)
    for (index, x) in points.enumerated() {
      #expect(abs(drift[index] - (2.5 * x - x * x * x + 0.1 * sin(0.7))) < 1e-13)
      #expect(abs(diffusion[index] - (0.1 + 0.02 * x * x)) < 1e-15)
      #expect(process.drift(at: x, time: 0.7) == drift[index])
      #expect(process.diffusion(at: x, time: 0.7) == diffusion[index])
    }
  }

  @Test("take σ for half its square")
  func amplitude() throws {
    let process = try TypedProcess(drift: "0", noise: .amplitude("0.4*x"))
    #expect(abs(process.diffusion(at: 2, time: 0) - 0.32) < 1e-15)
    #expect(process.isAutonomous)
  }

  @Test("name the coefficient that cannot be read")
  func roles() {
    func message(_ drift: String, _ noise: TypedNoise) -> String {
      do {
        _ = try TypedProcess(drift: drift, noise: noise)
        return ""
      } catch { return error.description }
    }
    #expect(message("x +", .diffusion("1")).hasPrefix("The drift"))
    #expect(message("x", .diffusion("y")).hasPrefix("The diffusion"))
    #expect(message("x", .amplitude("y")).hasPrefix("The noise"))
  }

  @Test(
    "have one law in all readings of the noise: geometric Brownian motion (R7)",
    arguments: [
      (NoiseInterpretation.ito, "0.1*x"), (.stratonovich, "(0.1 - 0.08)*x"),
      (.hanggiKlimontovich, "(0.1 - 0.16)*x"),
    ])
  func geometricBrownianMotion(_ interpretation: NoiseInterpretation, _ drift: String) throws {
    let domain = 0.05...12.0
    let typed = try TypedProcess(drift: drift, noise: .amplitude("0.4*x"))
    let process = InterpretedProcess(typed, readAs: interpretation, over: domain)
    for x in [0.05, 0.051, 0.3, 1, 7, 11.99, 12] {
      #expect(abs(process.drift(at: x, time: 0) / (0.1 * x) - 1) < 1e-10)
    }
    // From the law at t = 1/2 to t = 2: ln x is normal with mean 0.02 t and variance 0.16 t.
    func cumulative(_ t: Double) -> (Double) -> Double {
      { 0.5 * erfc((0.02 * t - log($0)) / (2 * 0.16 * t).squareRoot()) }
    }
    let axis = try Axis(domain, cellCount: 1200)
    var solver = RationalExponentialSolver()
    solver.extrapolationLevels = 3
    let start = Density(axis: axis, cumulative: cumulative(0.5))
    let end = try solver.solve(process, from: start, startingAt: 0.5, times: [2])
    #expect(abs(end.value(at: 1, timeIndex: 0) - 0.703476089016) < 2e-6)
    #expect(end.densities[0].l1Distance(to: Density(axis: axis, cumulative: cumulative(2))) < 1e-5)
  }

  @Test("of several variables give drift, D and B")
  func severalVariables() throws {
    let names = ["x", "y"]
    let byMatrix = try TypedMultivariateProcess(
      variables: names, drift: ["-x - w*y", "w*x - y*t"],
      noise: .noise([["1", "0.5*x", "0"], ["0", "y", "2"]]), parameters: ["w": 2])
    #expect(byMatrix.dimension == 2 && byMatrix.noiseCount == 3 && byMatrix.hasNoiseMatrix)
    #expect(!byMatrix.isAutonomous && !byMatrix.hasHomogeneousDiffusion)
    let points = [1.0, 2, -3, 0.5]  // x of both points, then y
    var (drift, diffusion) = ([Double](repeating: 0, count: 4), [Double](repeating: 0, count: 6))
    var driftSpan = drift.mutableSpan
    var diffusionSpan = diffusion.mutableSpan
    byMatrix.evaluate(at: points.span, time: 3, drift: &driftSpan, diffusion: &diffusionSpan)
    let expectedDrift: [Double] = [5, -3, 11, 2.5]
    let expectedDiffusion: [Double] = [0.625, 1, -0.75, 0.25, 6.5, 2.125]
    #expect(drift == expectedDrift)
    #expect(diffusion == expectedDiffusion)
    let byDiffusion = try TypedMultivariateProcess(
      variables: names, drift: ["0", "0"], noise: .diffusion([["1", "0.2"], ["0.2", "x^2"]]))
    #expect(!byDiffusion.hasNoiseMatrix && byDiffusion.isAutonomous)
    let diagonal = try TypedMultivariateProcess(
      variables: names, drift: ["0", "0"], noise: .diffusion([["2", "0"], ["0", "x^2/2"]]))
    #expect(diagonal.hasNoiseMatrix && diagonal.noiseCount == 2)
    var noise = [Double](repeating: 0, count: 8)
    var noiseSpan = noise.mutableSpan
    diagonal.evaluateNoise(at: points.span, time: 0, noise: &noiseSpan)
    let expectedNoise: [Double] = [2, 2, 0, 0, 0, 0, 1, 2]
    #expect(noise == expectedNoise)
  }

  @Test("refuse shapes that do not fit")
  func shapes() {
    func failure(_ drift: [String], _ noise: TypedNoiseMatrix) -> TypedProcessError? {
      do throws(TypedProcessError) {
        _ = try TypedMultivariateProcess(variables: ["x", "y"], drift: drift, noise: noise)
        return nil
      } catch { return error }
    }
    let unit = TypedNoiseMatrix.diffusion([["1", "0"], ["0", "1"]])
    #expect(failure(["x"], unit) == .wrongCount(role: "drift", expected: 2, found: 1))
    #expect(
      failure(["x", "y"], .diffusion([["1", "x"], ["y", "1"]]))
        == .notSymmetric(row: 1, column: 2, "x", "y"))
    #expect(failure(["x", "y"], .diffusion([["1", "0"]])) != nil)
    #expect(failure(["x", "y"], .noise([["1", "0"], ["1"]])) != nil)
    #expect(failure(["x", "y"], .noise([])) != nil)
    #expect(failure(["x", "y"], unit) == nil)
  }
}

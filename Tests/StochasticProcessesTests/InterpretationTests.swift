import Foundation
import StochasticProcesses
import Testing

@Suite("Readings of the noise")
struct InterpretationTests {
  private struct Profile: Sendable, CustomStringConvertible {
    let description: String
    let value: @Sendable (Double) -> Double
    let slope: @Sendable (Double) -> Double
  }

  private static let profiles = [
    Profile(description: "parabola", value: { 0.1 + 0.02 * $0 * $0 }, slope: { 0.04 * $0 }),
    Profile(description: "exponential", value: { exp($0) }, slope: { exp($0) }),
    Profile(
      description: "twenty waves", value: { 1 + 0.5 * sin(5 * .pi * $0) },
      slope: { 2.5 * .pi * cos(5 * .pi * $0) }),
    Profile(
      description: "hill", value: { 1 / (1 + $0 * $0) },
      slope: { -2 * $0 / ((1 + $0 * $0) * (1 + $0 * $0)) }),
    Profile(
      description: "root", value: { ($0 + 4.5).squareRoot() },
      slope: { 0.5 / ($0 + 4.5).squareRoot() }),
  ]

  @Test("derivatives are right to ten digits, at the ends too", arguments: profiles.indices)
  func derivatives(_ index: Int) {
    let profile = Self.profiles[index]
    let base = ClosureProcess(drift: { x, _ in -x }, diffusion: { x, _ in profile.value(x) })
    let process = InterpretedProcess(base, readAs: .hanggiKlimontovich, over: -4...4)
    let points = [-4, -3.9999, -3.998, -2.5, -1, 0, 0.3, 1.7, 3.9975, 3.99999, 4]
    let largest = points.map { abs(profile.slope($0)) }.max() ?? 0
    for x in points {
      let error = process.drift(at: x, time: 0) - (-x + profile.slope(x))
      #expect(abs(error) < 1e-10 * largest, "\(profile) at \(x)")
    }
    var drift = [Double](repeating: 0, count: points.count)
    var diffusion = drift
    var driftSpan = drift.mutableSpan
    var diffusionSpan = diffusion.mutableSpan
    process.evaluate(at: points.span, time: 0, drift: &driftSpan, diffusion: &diffusionSpan)
    for (index, x) in points.enumerated() {
      #expect(abs(drift[index] - process.drift(at: x, time: 0)) < 1e-11 * max(1, largest))
      #expect(diffusion[index] == profile.value(x))
    }
  }

  @Test("never look at D outside the domain")
  func staysInside() {
    let base = ClosureProcess(
      drift: { _, _ in 0 }, diffusion: { x, _ in x >= 0 && x <= 1 ? x * (1 - x) : .nan })
    let process = InterpretedProcess(base, readAs: .stratonovich, over: 0...1)
    for x in [0, 1e-9, 0.5, 1] {
      #expect(abs(process.drift(at: x, time: 0) - (0.5 - x)) < 1e-11)
    }
  }

  @Test("go from any to any")
  func conversions() {
    let base = ClosureProcess(drift: { x, _ in -x }, diffusion: { x, _ in 1 + 0.1 * x * x })
    for (index, given) in NoiseInterpretation.allCases.enumerated() {
      for (other, wanted) in NoiseInterpretation.allCases.enumerated() {
        let process = InterpretedProcess(
          base, readAs: given, convertedTo: wanted, over: -3...3)
        let expected = -0.7 + (Double(index) - Double(other)) / 2 * 0.14
        #expect(abs(process.drift(at: 0.7, time: 0) - expected) < 1e-12)
      }
    }
  }

  /// B = [[x y, 1], [0, e^x]]: derivatives by hand.
  private struct Swirl: NoiseMatrixProcess {
    var dimension: Int { 2 }
    var noiseCount: Int { 2 }

    func evaluateNoise(
      at points: Span<Double>, time t: Double, noise: inout MutableSpan<Double>
    ) {
      let count = points.count / 2
      for i in 0..<count {
        let (x, y) = (points[i], points[count + i])
        (noise[i], noise[count + i]) = (x * y, 1)
        (noise[2 * count + i], noise[3 * count + i]) = (0, exp(x))
      }
    }

    func evaluate(
      at points: Span<Double>, time t: Double, drift: inout MutableSpan<Double>,
      diffusion: inout MutableSpan<Double>
    ) {
      let count = points.count / 2
      for i in 0..<count {
        let (x, y) = (points[i], points[count + i])
        (drift[i], drift[count + i]) = (-x, -y)
        diffusion[i] = (x * x * y * y + 1) / 2
        diffusion[count + i] = exp(x) / 2
        diffusion[2 * count + i] = exp(2 * x) / 2
      }
    }
  }

  private func drift(_ interpretation: NoiseInterpretation, _ points: [Double]) -> [Double] {
    let process = InterpretedMultivariateProcess(
      Swirl(), readAs: interpretation, over: [-2...2, -1...3])
    let count = points.count / 2
    var drift = [Double](repeating: 0, count: 2 * count)
    var diffusion = [Double](repeating: 0, count: 3 * count)
    var driftSpan = drift.mutableSpan
    var diffusionSpan = diffusion.mutableSpan
    process.evaluate(at: points.span, time: 0, drift: &driftSpan, diffusion: &diffusionSpan)
    return drift
  }

  @Test("of several variables follow from B and D")
  func severalVariables() {
    let (xs, ys) = ([-2, 0.5, 1.9999], [-1, 0.3, 3.0])
    let ito = drift(.ito, xs + ys)
    let middle = drift(.stratonovich, xs + ys)
    let end = drift(.hanggiKlimontovich, xs + ys)
    for (i, (x, y)) in zip(xs, ys).enumerated() {
      #expect(ito[i] == -x && ito[3 + i] == -y)
      // ½ Σ B_jk ∂_j B_ik
      #expect(abs(middle[i] - (-x + 0.5 * x * y * y)) < 1e-9)
      #expect(abs(middle[3 + i] - (-y + 0.5 * exp(x))) < 1e-9)
      // Σ ∂_j D_ij
      #expect(abs(end[i] - (-x + x * y * y)) < 1e-9)
      #expect(abs(end[3 + i] - (-y + exp(x) / 2)) < 1e-9)
    }
  }
}

@Suite("Tabulated processes")
struct TabulatedProcessTests {
  @Test("agree with the process to ten digits, and leave kinks and the outside to it")
  func agreement() {
    let base = ClosureProcess(
      isAutonomous: true, drift: { x, _ in x - x * x * x + abs(x - 0.3) },
      diffusion: { x, _ in 0.1 + 0.05 * sin(3 * x) })
    let table = TabulatedProcess(base, over: -3...3)
    #expect(table.coverage > 0.999 && table.coverage < 1)
    let points = [-3.5, -3, -2.2, 0.29999, 0.3, 0.3001, 1.234567, 2.9999, 3, 7]
    var drift = [Double](repeating: 0, count: points.count)
    var diffusion = drift
    var driftSpan = drift.mutableSpan
    var diffusionSpan = diffusion.mutableSpan
    table.evaluate(at: points.span, time: 0, drift: &driftSpan, diffusion: &diffusionSpan)
    for (index, x) in points.enumerated() {
      let (exact, d) = (base.drift(at: x, time: 0), base.diffusion(at: x, time: 0))
      #expect(abs(drift[index] - exact) <= 1e-10 * max(1, abs(exact)))
      #expect(abs(diffusion[index] - d) <= 1e-10)
      #expect(table.drift(at: x, time: 0) == drift[index])
      #expect(table.diffusion(at: x, time: 0) == diffusion[index])
    }
  }

  @Test("leave negative and undefined coefficients to the process")
  func undefined() {
    let base = ClosureProcess(
      isAutonomous: true, drift: { x, _ in log(x) }, diffusion: { x, _ in x - 1 })
    let table = TabulatedProcess(base, over: -2...2)
    #expect(table.drift(at: -1, time: 0).isNaN && table.diffusion(at: 0.5, time: 0) == -0.5)
    #expect(abs(table.diffusion(at: 1.5, time: 0) - 0.5) < 1e-12)
  }
}

import Grids
import Langevin
import RealModule
import StochasticProcesses
import Testing

/// The final positions after `steps` steps to time 1 along the Brownian paths of 512 steps.
private func finalPositions<Process: DiffusionProcess<Double>, Scheme: LangevinScheme>(
  _ process: Process, _ scheme: Scheme, steps: Int, start: Double, count: Int
) async throws -> [Double] {
  var configuration = LangevinConfiguration()
  configuration.particleCount = count
  configuration.stepSize = 1 / Double(steps)
  configuration.incrementsPerStep = 512 / steps
  configuration.keepsPositions = true
  let evolution = try await LangevinEnsemble(configuration).run(
    process, from: [Double](repeating: start, count: count), recordingAt: [1],
    on: Axis(-10...10, cellCount: 2), scheme: scheme)
  return evolution.snapshots[0].positions
}

/// The slope of ln error against ln step.
private func slope(_ errors: [Double]) -> Double {
  let logs = errors.map { Double.log2($0) }
  return (logs[0] - logs[logs.count - 1]) / Double(logs.count - 1)
}

@Suite("Convergence of schemes")
struct SchemeConvergenceTests {
  /// E|X_h − X_{h/2}|, which falls with the strong order.
  private func strongErrors<Process: DiffusionProcess<Double>, Scheme: LangevinScheme>(
    _ process: Process, _ scheme: Scheme
  ) async throws -> [Double] {
    var errors: [Double] = []
    for steps in [16, 32, 64, 128] {
      let coarse = try await finalPositions(process, scheme, steps: steps, start: 1, count: 4000)
      let fine = try await finalPositions(process, scheme, steps: 2 * steps, start: 1, count: 4000)
      errors.append(zip(coarse, fine).reduce(0) { $0 + abs($1.0 - $1.1) } / 4000)
    }
    return errors
  }

  @Test("Euler and Maruyama's scheme has strong order ½ for multiplicative noise")
  func strongOrder() async throws {
    let errors = try await strongErrors(GeometricBrownianMotion(), EulerMaruyama())
    #expect(abs(slope(errors) - EulerMaruyama.strongOrder) < 0.12, "errors \(errors)")
  }

  @Test("Euler and Maruyama's scheme has strong order 1 for additive noise")
  func strongOrderAdditive() async throws {
    let errors = try await strongErrors(DoubleWell(), EulerMaruyama())
    #expect(abs(slope(errors) - 1) < 0.12, "errors \(errors)")
  }

  @Test("Euler and Maruyama's scheme has weak order 1: known mean and variance of the recursion")
  func weakOrder() async throws {
    // For −2x the scheme's mean after n steps is (1 − 2h)ⁿ; the same noise cancels in differences.
    var errors: [Double] = []
    for steps in [8, 16, 32, 64] {
      let exact = Double.exp(-2)
      let process = OrnsteinUhlenbeck(rate: 2, base: 1e-8)
      let positions = try await finalPositions(
        process, EulerMaruyama(), steps: steps, start: 1, count: 1000)
      errors.append(abs(positions.reduce(0, +) / 1000 - exact))
    }
    #expect(abs(slope(errors) - EulerMaruyama.weakOrder) < 0.15, "errors \(errors)")
  }
}

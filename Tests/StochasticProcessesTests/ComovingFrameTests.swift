import Foundation
import Grids
import StochasticProcesses
import Testing

@Suite("A co-moving frame")
struct ComovingFrameTests {
  /// A constant as a function of time.
  static func constant(_ value: Double) throws -> PiecewiseLinear {
    try PiecewiseLinear(knots: [0], values: [value])
  }

  @Test("follows mean and variance of an Ornstein-Uhlenbeck process", arguments: [0.1, 0.7, 3, 40])
  func ornsteinUhlenbeck(time: Double) throws {
    let (rate, center, diffusion) = (0.8, 1.5, 0.3)
    let frame = try ComovingFrame(
      intercept: Self.constant(rate * center), slope: Self.constant(-rate),
      diffusion: Self.constant(diffusion), startTime: 0, mean: -0.4, standardDeviation: 0.6)
    let law = OrnsteinUhlenbeck(
      relaxationRate: rate, center: center, diffusionCoefficient: diffusion
    ).law(from: GaussianLaw(mean: -0.4, variance: 0.36), after: time)
    let state = frame.state(at: time)
    #expect(abs(state.shift - law.mean) < 1e-13)
    #expect(abs(state.scale * state.scale - law.variance) < 1e-13)
  }

  @Test("has the variance R13 when the diffusion grows linearly")
  func growingDiffusion() throws {
    let frame = try ComovingFrame(
      intercept: Self.constant(0), slope: Self.constant(-1),
      diffusion: PiecewiseLinear(knots: [0, 2], values: [0.1, 0.7]), startTime: 0, mean: 0,
      standardDeviation: 0.2.squareRoot())
    let scale = frame.scale(at: 1.5)
    #expect(abs(scale * scale - 0.412446767092) < 1e-12)
  }

  @Test("moves with the velocity that its state says")
  func velocity() throws {
    let frame = try ComovingFrame(
      intercept: PiecewiseLinear(knots: [0, 1, 4], values: [1, -0.5, 0.2]),
      slope: PiecewiseLinear(knots: [0, 2, 3], values: [-0.3, 0.4, -1]),
      diffusion: Self.constant(0.2), startTime: 0, mean: 0.3, standardDeviation: 0.5)
    let step = 1e-5
    for time in [0.4, 1.7, 2.5, 3.6] {
      let (before, after) = (frame.state(at: time - step), frame.state(at: time + step))
      let state = frame.state(at: time)
      #expect(abs((after.shift - before.shift) / (2 * step) - state.shiftVelocity) < 1e-8)
      #expect(abs(log(after.scale / before.scale) / (2 * step) - state.stretching) < 1e-8)
    }
  }

  @Test("leaves an Ornstein-Uhlenbeck process as the process it carries")
  func framedProcess() throws {
    let frame = try ComovingFrame(
      intercept: Self.constant(0.6), slope: Self.constant(-1.2), diffusion: Self.constant(0.3),
      startTime: 0, mean: -1, standardDeviation: 0.2)
    let reduced = ClosureProcess(
      drift: { x, t in -0.3 / pow(frame.scale(at: t), 2) * x },
      diffusion: { _, t in 0.3 / pow(frame.scale(at: t), 2) })
    let process = FramedProcess(frame: frame, reduced: reduced)
    let points = [-2.0, 0, 0.7, 5]
    var (drift, diffusion) = ([Double](repeating: 0, count: 4), [Double](repeating: 0, count: 4))
    var drifts = drift.mutableSpan
    var diffusions = diffusion.mutableSpan
    process.evaluate(at: points.span, time: 0.8, drift: &drifts, diffusion: &diffusions)
    for (index, x) in points.enumerated() {
      #expect(abs(drift[index] - (0.6 - 1.2 * x)) < 1e-12)
      #expect(abs(process.drift(at: x, time: 0.8) - (0.6 - 1.2 * x)) < 1e-12)
      #expect(abs(diffusion[index] - 0.3) < 1e-13)
      #expect(abs(process.diffusion(at: x, time: 0.8) - 0.3) < 1e-13)
    }
  }
}

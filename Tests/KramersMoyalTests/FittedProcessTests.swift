import Foundation
import KramersMoyal
import LinearAlgebra
import StochasticProcesses
import Testing

@Suite("Fitted processes")
struct FittedProcessTests {
  static let doubleWell = SyntheticPaths.euler(
    DoubleWell(diffusionCoefficient: 0.1), from: -1, step: 0.1, substeps: 20, count: 40_000,
    seed: 12)

  static func process(_ drift: CurveModel, _ diffusion: CurveModel) throws -> FittedProcess {
    try ProcessFit(.init(drift: drift, diffusion: diffusion)).process(
      IncrementSample([Trajectory(doubleWell, step: 0.1)]))
  }

  @Test("have the cubic drift of R6")
  func doubleWellCoefficients() throws {
    let process = try Self.process(.polynomial(degree: 3), .constant)
    let powers = try #require(process.driftCurve.powers)
    for (index, expected) in [0.0, 1, 0, -1].enumerated() {
      #expect(abs(powers.values[index] - expected) < 4 * powers.standardErrors[index])
      #expect(powers.standardErrors[index] < 0.06)
    }
    #expect(abs(process.diffusionCurve(0) - 0.1) < 4 * process.diffusionCurve.standardError(at: 0))
    // The powers are the curve, and their errors the curve's.
    #expect(abs(powers.values[0] - process.drift(at: 0, time: 0)) < 1e-12)
    #expect(abs(powers.standardErrors[0] - process.driftCurve.standardError(at: 0)) < 1e-12)
  }

  @Test("with spline curves agree with the truth within their errors")
  func splines() throws {
    let process = try Self.process(.spline(knots: 7), .spline(knots: 5))
    for x in stride(from: -1.4, through: 1.4, by: 0.2) {
      // Seven knots follow the cubic to a few hundredths.
      let drift = abs(process.drift(at: x, time: 0) - (x - x * x * x))
      #expect(drift < 4 * process.driftCurve.standardError(at: x) + 0.05)
      let diffusion = abs(process.diffusion(at: x, time: 0) - 0.1)
      #expect(diffusion < 4 * process.diffusionCurve.standardError(at: x) + 1e-3)
    }
  }

  @Test("go on outside the data as chosen, and say so")
  func continuation() throws {
    let basis = CurveBasis.polynomial(degree: 2, center: 0, scale: 1)
    // 1 + 2x + 3x² = 2 P₀ + 2 P₁ + 2 P₂.
    func curve(_ continuation: Continuation) throws -> FittedCurve {
      try FittedCurve(
        basis: basis, coefficients: [2, 2, 2],
        errors: .covariance(Matrix(rowCount: 3, columnCount: 3)), range: -1...1,
        continuation: continuation)
    }
    let (flat, tangent) = try (curve(.constant), curve(.linear))
    #expect(abs(flat(0.5) - 2.75) < 1e-14 && abs(tangent(0.5) - 2.75) < 1e-14)
    #expect(abs(flat(3) - 6) < 1e-13 && abs(tangent(3) - (6 + 2 * 8)) < 1e-12)
    #expect(abs(flat(-3) - 2) < 1e-13 && abs(tangent(-3) - (2 + 2 * 4)) < 1e-12)
    #expect(tangent.isExtrapolated(at: 1.01) && !tangent.isExtrapolated(at: 1))
    let powers = try #require(flat.powers)
    for (value, expected) in zip(powers.values, [1.0, 2, 3]) {
      #expect(abs(value - expected) < 1e-13)
    }
    let process = FittedProcess(
      drift: tangent, diffusion: flat, smallestDiffusion: 1, lag: 1, sampleCount: 1,
      isLagCorrected: false)
    // The minimum 2/3 at −1/3 is below the smallest coefficient.
    #expect(process.diffusion(at: -1.0 / 3, time: 0) == 1)
    #expect(process.replacedDiffusionFraction > 0.2 && process.replacedDiffusionFraction < 0.6)
    #expect(process.isExtrapolated(at: -2))
  }

  @Test("survive a file", arguments: [CurveModel.polynomial(degree: 3), .spline(knots: 6)])
  func codable(model: CurveModel) throws {
    let process = try Self.process(model, .constant)
    let data = try JSONEncoder().encode(process)
    #expect(try JSONDecoder().decode(FittedProcess.self, from: data) == process)
  }

  @Test("can be integrated and give back the law they were fitted to")
  func roundTrip() throws {
    let process = try Self.process(.polynomial(degree: 3), .constant)
    let path = SyntheticPaths.euler(
      process, from: -1, step: 0.5, substeps: 25, count: 40_000, seed: 77)
    let square = path.reduce(0) { $0 + $1 * $1 } / Double(path.count)
    // ⟨x²⟩ of R6; both fit and path are good to about a percent.
    #expect(abs(square - 0.871362908042) < 0.05)
  }

  @Test(
    "evaluate many points as single ones",
    arguments: [CurveModel.polynomial(degree: 3), .spline(knots: 6)])
  func bulk(model: CurveModel) throws {
    let process = try Self.process(model, .polynomial(degree: 2))
    let points = (0..<41).map { -3 + 6 * Double($0) / 40 }
    var drift = [Double](repeating: 0, count: points.count)
    var diffusion = drift
    var driftSpan = drift.mutableSpan
    var diffusionSpan = diffusion.mutableSpan
    process.evaluate(at: points.span, time: 0, drift: &driftSpan, diffusion: &diffusionSpan)
    for (index, x) in points.enumerated() {
      #expect(abs(drift[index] - process.drift(at: x, time: 0)) < 1e-12)
      #expect(abs(diffusion[index] - process.diffusion(at: x, time: 0)) < 1e-12)
    }
  }
}

import Foundation
import KramersMoyal
import RandomStreams
import StochasticProcesses
import Testing

@Suite("Diagnostics of a Fokker-Planck description")
struct DiagnosticTests {
  static let process = OrnsteinUhlenbeck(relaxationRate: 1, diffusionCoefficient: 0.5)

  static func report(
    _ path: [Double], step: Double, drift: CurveModel = .polynomial(degree: 1)
  ) throws -> DiagnosticReport {
    let sample = try IncrementSample([Trajectory(path, step: step)])
    let fit = try ProcessFit(.init(drift: drift, diffusion: .constant)).process(sample)
    return try DiagnosticReport(fit, sample)
  }

  @Test("all assumptions hold for an Ornstein-Uhlenbeck process at a long lag")
  func allHold() throws {
    let path = SyntheticPaths.ornsteinUhlenbeck(
      Self.process, from: 0, step: 0.5, count: 40_001, seed: 31)
    let report = try Self.report(path, step: 0.5)
    #expect(report.diagnostics.count == DiagnosticKind.allCases.count)
    for diagnostic in report.diagnostics {
      #expect(diagnostic.verdict == .holds, "\(diagnostic)")
      if let pValue = diagnostic.pValue { #expect(pValue > 0.01 && pValue <= 1) }
    }
    #expect(report.violations.isEmpty)
    let sample = try IncrementSample([Trajectory(path, step: 0.5)])
    let fourth = try FourthCumulantFit(.polynomial(degree: 2)).curve(
      sample, ProcessFit().process(sample))
    for x in [-1.0, 0, 1] { #expect(abs(fourth(x)) < 4 * fourth.standardError(at: x)) }
    let data = try JSONEncoder().encode(report)
    #expect(try JSONDecoder().decode(DiagnosticReport.self, from: data) == report)
  }

  @Test("tests reject at their significance under the assumption")
  func calibration() throws {
    let kinds = DiagnosticKind.allCases.filter {
      ![.tailIndex, .pawulaRatio, .noiseAutocorrelation].contains($0)
    }
    var rejections: [DiagnosticKind: Int] = [:]
    for repetition in 0..<60 {
      let path = SyntheticPaths.ornsteinUhlenbeck(
        Self.process, from: 0, step: 0.4, count: 2001, seed: 500, index: UInt64(repetition))
      let sample = try IncrementSample([Trajectory(path, step: 0.4)])
      let fit = try ProcessFit().process(sample)
      let report = try DiagnosticReport(fit, sample, surrogates: 60)
      for kind in kinds {
        let pValue = try #require(report[kind]?.pValue)
        if pValue < 0.1 { rejections[kind, default: 0] += 1 }
      }
    }
    // Six are expected of sixty; sixteen would be more than four standard deviations away.
    for kind in kinds { #expect(rejections[kind, default: 0] < 16, "\(kind)") }
  }

  @Test("jumps show in the fourth cumulant, the distribution and the tail")
  func jumps() throws {
    var stream = RandomStream(seed: 5, purpose: .general)
    var path = [0.0]
    for _ in 0..<30_000 {
      let jump = stream.uniform() < 0.02 ? 0.8 * stream.normal() : 0
      path.append(path[path.count - 1] * 0.95 + 0.1 * stream.normal() + jump)
    }
    // κ₄ of the jumps is 0.02 · 3 · 0.8⁴, as far as they are not squared with themselves.
    let sample = try IncrementSample([Trajectory(path, step: 0.05)])
    let fit = try ProcessFit().process(sample)
    let fourth = try FourthCumulantFit().curve(sample, fit)
    let expected = (3 * 0.02 * 0.4096 - 3 * 0.0004 * 0.4096) / (24 * 0.05)
    #expect(abs(fourth(0) - expected) < 4 * fourth.standardError(at: 0))
    #expect(fourth(0) > 4 * fourth.standardError(at: 0))
    let report = try Self.report(path, step: 0.05)
    for kind in [DiagnosticKind.pawulaRatio, .residualDistribution, .gaussianity] {
      #expect(report[kind]?.verdict == .violated)
      #expect(report[kind]?.hint.isEmpty == false)
    }
    #expect(report[.tailIndex]?.verdict != .holds)
    #expect(report[.residualCorrelation]?.verdict == .holds)
  }

  @Test("measurement noise shows as anticorrelation and memory")
  func measurementNoise() throws {
    var stream = RandomStream(seed: 6, purpose: .general)
    let path = SyntheticPaths.ornsteinUhlenbeck(
      Self.process, from: 0, step: 0.05, count: 30_001, seed: 7)
    let noisy = path.map { $0 + 0.1 * stream.normal() }
    let report = try Self.report(noisy, step: 0.05)
    #expect(report[.residualCorrelation]?.verdict == .violated)
    let autocorrelation = try #require(report[.noiseAutocorrelation])
    #expect(autocorrelation.verdict == .violated && autocorrelation.effect < -0.1)
    #expect(autocorrelation.hint.contains("NoiseRobustFit"))
    #expect(report[.chapmanKolmogorov]?.verdict == .violated)
  }

  @Test("inertia shows as correlation and memory")
  func inertia() throws {
    var stream = RandomStream(seed: 8, purpose: .general)
    var (x, v, path) = (0.0, 0.0, [0.0])
    for step in 1..<300_000 {
      v += (-2 * v - x) * 0.01 + (2 * 0.01).squareRoot() * stream.normal()
      x += v * 0.01
      if step % 10 == 0 { path.append(x) }
    }
    let report = try Self.report(path, step: 0.1)
    #expect(report[.noiseAutocorrelation]?.verdict == .violated)
    #expect((report[.noiseAutocorrelation]?.effect ?? 0) > 0.1)
    #expect(report[.chapmanKolmogorov]?.verdict == .violated)
  }

  @Test("a noise strength that depends on the state is found")
  func stateDependence() throws {
    let process = ClosureProcess(drift: { x, _ in -x }, diffusion: { x, _ in 0.1 + 0.4 * x * x })
    let path = SyntheticPaths.euler(
      process, from: 0, step: 0.1, substeps: 10, count: 20_000, seed: 3)
    let report = try Self.report(path, step: 0.1)
    #expect(report[.stateDependence]?.verdict == .violated)
    #expect(report[.volatilityCorrelation]?.verdict == .violated)
  }

  @Test("samples without an order in time leave correlations undecided")
  func unordered() throws {
    let path = SyntheticPaths.ornsteinUhlenbeck(
      Self.process, from: 0, step: 0.5, count: 3001, seed: 4)
    let increments = zip(path, path.dropFirst()).map { $1 - $0 }
    let sample = try IncrementSample(
      positions: Array(path.dropLast()), increments: increments, lag: 0.5)
    let report = try DiagnosticReport(ProcessFit().process(sample), sample)
    for kind in [
      DiagnosticKind.chapmanKolmogorov, .residualCorrelation, .noiseAutocorrelation,
    ] {
      #expect(report[kind]?.verdict == .undecided)
    }
    #expect(report[.gaussianity]?.verdict == .holds)
  }

  @Test("quantiles of whitened residuals are those of the normal law")
  func quantiles() throws {
    let path = SyntheticPaths.ornsteinUhlenbeck(
      Self.process, from: 0, step: 0.5, count: 40_001, seed: 31)
    let sample = try IncrementSample([Trajectory(path, step: 0.5)])
    let residuals = try WhitenedResiduals(sample, ProcessFit().process(sample))
    let (normal, residual) = residuals.quantilePoints(count: 21)
    for (expected, value) in zip(normal, residual) { #expect(abs(expected - value) < 0.06) }
    #expect(abs(residuals.meanAndVariance.variance - 1) < 0.03)
  }

  @Test("several variables are whitened by their covariance")
  func multivariate() throws {
    let sample = try MultivariateFitTests.sample(step: 0.4, count: 10_000)
    let report = try DiagnosticReport(MultivariateFit().process(sample), sample)
    for kind in [
      DiagnosticKind.pawulaRatio, .residualCorrelation, .volatilityCorrelation, .gaussianity,
    ] {
      #expect(report[kind]?.verdict == .holds, "\(kind)")
    }
  }
}

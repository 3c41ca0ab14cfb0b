import Foundation
import Grids
import KramersMoyal
import RandomStreams
import StochasticProcesses
import Testing

@Suite("Standard errors of drift and diffusion")
struct ErrorModelTests {
  /// Free diffusion with D = ½ and drift 0.3, with a random drift of each cluster added.
  static func sample(clusterSpread: Double, clusters: Int = 40) throws -> IncrementSample {
    let trajectories = try (0..<clusters).map { cluster in
      var stream = RandomStream(seed: 8, purpose: .general, index: UInt64(cluster))
      let drift = 0.3 + clusterSpread * stream.normal()
      var path = [0.0]
      for _ in 0..<200 {
        path.append(path[path.count - 1] + drift * 0.1 + 0.1.squareRoot() * stream.normal())
      }
      return try Trajectory(path, step: 0.1)
    }
    return try IncrementSample(trajectories)
  }

  static func fit(_ errors: ErrorModel, _ sample: IncrementSample) throws -> Estimates {
    var configuration = ProcessFitConfiguration(drift: .constant, diffusion: .constant)
    configuration.errors = errors
    let process = try ProcessFit(configuration).process(sample)
    let drift = try #require(process.driftCurve.powers)
    let diffusion = try #require(process.diffusionCurve.powers)
    return Estimates(
      values: drift.values + diffusion.values,
      standardErrors: drift.standardErrors + diffusion.standardErrors)
  }

  @Test("agree with the textbook for independent increments")
  func textbook() throws {
    let sample = try Self.sample(clusterSpread: 0)
    let n = Double(sample.count)
    let models: [ErrorModel] = [
      .independent, .heteroscedastic, .neweyWest(lags: 3), .clustered,
    ]
    for model in models {
      let estimates = try Self.fit(model, sample)
      let expected = [
        (2 * estimates.values[1] / (0.1 * n)).squareRoot(),
        estimates.values[1] * (2 / (n - 1)).squareRoot(),
      ]
      // Forty clusters know their spread to 11 %, 8000 increments to a percent.
      let tolerance = model == .clustered ? 0.4 : model == .independent ? 1e-3 : 0.05
      for index in 0..<2 {
        let ratio = estimates.standardErrors[index] / expected[index]
        #expect(abs(ratio - 1) < tolerance, "\(model)")
      }
    }
  }

  @Test("of clusters contain what their increments share")
  func shared() throws {
    let sample = try Self.sample(clusterSpread: 1)
    let clustered = try Self.fit(.clustered, sample)
    let independent = try Self.fit(.independent, sample)
    #expect(clustered.standardErrors[0] > 3 * independent.standardErrors[0])
    #expect(abs(clustered.standardErrors[0] / (1 / 40.0.squareRoot()) - 1) < 0.4)
    let jackknife = try ProcessFit(.init(drift: .constant, diffusion: .constant))
      .jackknife(sample) { [$0.driftCurve(0), $0.diffusionCurve(0)] }
    for index in 0..<2 {
      let ratio = jackknife.standardErrors[index] / clustered.standardErrors[index]
      #expect(abs(ratio - 1) < 0.05)
    }
    let intervals = try ProcessFit(.init(drift: .constant, diffusion: .constant)).intervals(
      sample, ClusterBootstrap(resamples: 300)
    ) { [$0.driftCurve(0)] }
    let width = (intervals[0].upper - intervals[0].lower) / 2
    #expect(abs(width / (1.96 * clustered.standardErrors[0]) - 1) < 0.25)
    #expect(intervals[0].contains(clustered.values[0]))
  }

  @Test("of overlapping increments are as large as those of disjoint ones with Newey and West")
  func overlap() throws {
    let path = SyntheticPaths.ornsteinUhlenbeck(
      OrnsteinUhlenbeck(relaxationRate: 1, diffusionCoefficient: 0.5), from: 0, step: 0.05,
      count: 20_001, seed: 9)
    let trajectory = try Trajectory(path, step: 0.05)
    let overlapping = try IncrementSample(
      [trajectory], lagSteps: 10, overlap: .overlapping)
    let robust = try Self.fit(.neweyWest(lags: 0), overlapping)
    let naive = try Self.fit(.heteroscedastic, overlapping)
    let disjoint = try Self.fit(
      .heteroscedastic, IncrementSample([trajectory], lagSteps: 10))
    for index in 0..<2 {
      // Overlap adds no information on the drift and a little on the diffusion.
      let ratio = robust.standardErrors[index] / disjoint.standardErrors[index]
      #expect(ratio > 0.6 && ratio < 1.1)
      #expect(naive.standardErrors[index] < 0.5 * robust.standardErrors[index])
    }
  }

  @Test("of cells follow the same models")
  func cells() throws {
    let sample = try Self.sample(clusterSpread: 1)
    let axis = try Axis(-2...8, cellCount: 5)
    let plain = try BinnedMoments(sample, axis: axis)
    for model in [ErrorModel.heteroscedastic, .neweyWest(lags: 2)] {
      let robust = try BinnedMoments(sample, axis: axis, errors: model)
      #expect(robust.drift.values == plain.drift.values)
      for cell in 0..<5 where plain.counts[cell] > 300 {
        #expect(abs(robust.drift.standardErrors[cell] / plain.drift.standardErrors[cell] - 1) < 0.3)
        let ratio = robust.diffusion.standardErrors[cell] / plain.diffusion.standardErrors[cell]
        #expect(abs(ratio - 1) < 0.25)
      }
    }
    let halves = try Axis(-100...100, cellCount: 2)
    let clustered = try BinnedMoments(sample, axis: halves, errors: .clustered)
    let independent = try BinnedMoments(sample, axis: halves)
    #expect(clustered.drift.standardErrors[1] > 2 * independent.drift.standardErrors[1])
    #expect(throws: KramersMoyalError.tooFewClusters(needed: 2, found: 1)) {
      try BinnedMoments(
        Self.sample(clusterSpread: 0, clusters: 1), axis: axis, errors: .clustered)
    }
  }

  @Test("make intervals by Student's law")
  func intervals() {
    let estimates = Estimates(values: [2], standardErrors: [1])
    let wide = estimates.interval(of: 0, degrees: 5)
    #expect(abs(wide.upper - 2 - 2.570581836) < 1e-6)
    let normal = estimates.interval(of: 0)
    #expect(abs(normal.lower - 2 + 1.959963985) < 1e-6)
    #expect(normal.contains(3.9) && !normal.contains(4))
  }
}

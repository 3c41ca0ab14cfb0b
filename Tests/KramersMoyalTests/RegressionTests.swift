import KramersMoyal
import RandomStreams
import Testing

@Suite("Regression of drift and diffusion")
struct RegressionTests {
  @Test("the jackknife error of a mean is the textbook standard error")
  func jackknife() {
    let samples = [1.0, 4, 2, 7, 3.5]
    let estimates = ClusterJackknife.estimate(clusters: samples.map { [$0, 1] }) {
      [$0[0] / $0[1]]
    }
    let mean = samples.reduce(0, +) / 5
    let variance = samples.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 4
    #expect(abs(estimates.values[0] - mean) < 1e-14)
    #expect(abs(estimates.standardErrors[0] - (variance / 5).squareRoot()) < 1e-14)
  }

  @Test("one cluster has no error")
  func oneCluster() {
    let estimates = ClusterJackknife.estimate(clusters: [[3.0]]) { $0 }
    #expect(estimates.values == [3] && estimates.standardErrors[0].isNaN)
  }

  @Test("splines recover a straight line exactly, with any number of clusters")
  func line() throws {
    var stream = RandomStream(seed: 1, purpose: .general)
    let x = (0..<300).map { _ in stream.normal() }
    let knots = try SplineRegression.quantileKnots(of: x, count: 6)
    let regression = try SplineRegression(knots: knots)
    let values = try regression.values(
      fromSums: regression.sums(x: x[...], y: ArraySlice(x.map { 2 - 3 * $0 })))
    for (knot, value) in zip(knots, values) { #expect(abs(value - (2 - 3 * knot)) < 1e-10) }
  }

  @Test("splines recover a curve within three standard errors over clusters")
  func curve() throws {
    let knots = [-1.5, -0.5, 0.5, 1.5]
    let regression = try SplineRegression(knots: knots)
    let clusters = (0..<40).map { cluster in
      var stream = RandomStream(seed: 7, purpose: .general, index: UInt64(cluster))
      let x = (0..<100).map { _ in stream.normal() }
      let offset = 0.3 * stream.normal()
      let y = x.map { $0 + offset + stream.normal() }
      return regression.sums(x: x[...], y: y[...])
    }
    let estimates = try ClusterJackknife.estimate(
      clusters: clusters, regression.values(fromSums:))
    for (index, knot) in knots.enumerated() {
      #expect(abs(estimates.values[index] - knot) < 3 * estimates.standardErrors[index])
      // The common offset of a cluster, 0.3/√40, is part of the error.
      #expect(estimates.standardErrors[index] > 0.3 / 40.0.squareRoot())
    }
  }

  @Test("data that do not determine a curve are an error")
  func singular() throws {
    let regression = try SplineRegression(knots: [0, 1, 2, 3])
    #expect(throws: KramersMoyalError.singular(knots: 4)) {
      try regression.values(fromSums: regression.sums(x: [1, 1, 1], y: [2, 2, 2]))
    }
    #expect(throws: KramersMoyalError.self) {
      try SplineRegression.quantileKnots(of: [2, 2, 2, 2], count: 5)
    }
  }

  @Test("a kernel average of a constant is the constant, of positive responses positive")
  func kernel() {
    let regression = KernelRegression(points: [-2, 0, 2], bandwidth: 0.5)
    let x = stride(from: -3.0, through: 3, by: 0.1).map { $0 }
    let constant = regression.values(
      fromSums: regression.sums(x: x[...], y: ArraySlice(x.map { _ in 0.7 })))
    #expect(constant.allSatisfy { abs($0 - 0.7) < 1e-14 })
    let squares = regression.values(
      fromSums: regression.sums(x: x[...], y: ArraySlice(x.map { $0 * $0 })))
    #expect(squares.allSatisfy { $0 > 0 })
    // E[x²] under the kernel is point² + h².
    #expect(abs(squares[1] - 0.25) < 0.01)
    let far = KernelRegression(points: [100], bandwidth: 0.5)
    #expect(far.values(fromSums: far.sums(x: x[...], y: x[...]))[0].isNaN)
  }
}

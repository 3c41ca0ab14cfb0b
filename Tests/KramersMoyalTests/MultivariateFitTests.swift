import Foundation
import Grids
import KramersMoyal
import LinearAlgebra
import RandomStreams
import StochasticProcesses
import Testing

/// R10: two variables with a drift that is no gradient; the stationary covariance is 0.2 · 1.
@Suite("Regression in several variables")
struct MultivariateFitTests {
  static let relaxation = [[1, 0.8], [-0.3, 0.5]]
  static let diffusion = [[0.2, 0.05], [0.05, 0.1]]

  /// Euler steps of 1/40 of the time between observations.
  static func path(step: Double, count: Int, seed: UInt64) -> [[Double]] {
    var stream = RandomStream(seed: seed, purpose: .general)
    let h = step / 40
    let b00 = (2 * 0.2 * h).squareRoot()
    let b10 = 2 * 0.05 * h / b00
    let b11 = (2 * 0.1 * h - b10 * b10).squareRoot()
    var (x, y) = (0.3, -0.2)
    var (xs, ys) = ([x], [y])
    for _ in 1..<count {
      for _ in 0..<40 {
        let (z, w) = (stream.normal(), stream.normal())
        let (dx, dy) = (-(x + 0.8 * y), -(-0.3 * x + 0.5 * y))
        x += dx * h + b00 * z
        y += dy * h + b10 * z + b11 * w
      }
      xs.append(x)
      ys.append(y)
    }
    return [xs, ys]
  }

  static func sample(step: Double, count: Int) throws -> IncrementSample {
    let path = path(step: step, count: count, seed: 5)
    return try IncrementSample([Trajectory(variables: path, times: .uniform(step: step))])
  }

  @Test("finds drift matrix and diffusion matrix of R10 at a long lag")
  func linear() throws {
    let process = try MultivariateFit().process(Self.sample(step: 0.4, count: 20_000))
    for (row, field) in process.driftFields.enumerated() {
      let gradient = field.gradient(at: [0, 0])
      for column in 0..<2 {
        let error = gradient.standardErrors[column]
        #expect(abs(gradient.values[column] + Self.relaxation[row][column]) < 4 * error)
        #expect(error < 0.06)
      }
    }
    let expected = [0.2, 0.05, 0.1]
    for (field, value) in zip(process.diffusionFields, expected) {
      let error = field.standardError(at: [0, 0])
      #expect(abs(field([0, 0]) - value) < 4 * error)
      #expect(error < 0.006)
    }
    #expect(process.hasHomogeneousDiffusion && process.isAutonomous && process.dimension == 2)
  }

  @Test("is biased by the lag without the correction")
  func uncorrected() throws {
    var configuration = MultivariateFitConfiguration()
    configuration.correctsLag = false
    let process = try MultivariateFit(configuration).process(Self.sample(step: 0.4, count: 20_000))
    let gradient = process.driftFields[0].gradient(at: [0, 0])
    #expect(gradient.values[0] + 1 > 4 * gradient.standardErrors[0])
  }

  @Test("polynomials of higher degree contain the linear process")
  func nested() throws {
    let configuration = MultivariateFitConfiguration(driftDegree: 3, diffusionDegree: 2)
    let process = try MultivariateFit(configuration).process(Self.sample(step: 0.1, count: 20_000))
    for point in [[0, 0], [0.4, -0.3], [-0.5, 0.5]] {
      let drift = process.drift(at: point)
      for row in 0..<2 {
        let expected = -(Self.relaxation[row][0] * point[0] + Self.relaxation[row][1] * point[1])
        let error = process.driftFields[row].standardError(at: point)
        #expect(abs(drift[row] - expected) < 4.5 * error)
      }
    }
    // The seam's bulk form agrees with single evaluations.
    let points = [0.4, -0.5, -0.3, 0.5]
    var drift = [Double](repeating: 0, count: 4)
    var diffusion = [Double](repeating: 0, count: 6)
    var driftSpan = drift.mutableSpan
    var diffusionSpan = diffusion.mutableSpan
    process.evaluate(
      at: points.span, time: 0, drift: &driftSpan, diffusion: &diffusionSpan)
    #expect([drift[0], drift[2]] == process.drift(at: [0.4, -0.3]))
    #expect([drift[1], drift[3]] == process.drift(at: [-0.5, 0.5]))
    #expect([diffusion[0], diffusion[2], diffusion[4]] == process.diffusion(at: [0.4, -0.3]))
  }

  @Test("cells of a box give the same drift and diffusion at a short lag")
  func box() throws {
    let sample = try Self.sample(step: 0.02, count: 100_000)
    let axes = try [Axis(-1...1, cellCount: 5), Axis(-1...1, cellCount: 5)]
    let moments = try BoxMoments(sample, axes: axes)
    var tested = 0
    for cell in moments.counts.indices where moments.counts[cell] > 1000 {
      let (x, y) = (axes[0].center(ofCell: cell / 5), axes[1].center(ofCell: cell % 5))
      // The mean within a cell is a little nearer to the origin than its middle.
      let expected = [-(x + 0.8 * y), -(-0.3 * x + 0.5 * y)]
      for row in 0..<2 {
        let error = moments.drift[row].standardErrors[cell]
        #expect(abs(moments.drift[row].values[cell] - expected[row]) < 4 * error + 0.15)
      }
      for (estimates, value) in zip(moments.diffusion, [0.2, 0.05, 0.1]) {
        let error = estimates.standardErrors[cell]
        #expect(abs(estimates.values[cell] - value) < 4 * error + 0.01)
      }
      tested += 1
    }
    #expect(tested > 8)
  }

  @Test("a matrix that is not positive definite is made so outside the data's support")
  func positivity() throws {
    let basis = TensorBasis(degree: 0, centers: [0, 0], scales: [1, 1])
    func field(_ value: Double) -> FittedField {
      FittedField(
        basis: basis, coefficients: [value], covariance: Matrix(rowCount: 1, columnCount: 1),
        box: [-1...1, -1...1], continuation: .constant)
    }
    let process = MultivariateFittedProcess(
      drift: [field(0), field(0)], diffusion: [field(1), field(3), field(2)],
      smallestDiffusion: 0.01, lag: 1, sampleCount: 1, isLagCorrected: false)
    let matrix = process.diffusion(at: [0, 0])
    #expect(matrix[0] == 1 && matrix[2] == 2)
    #expect(matrix[1] * matrix[1] < 2 && matrix[1] > 1.4)
    #expect(process.isExtrapolated(at: [0, 2]) && !process.isExtrapolated(at: [0, 0.5]))
  }
}

import LinearAlgebra
import StochasticProcesses
import Testing

@Suite("Laws of linear processes")
struct LinearDiffusionLawTests {
  /// R10: the stationary covariance is 0.2 times the identity, with a current.
  private func rotor() throws -> LinearDiffusion {
    LinearDiffusion(
      relaxation: try Matrix(rows: [[1, 0.8], [-0.3, 0.5]]),
      diffusion: try Matrix(rows: [[0.2, 0.05], [0.05, 0.1]]))
  }

  @Test("R10: stationary covariance, entropy and entropy production")
  func stationary() throws {
    let law = try rotor().stationaryLaw()
    for row in 0..<2 {
      for column in 0..<2 {
        #expect(abs(law.covariance[row, column] - (row == column ? 0.2 : 0)) < 1e-15)
      }
    }
    #expect(abs(try law.entropy() - 1.228439153975) < 1e-12)
    #expect(abs(try rotor().stationaryEntropyProduction() - 1.037142857143) < 1e-12)
  }

  @Test("R20: the chain of eight")
  func chain() throws {
    var relaxation = Matrix.identity(8)
    for site in 0..<8 {
      let neighbours = [site - 1, site + 1].filter { (0..<8).contains($0) }
      relaxation[site, site] += 0.7 * Double(neighbours.count)
      for neighbour in neighbours { relaxation[site, neighbour] -= 0.7 }
    }
    let chain = LinearDiffusion(
      relaxation: relaxation, diffusion: .diagonal([Double](repeating: 0.3, count: 8)))
    let law = try chain.stationaryLaw()
    #expect(abs(law.covariance[0, 0] - 0.203434054445) < 1e-12)
    #expect(abs(try law.entropy() - 3.761842252727) < 1e-11)
  }

  @Test("One variable agrees with the Ornstein-Uhlenbeck process", arguments: [1e-9, 0.3, 40])
  func oneVariable(time: Double) throws {
    let single = OrnsteinUhlenbeck(relaxationRate: 2, center: 1, diffusionCoefficient: 0.5)
    let same = LinearDiffusion(
      relaxation: .diagonal([2]), center: [1], diffusion: .diagonal([0.5]))
    let expected = single.law(from: GaussianLaw(mean: -1, variance: 0), after: time)
    let law = try same.law(from: .init(mean: [-1], variances: [0]), after: time).marginal(of: 0)
    #expect(abs(law.mean - expected.mean) < 1e-14)
    #expect(abs(law.variance - expected.variance) < 1e-14 * expected.variance + 1e-30)
  }

  @Test("Two steps are one, for stable, neutral and unstable flows", arguments: [1.0, 0, -0.4])
  func semigroup(shift: Double) throws {
    let process = LinearDiffusion(
      relaxation: try Matrix(rows: [[shift, 2, 0], [-2, shift, 0.3], [0, 0, shift]]),
      center: [1, 2, 3],
      diffusion: try Matrix(rows: [[0.2, 0.05, 0], [0.05, 0.1, 0.02], [0, 0.02, 0.3]]))
    let start = MultivariateGaussianLaw(mean: [0, 1, -1], variances: [0.1, 0.2, 0.3])
    let direct = try process.law(from: start, after: 3)
    let twice = try process.law(from: process.law(from: start, after: 1.1), after: 1.9)
    for (a, b) in zip(direct.mean, twice.mean) { #expect(abs(a - b) < 1e-12) }
    for (a, b) in zip(direct.covariance.elements, twice.covariance.elements) {
      #expect(abs(a - b) < 1e-12)
    }
  }

  @Test("A law tends to the stationary one")
  func relaxes() throws {
    let start = MultivariateGaussianLaw(mean: [2, -1], variances: [0, 0])
    let late = try rotor().law(from: start, after: 80)
    let limit = try rotor().stationaryLaw()
    for (a, b) in zip(late.covariance.elements, limit.covariance.elements) {
      #expect(abs(a - b) < 1e-14)
    }
  }

  @Test("A growing flow has no stationary law")
  func unstable() throws {
    let process = LinearDiffusion(
      relaxation: .diagonal([1, -0.5]), diffusion: .diagonal([1, 1]))
    #expect(throws: LinearAlgebraError.unstable(growthRate: 0.5)) { try process.stationaryLaw() }
  }

  @Test("The density is that of the factors of a diagonal law, and integrates to one")
  func density() throws {
    let law = MultivariateGaussianLaw(mean: [0.5, -1], variances: [0.3, 0.7])
    let density = try law.density()
    let product = law.marginal(of: 0).density(at: 0.2) * law.marginal(of: 1).density(at: -0.4)
    #expect(abs(density([0.2, -0.4]) - product) < 1e-15)
    let tilted = MultivariateGaussianLaw(
      mean: [0, 0], covariance: try Matrix(rows: [[1, 0.6], [0.6, 0.5]]))
    let tiltedDensity = try tilted.density()
    var mass = 0.0
    for i in -80...80 {
      for j in -80...80 { mass += tiltedDensity([0.1 * Double(i), 0.1 * Double(j)]) * 0.01 }
    }
    #expect(abs(mass - 1) < 1e-12)
  }
}

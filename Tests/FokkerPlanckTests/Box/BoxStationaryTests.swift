import FokkerPlanck
import Foundation
import Grids
import LinearAlgebra
import StochasticProcesses
import Testing

@Suite("Stationary states and currents on a box")
struct BoxStationaryTests {
  @Test("R10: covariance 0.2 times the identity, entropy and entropy production")
  func rotor() throws {
    let axes = try cube(-2.8...2.8, cells: 128, dimension: 2)
    var solver = BoxFiniteVolumeSolver()
    solver.stepControl = .fixed(step: 0.25)
    solver.extrapolation = .spacing
    let start = MultivariateGaussianLaw(mean: [0.2, 0.3], variances: [0.3, 0.2])
    let solution = try solver.solve(
      planarRotor(), from: averages(of: start, on: axes), startingAt: 0, times: [30])
    let density = solution.densities[0]
    for row in 0..<2 {
      for column in 0..<2 {
        #expect(abs(density.covariance(row, column) - (row == column ? 0.2 : 0)) < 2e-6)
      }
    }
    #expect(abs(density.entropy + shiftOfAveraging(axes) - 1.228_439_153_975) < 1e-5)
    let current = try ProbabilityCurrent(of: planarRotor(), in: density, at: 0)
    #expect(abs(current.entropyBalance.production - 1.037_142_857_143) < 1e-4)
    #expect(abs(current.entropyBalance.rate) < 1e-4)
  }

  /// The entropy of cell averages exceeds that of the density by Σ h² E[(∂ ln p)²]/24.
  private func shiftOfAveraging(_ axes: [Axis]) -> Double {
    -axes.reduce(0) { $0 + $1.spacing * $1.spacing / (24 * 0.2) }
  }

  @Test("The current of a normal law is exact, and its entropy balance that of the law")
  func currentOfGaussian() throws {
    let process = try planarRotor()
    let law = MultivariateGaussianLaw(
      mean: [0.3, -0.2], covariance: try Matrix(rows: [[0.25, 0.05], [0.05, 0.2]]))
    let axes = try cube(-3.2...3.2, cells: 160, dimension: 2)
    let density = try averages(of: law, on: axes)
    let current = try ProbabilityCurrent(of: process, in: density, at: 0)
    // dS/dt = ½ tr Σ⁻¹ Σ′.
    let later = try process.law(from: law, after: 1e-5)
    let rate = (try later.entropy() - law.entropy()) / 1e-5
    #expect(abs(current.entropyBalance.rate - rate) < 1e-4)
    let precision = try law.covariance.solve(.identity(2))
    let (i, j) = (85, 70)
    let x = [axes[0].center(ofCell: i), axes[1].center(ofCell: j)]
    let gradient = precision * zip(x, law.mean).map { $0 - $1 }
    let velocity = zip((-1 * process.relaxation) * x, process.diffusionMatrix * gradient).map(+)
    let p = try law.density()(x)
    for variable in 0..<2 {
      let found = current.components[variable][i * 160 + j]
      #expect(abs(found - velocity[variable] * p) < 2e-6)
    }
  }

  @Test("Hundsdorfer-Verwer has the same stationary state for every step")
  func fixedPoint() throws {
    let axes = try cube(-2.4...2.4, cells: 32, dimension: 2)
    let initial = try averages(of: planarRotor().stationaryLaw(), on: axes)
    let states = try [0.05, 0.6].map { step in
      var solver = BoxFiniteVolumeSolver()
      solver.stepControl = .fixed(step: step)
      return try solver.solve(planarRotor(), from: initial, startingAt: 0, times: [90]).densities[0]
    }
    #expect(states[0].l1Distance(to: states[1]) < 1e-10)
  }

  @Test("Without mixed diffusion the discrete equilibrium is the Boltzmann factor")
  func equilibrium() throws {
    let axes = try [Axis(-2...2, cellCount: 40), Axis(-1.5...2.5, cellCount: 32)]
    let process = MultivariateClosureProcess(
      dimension: 2, drift: { x, _ in [x[0] - x[0] * x[0] * x[0] - x[1], -x[0] - x[1]] },
      diffusion: { _, _ in [[0.3, 0], [0, 0.3]] })
    func potential(_ x: Double, _ y: Double) -> Double {
      0.25 * x * x * x * x - 0.5 * x * x + x * y + 0.5 * y * y
    }
    var values: [Double] = []
    for x in axes[0].centers {
      for y in axes[1].centers { values.append(exp(-potential(x, y) / 0.3)) }
    }
    let norm = values.reduce(0, +) * axes[0].spacing * axes[1].spacing
    let equilibrium = try BoxDensity(axes: axes, values: values.map { $0 / norm })
    for scheme in BoxTimeScheme.allCases {
      var solver = BoxFiniteVolumeSolver()
      solver.timeScheme = scheme
      solver.stepControl = .fixed(step: 0.1)
      let later = try solver.solve(process, from: equilibrium, startingAt: 0, times: [2])
      // Simpson's rule for the drift between two cells is exact for a cubic one.
      #expect(later.densities[0].l1Distance(to: equilibrium) < 1e-12, "\(scheme)")
    }
  }
}

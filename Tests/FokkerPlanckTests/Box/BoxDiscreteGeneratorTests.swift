import FokkerPlanck
import Foundation
import Grids
import LinearAlgebra
import StochasticProcesses
import Testing

@Suite("The generator on a box as a matrix")
struct BoxDiscreteGeneratorTests {
  private func rotor() throws -> LinearDiffusion {
    LinearDiffusion(
      relaxation: try Matrix(rows: [[1, 0.8], [-0.3, 0.5]]),
      diffusion: try Matrix(rows: [[0.2, 0.05], [0.05, 0.1]]))
  }

  private func square(_ range: ClosedRange<Double>, _ cells: Int) throws -> [Axis] {
    let axis = try Axis(range, cellCount: cells)
    return [axis, axis]
  }

  @Test("R10: the stationary covariance is 0.2 times the identity, of second order")
  func stationaryRotor() throws {
    let errors = try [40, 80].map { cells in
      let density = try BoxDiscreteGenerator(rotor(), axes: square(-3...3, cells))
        .stationaryDensity()
      #expect(abs(density.mass - 1) < 1e-12)
      return max(abs(density.covariance(0, 0) - 0.2), abs(density.covariance(0, 1)))
    }
    #expect(errors[1] < 5e-4)
    #expect(abs(log2(errors[0] / errors[1]) - 2) < 0.15, "\(errors)")
  }

  @Test("R10: the slowest modes turn, at sums of the drift's eigenvalues")
  func modesOfRotor() throws {
    // The drift's eigenvalues are 0.75 ± i √0.1775.
    let turn = 0.1775.squareRoot()
    let exact = [(0, 0), (0.75, turn), (1.5, 0), (1.5, 2 * turn), (2.25, turn)]
    let levels = try [64, 128].map { cells in
      try BoxDiscreteGenerator(rotor(), axes: square(-3.4...3.4, cells)).relaxationModes(count: 5)
    }
    for (index, (rate, frequency)) in exact.enumerated() {
      let (wide, fine) = (levels[0][index], levels[1][index])
      #expect(abs(fine.rate + (fine.rate - wide.rate) / 3 - rate) < 5e-4)
      #expect(
        abs(fine.frequency + (fine.frequency - wide.frequency) / 3 - frequency) < 5e-4)
    }
    let stationary = try BoxDiscreteGenerator(rotor(), axes: square(-3.4...3.4, 64))
      .stationaryDensity()
    for (a, b) in zip(levels[0][0].deviation, stationary.values) { #expect(abs(a - b) < 1e-9) }
  }

  @Test(
    "Diffusion in a box: modes of a Laplacian, with walls and rings of any length",
    arguments: [30, 31, 32])
  func laplacian(cells: Int) throws {
    let process = LinearDiffusion(
      relaxation: Matrix(rowCount: 2, columnCount: 2), diffusion: .diagonal([0.3, 0.1]))
    let axes = [try Axis(0...2, cellCount: cells), try Axis(0...1, cellCount: cells - 7)]
    // Discrete eigenvalues: 4 D/h² sin²(k h/2).
    func rate(_ axis: Axis, _ diffusion: Double, _ wavenumber: Double) -> Double {
      let sine = sin(wavenumber * axis.spacing / 2)
      return 4 * diffusion / (axis.spacing * axis.spacing) * sine * sine
    }
    let generator = try BoxDiscreteGenerator(
      process, axes: axes, boundaries: [.periodic, .walls(lower: .reflecting, upper: .reflecting)])
    let expected = (0...3).flatMap { k in
      (0...3).flatMap { l in
        [Double](
          repeating: rate(axes[0], 0.3, Double(k) * .pi) + rate(axes[1], 0.1, Double(l) * .pi),
          count: k > 0 ? 2 : 1)
      }
    }.sorted()
    let found = try generator.relaxationModes(count: 4)
    // A double eigenvalue has one Krylov vector, so that it is found once or twice.
    for mode in found {
      #expect(expected.contains { abs($0 - mode.rate) < 1e-8 * max(1, $0) }, "\(mode.rate)")
      #expect(abs(mode.frequency) < 1e-6)
    }
    #expect(abs(found[0].rate) < 1e-9 && abs(found[1].rate - expected[1]) < 1e-8)
  }

  @Test("Mean exit times from a square, by the series of the torsion problem")
  func exitFromSquare() throws {
    let process = LinearDiffusion(
      relaxation: Matrix(rowCount: 2, columnCount: 2), diffusion: .diagonal([0.5, 0.5]))
    let absorbing = BoundaryConditions.walls(lower: .absorbing, upper: .absorbing)
    let times = try [21, 63].map { cells -> Double in
      let generator = try BoxDiscreteGenerator(
        process, axes: square(0...1, cells), boundaries: [absorbing, absorbing])
      return try generator.meanExitTimes()[cells * cells / 2]
    }
    // D ∇²T = −1: T(centre) = (16/(π⁴ D)) Σ (−1)^{(m+n)/2−1}/(m n (m² + n²)) over odd m, n.
    var series = 0.0
    for m in stride(from: 1, through: 399, by: 2) {
      for n in stride(from: 1, through: 399, by: 2) {
        let sign = ((m - 1) / 2 + (n - 1) / 2) % 2 == 0 ? 1.0 : -1
        series += sign / (Double(m * n) * Double(m * m + n * n))
      }
    }
    let exact = 16 / (Double.pi * .pi * .pi * .pi * 0.5) * series
    let extrapolated = times[1] + (times[1] - times[0]) / 8
    #expect(abs(extrapolated - exact) < 2e-5 * exact, "\(times) \(exact)")
    #expect(abs(log(abs(times[0] - exact) / abs(times[1] - exact)) / log(3) - 2) < 0.1)
  }

  @Test("Moments of the exit time through one pair of walls are those of one dimension")
  func exitMoments() throws {
    let process = LinearDiffusion(
      relaxation: Matrix(rowCount: 2, columnCount: 2), diffusion: .diagonal([1, 1]))
    let generator = try BoxDiscreteGenerator(
      process, axes: [try Axis(0...1, cellCount: 101), try Axis(0...1, cellCount: 8)],
      boundaries: [.walls(lower: .absorbing, upper: .absorbing), .periodic])
    let moments = try generator.exitMoments(count: 2)
    let middle = 50 * 8 + 3
    // E[T] = L²/8D, E[T²] = 5 L⁴/192 D².
    #expect(abs(moments[0][middle] - 1.0 / 8) < 1e-4)
    #expect(abs(moments[1][middle] - 5.0 / 192) < 1e-4)
  }

  @Test("What has no answer is refused")
  func refusals() throws {
    let process = LinearDiffusion(
      relaxation: Matrix.identity(2), diffusion: .diagonal([0.2, 0.2]))
    let absorbing = BoundaryConditions.walls(lower: .absorbing, upper: .reflecting)
    let leaking = try BoxDiscreteGenerator(
      process, axes: square(-2...2, 16), boundaries: [absorbing, .reflecting])
    #expect(throws: FokkerPlanckError.self) { try leaking.stationaryDensity() }
    let closed = try BoxDiscreteGenerator(process, axes: square(-2...2, 16))
    #expect(throws: FokkerPlanckError.self) { try closed.meanExitTimes() }
    #expect(throws: FokkerPlanckError.self) { try closed.relaxationModes(count: 0) }
    #expect(throws: FokkerPlanckError.self) {
      try BoxDiscreteGenerator(process, axes: square(-2...2, 4096))
    }
    // Without diffusion along y the box falls apart into lines.
    let torn = LinearDiffusion(
      relaxation: .diagonal([1, 0]), diffusion: .diagonal([0.2, 0]))
    #expect(throws: FokkerPlanckError.self) {
      try BoxDiscreteGenerator(torn, axes: square(-2...2, 16)).stationaryDensity()
    }
  }
}

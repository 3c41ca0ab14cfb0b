import FokkerPlanck
import Foundation
import Grids
import StochasticProcesses
import Testing

/// Weak, time-dependent diffusion in the co-moving frame of a layer.
struct FadingDiffusion: DiffusionProcess {
  var scale = 1e-5
  func drift(at x: Double, time: Double) -> Double { 0 }
  func diffusion(at x: Double, time: Double) -> Double { scale / (1 + time) }
}

@Suite("Both solvers against each other")
struct AgreementTests {
  @Test("Layers with weak diffusion agree over four decades of time", arguments: [1e-8, 1e-5])
  func weakDiffusion(scale: Double) throws {
    let process = FadingDiffusion(scale: scale)
    let times = (0..<60).map { 0.1 * pow(10, 4 * Double($0) / 59) }
    func variance(_ time: Double) -> Double { 4e-4 + 2 * scale * log(1 + time) }
    let axis = try Axis(
      -6 * variance(1000).squareRoot()...6 * variance(1000).squareRoot(), cellCount: 1024)
    let initial = gaussian(axis, mean: 0, variance: variance(0))
    let a = try FiniteVolumeSolver().solve(process, from: initial, startingAt: 0, times: times)
    let b = try SpectralSolver().solve(process, from: initial, startingAt: 0, times: times)
    #expect(b.diagnostics.acceptedSteps == 60)
    for index in times.indices {
      let exact = gaussian(axis, mean: 0, variance: variance(times[index]))
      #expect(a.densities[index].l1Distance(to: b.densities[index]) < 2e-5)
      #expect(b.densities[index].l1Distance(to: exact) < 1e-8)
    }
  }

  @Test("A drift that does not end at the axis agrees through guard bands")
  func guardBands() throws {
    let process = LinearProcess(velocity: 0.3, rate: 1, diffusion: 0.2)
    let axis = try Axis(-5...5, cellCount: 1000)
    let initial = gaussian(axis, mean: -1, variance: 0.1)
    let reference = try FiniteVolumeSolver().solve(
      process, from: initial, startingAt: 0, times: [2])
    for boundaries in [BoundaryConditions.periodic, .reflecting, .absorbing] {
      var solver = SpectralSolver()
      solver.boundaries = boundaries
      solver.guardFraction = 0.15
      let solution = try solver.solve(process, from: initial, startingAt: 0, times: [2])
      #expect(solution.densities[0].l1Distance(to: reference.densities[0]) < 1e-4)
      #expect(solution.diagnostics.largestEdgeMass < 1e-9)
    }
  }

  @Test("Probability that reaches a guard band is reported")
  func guardMass() throws {
    let axis = try Axis(-2...2, cellCount: 400)
    var solver = SpectralSolver()
    solver.guardFraction = 0.2
    let solution = try solver.solve(
      LinearProcess(velocity: 1, diffusion: 0.1), from: gaussian(axis, mean: 0, variance: 0.05),
      startingAt: 0, times: [1.5])
    #expect(solution.diagnostics.largestEdgeMass > 0.1)
  }

  @Test(
    "A drift that breaks off where the density is large is refused by the spectral method",
    arguments: [BoundaryConditions.periodic, .reflecting])
  func refusesBrokenDrift(boundaries: BoundaryConditions) throws {
    let axis = try Axis(-1...1, cellCount: 128)
    var solver = SpectralSolver()
    solver.boundaries = boundaries
    #expect {
      try solver.solve(
        LinearProcess(rate: 1, diffusion: 2), from: gaussian(axis, mean: 0, variance: 0.02),
        startingAt: 0, times: [0.1])
    } throws: { error in
      guard case FokkerPlanckError.notSmoothAtEnds(let coefficient, _, _, _) = error else {
        return false
      }
      return coefficient == "drift"
    }
  }

  @Test("Strong variation of D in space is shared between both parts of the splitting")
  func strongVariation() throws {
    let process = PeriodicProcess(diffusion: 0.2, modulation: 0.95)
    let axis = try Axis(0...2 * .pi, cellCount: 512)
    let initial = Density(axis: axis, averaging: { exp(cos($0 - 1)) / 7.954_926_521_012_846 })
    var finiteVolume = FiniteVolumeSolver()
    finiteVolume.boundaries = .periodic
    var spectral = SpectralSolver()
    spectral.boundaries = .periodic
    let a = try finiteVolume.solve(process, from: initial, startingAt: 0, times: [0.5, 2])
    let b = try spectral.solve(process, from: initial, startingAt: 0, times: [0.5, 2])
    for index in 0..<2 { #expect(a.densities[index].l1Distance(to: b.densities[index]) < 1e-3) }
  }

  @Test("Many tasks at once get the same bits as one")
  func sameBitsFromManyTasks() async throws {
    let axis = try Axis(-3...3, cellCount: 200)
    let initial = gaussian(axis, mean: -0.5, variance: 0.1)
    var base = FiniteVolumeSolver()
    base.stepControl = .adaptive(tolerance: 1e-5)
    let solvers: [any FokkerPlanckSolver] = [
      base, SpectralSolver(), RationalExponentialSolver(), ExtrapolatedSolver(base),
    ]
    for solver in solvers {
      let alone = try solver.solve(DoubleWell(), from: initial, startingAt: 0, times: [0.05, 0.1])
      let together = try await withThrowingTaskGroup(of: DensityEvolution.self) { group in
        for _ in 0..<8 {
          group.addTask {
            try solver.solve(DoubleWell(), from: initial, startingAt: 0, times: [0.05, 0.1])
          }
        }
        var all: [DensityEvolution] = []
        for try await evolution in group { all.append(evolution) }
        return all
      }
      #expect(together.allSatisfy { $0 == alone })
    }
  }

  @Test("Point values are reconstructed to fifth order and averages exactly")
  func pointValues() throws {
    func worst(cells: Int) throws -> Double {
      let density = gaussian(try Axis(-3...3, cellCount: cells), mean: 0.1, variance: 0.3)
      return (0...700).reduce(0) { worst, index in
        let x = -3 + 6 * Double(index) / 700
        let exact = exp(-(x - 0.1) * (x - 0.1) / 0.6) / (0.6 * .pi).squareRoot()
        return max(worst, abs(density.pointValue(at: x) - exact))
      }
    }
    let errors = try [60, 120, 240].map(worst)
    #expect(observedOrders(errors).allSatisfy { $0 > 4.7 }, "errors \(errors)")
    let small = try Density(axis: Axis(0...2, cellCount: 2), values: [0.25, 0.75])
    #expect(abs(small.pointValue(at: 1) - 0.5) < 1e-15)
  }
}

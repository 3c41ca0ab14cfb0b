import FokkerPlanck
import Foundation
import Grids
import StochasticProcesses
import Testing

@Suite("Spectral elements: walls and rings")
struct SpectralElementBoundaryTests {
  func solver(_ boundaries: BoundaryConditions) -> SpectralElementSolver {
    var solver = SpectralElementSolver()
    solver.boundaries = boundaries
    return solver
  }

  @Test("An eigenfunction between absorbing walls decays at its rate, and what leaves is counted")
  func absorbingWalls() throws {
    // exp(a x/2D) sin πx decays at the rate a²/4D + π² D.
    let axis = try Axis(0...1, cellCount: 200)
    let norm = Double.pi * (1 + M_E) / (1 + .pi * .pi)
    let initial = Density(axis: axis, averaging: { exp($0) * sin(.pi * $0) / norm })
    let solution = try solver(.absorbing).solve(
      LinearProcess(velocity: 1, diffusion: 0.5), from: initial, startingAt: 0, times: [0.3])
    let rate = 0.5 + 0.5 * Double.pi * .pi
    let decay = exp(-0.3 * rate)
    let error = zip(solution.densities[0].values, initial.values)
      .reduce(0) { $0 + abs($1.0 - decay * $1.1) }
    #expect(error * axis.spacing < 1e-11)
    // D |p′| at the walls, integrated over the time.
    let lower = 0.5 * .pi / norm * (1 - decay) / rate
    #expect(abs(solution.exits[0].lower - lower) < 1e-11)
    #expect(abs(solution.exits[0].upper - M_E * lower) < 1e-11)
    #expect(solution.diagnostics.largestMassError < 1e-14)
  }

  @Test("A series of sines: a narrow start between absorbing walls")
  func absorbingSeries() throws {
    let axis = try Axis(0...1, cellCount: 400)
    let (variance, mean, diffusion, time) = (0.0025, 0.4, 0.2, 0.5)
    // The start is so far from the walls that its sine coefficients are those of the line.
    let exact = Density(
      axis: axis,
      cumulative: { x in
        (1...60).reduce(0) { sum, index in
          let k = Double.pi * Double(index)
          let amplitude = 2 * sin(k * mean) * exp(-0.5 * k * k * variance)
          return sum + amplitude * exp(-diffusion * k * k * time) * (1 - cos(k * x)) / k
        }
      })
    let solution = try solver(.absorbing).solve(
      LinearProcess(diffusion: diffusion), from: gaussian(axis, mean: mean, variance: variance),
      startingAt: 0, times: [time])
    #expect(solution.densities[0].l1Distance(to: exact) < 1e-11)
    #expect(abs(solution.exits[0].total + exact.mass - 1) < 1e-11)
  }

  @Test(
    "A reflecting wall with drift and an absorbing one: an eigenfunction", arguments: [true, false])
  func mixedWalls(absorbsAbove: Bool) throws {
    // exp(v x/2D) sin k(1 − x) has no flux at 0 when tan k = −2 D k/v.
    let (v, diffusion) = (1.5, 0.4)
    var (low, high) = (Double.pi / 2 + 1e-9, Double.pi - 1e-9)
    for _ in 0..<100 {
      let k = (low + high) / 2
      if tan(k) + 2 * diffusion * k / v < 0 { low = k } else { high = k }
    }
    let (k, rate) = (low, v * v / (4 * diffusion) + diffusion * low * low)
    let axis = try Axis(0...1, cellCount: 200)
    let shape: (Double) -> Double = { exp(v * $0 / (2 * diffusion)) * sin(k * (1 - $0)) }
    let mirrored: (Double) -> Double = { shape(1 - $0) }
    let raw = Density(axis: axis, averaging: absorbsAbove ? shape : mirrored)
    let initial = try raw.normalized()
    let walls: BoundaryConditions =
      absorbsAbove
      ? .walls(lower: .reflecting, upper: .absorbing)
      : .walls(lower: .absorbing, upper: .reflecting)
    let solution = try solver(walls).solve(
      LinearProcess(velocity: absorbsAbove ? v : -v, diffusion: diffusion), from: initial,
      startingAt: 0, times: [0.2, 1])
    for (time, density) in zip([0.2, 1], solution.densities) {
      let error = zip(density.values, initial.values)
        .reduce(0) { $0 + abs($1.0 - exp(-rate * time) * $1.1) }
      #expect(error * axis.spacing < 1e-11)
    }
    let exit = solution.exits[1]
    #expect(abs(exit.total - (1 - exp(-rate))) < 1e-11)
    #expect((absorbsAbove ? exit.lower : exit.upper) == 0)
  }

  @Test("R14: survival and exit density at an absorbing wall")
  func firstPassage() throws {
    let axis = try Axis(-10...2, cellCount: 1200)
    let start = 0.05
    func law(_ t: Double) -> Density {
      Density(
        axis: axis,
        cumulative: { x in
          gaussianCumulative(mean: t, variance: t)(x)
            - exp(4) * gaussianCumulative(mean: 4 + t, variance: t)(x)
        })
    }
    let solution = try solver(.walls(lower: .reflecting, upper: .absorbing)).solve(
      LinearProcess(velocity: 1, diffusion: 0.5), from: law(start), startingAt: start,
      times: [1.499, 1.501, 2])
    #expect(solution.densities[2].l1Distance(to: law(2)) < 1e-11)
    #expect(abs(solution.densities[2].mass - 0.372_302_161_845) < 1e-11)
    let rate = (solution.exits[1].upper - solution.exits[0].upper) / 0.002
    #expect(abs(rate - 0.399_587_566_267) < 1e-6)
    #expect(solution.diagnostics.largestMassError < 1e-14)
  }

  @Test("A wall has zero flux, not zero slope: drift against it piles up exactly as much as it may")
  func zeroFlux() throws {
    let axis = try Axis(0...1, cellCount: 400)
    let initial = gaussian(axis, mean: 0.3, variance: 0.002)
    for drift in [3, 100, 1000.0] {
      let solution = try SpectralElementSolver().solve(
        LinearProcess(velocity: drift, diffusion: 1), from: initial, startingAt: 0,
        times: [0.001, 20])
      let exact = Density(
        axis: axis, cumulative: { (exp(drift * ($0 - 1)) - exp(-drift)) / (1 - exp(-drift)) })
      #expect(solution.densities[1].l1Distance(to: exact) < 1e-9)
      #expect(abs(solution.densities[0].mass - initial.mass) < 1e-12)
      #expect(solution.diagnostics.largestMassError < 1e-12)
      #expect(solution.diagnostics.smallestDensity > -1e-8)
    }
  }

  @Test("R5: the mean velocity in a tilted periodic potential")
  func tiltedPotential() throws {
    let axis = try Axis(0...2 * .pi, cellCount: 256)
    let flat = try Density(
      axis: axis, values: [Double](repeating: 1 / axis.length, count: axis.cellCount))
    let solution = try solver(.periodic).solve(
      PeriodicProcess(), from: flat, startingAt: 0, times: [200])
    let velocity = axis.centers.reduce(0) {
      $0 + (sin($1) + 0.5) * solution.value(at: $1, timeIndex: 0) * axis.spacing
    }
    #expect(abs(velocity - 0.073_670_432_311_1) < 1e-11)
  }

  @Test(
    "Rings agree with trigonometric modes to 1e-10 on the way there, for constant and variable D",
    arguments: [0, 0.5])
  func transientOnRing(modulation: Double) throws {
    let process = ClosureProcess(
      drift: { x, _ in sin(x) + 0.5 }, diffusion: { x, _ in 0.3 * (1 + modulation * cos(x)) })
    let axis = try Axis(0...2 * .pi, cellCount: 192)
    let initial = Density(axis: axis, averaging: { exp(cos($0 - 1)) / 7.954_926_521_012_846 })
    var modes = SpectralSolver()
    modes.boundaries = .periodic
    modes.timeScheme = .exponentialTimeDifferencing
    modes.stepControl = .adaptive(tolerance: 1e-12)
    let times = [0.2, 1, 3]
    let a = try solver(.periodic).solve(process, from: initial, startingAt: 0, times: times)
    let b = try modes.solve(process, from: initial, startingAt: 0, times: times)
    for (elements, other) in zip(a.densities, b.densities) {
      #expect(elements.l1Distance(to: other) < 1e-10)
    }
  }

  @Test("A plain −x on a ring is solved as what it is: a drift with a jump where the ring closes")
  func jumpOnRing() throws {
    let axis = try Axis(-2...2, cellCount: 400)
    let process = LinearProcess(rate: 1, diffusion: 2)
    let initial = gaussian(axis, mean: 0.3, variance: 0.02)
    var volumes = RationalExponentialSolver()
    volumes.boundaries = .periodic
    volumes.extrapolationLevels = 3
    let times = [0.1, 1, 30]
    let a = try solver(.periodic).solve(process, from: initial, startingAt: 0, times: times)
    let b = try volumes.solve(process, from: initial, startingAt: 0, times: times)
    for (elements, other) in zip(a.densities, b.densities) {
      #expect(elements.l1Distance(to: other) < 1e-8)
    }
    // The stationary density is exp(−x²/4): the drift has no mean, so no current remains.
    let exact = Density(axis: axis, cumulative: { 0.5 * (erf($0 / 2) + erf(1)) / erf(1) })
    #expect(a.densities[2].l1Distance(to: exact) < 1e-11)
  }

  @Test("A diffusion coefficient that jumps where a ring closes is refused")
  func diffusionJump() throws {
    let axis = try Axis(-1...1, cellCount: 64)
    #expect {
      try solver(.periodic).solve(
        ClosureProcess(drift: { _, _ in 0 }, diffusion: { x, _ in 2 + x }),
        from: gaussian(axis, mean: 0, variance: 0.02), startingAt: 0, times: [0.1])
    } throws: { error in
      guard case FokkerPlanckError.notSmoothAtEnds(let name, 1, 3, 0) = error else { return false }
      return name == "diffusion coefficient"
    }
  }
}

internal import Grids
internal import StochasticProcesses

/// A simple step under coefficients that depend on time, from which longer steps are extrapolated.
enum SubstepRule: CaseIterable {
  /// e^{τ Ā} with the coefficients averaged over the step: second order, symmetric in time, exact
  /// where generators of different times commute, as for a drift and a diffusion that depend on
  /// time alone. The error of a reflecting wall whose a/D changes falls more slowly.
  ///
  /// S. Blanes, F. Casas, J. A. Oteo and J. Ros, "The Magnus expansion and some of its
  /// applications", *Physics Reports* 470 (2009) 151-238,
  /// [doi:10.1016/j.physrep.2008.11.001](https://doi.org/10.1016/j.physrep.2008.11.001).
  case exponentialMidpoint
  /// Backward Euler: first order, indifferent to what walls do.
  ///
  /// P. Deuflhard, "Recent progress in extrapolation methods for ordinary differential equations",
  /// *SIAM Review* 27 (1985) 505-535, [doi:10.1137/1027140](https://doi.org/10.1137/1027140).
  case backwardEuler

  /// The numbers of substeps whose results are extrapolated.
  var substeps: [Int] {
    switch self {
    case .exponentialMidpoint: [1, 2, 4]
    case .backwardEuler: [1, 2, 3, 4, 5]
    }
  }

  /// The substeps of one step.
  var substepCount: Int { substeps.reduce(0, +) }

  /// The power of the substep by which successive columns gain.
  var orderStep: Int {
    switch self {
    case .exponentialMidpoint: 2
    case .backwardEuler: 1
    }
  }

  /// The least factor between the first two changes of a smooth problem.
  var smoothFactor: Double {
    switch self {
    case .exponentialMidpoint: 3
    case .backwardEuler: 2
    }
  }

  /// The power of the step that the estimated error is proportional to.
  var errorOrder: Double { 6 }
}

/// Advances a density by single substeps, with the memory that this takes.
struct SubstepAdvancer {
  let rule: SubstepRule
  private var assembler: GeneratorAssembler
  private let kernel: RationalExponentialKernel
  private var resolvent: CachedResolvent
  private var shares = ExitShares()

  init(rule: SubstepRule, assembler: GeneratorAssembler) {
    self.rule = rule
    self.assembler = assembler
    let (count, isRing) = (assembler.axis.cellCount, assembler.boundaries == .periodic)
    kernel = RationalExponentialKernel(count: count, isRing: isRing)
    resolvent = CachedResolvent(count: count, isRing: isRing)
  }

  /// The generator at one time.
  mutating func rates(at time: Double) throws(FokkerPlanckError) -> JumpRates {
    try assembler.rates(at: time)
  }

  /// How rough the latest coefficients are in space, where the density is.
  func roughness(weightedBy density: [Double]) -> SpaceRoughness {
    assembler.roughness(weightedBy: density)
  }

  /// Carries a state from one time to another.
  mutating func advance(
    _ state: LevelState, from start: Double, to end: Double
  ) throws(FokkerPlanckError) {
    switch rule {
    case .exponentialMidpoint:
      let rates = try assembler.rates(averagedFrom: start, to: end)
      exponentiate(state, rates, by: end - start)
    case .backwardEuler:
      let rates = try assembler.rates(at: end)
      resolvent.prepare(rates, tau: end - start)
      resolvent.solve(state.cells)
      guard !rates.isClosed else { return }
      let scale = (end - start) * state.spacing
      let (p, last) = (state.cells.pointer, state.cells.count - 1)
      state.exits.lower += scale * rates.leftward.pointer[0] * p[0]
      state.exits.upper += scale * rates.rightward.pointer[last] * p[last]
    }
  }

  /// Carries a state on under constant rates.
  mutating func exponentiate(_ state: LevelState, _ rates: JumpRates, by duration: Double) {
    shares.prepare(rates)
    let before = shares.content(of: state)
    kernel.advance(state.cells, by: duration, rates: rates)
    shares.addLoss(from: before, to: shares.content(of: state), state)
  }
}

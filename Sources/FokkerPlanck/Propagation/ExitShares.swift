/// The probabilities of leaving through either wall in the end, from every cell, for one set of rates.
///
/// What a step with constant rates loses is thereby divided between the walls.
struct ExitShares {
  private var lower: [Double] = []
  private var upper: [Double] = []
  private var generation = -1

  /// Computes the shares for these rates, unless that is what was done last.
  mutating func prepare(_ rates: JumpRates) {
    guard rates.generation != generation else { return }
    generation = rates.generation
    lower = rates.isClosed ? [] : BackwardEquation.lowerExitProbabilities(rates)
    upper = rates.isClosed ? [] : BackwardEquation.upperExitProbabilities(rates)
  }

  /// The probabilities in the cells that will leave through each wall.
  func content(of state: LevelState) -> ExitProbability {
    var content = ExitProbability()
    for cell in lower.indices {
      content.lower += lower[cell] * state.cells.pointer[cell]
      content.upper += upper[cell] * state.cells.pointer[cell]
    }
    content.lower *= state.spacing
    content.upper *= state.spacing
    return content
  }
}

/// What a step with constant rates loses, divided between the walls.
///
/// The loss is the mass that is missing after the step, so that mass and exits together are kept to
/// rounding. Where both walls absorb it is divided by the probabilities of leaving through either in
/// the end, from every cell.
struct ExitShares {
  private var lower: [Double] = []
  private var generation = -1
  private var absorbsBelow = false
  private var absorbsAbove = false

  /// Computes the shares for these rates, unless that is what was done last.
  mutating func prepare(_ rates: JumpRates) {
    guard rates.generation != generation else { return }
    generation = rates.generation
    let last = rates.rightward.count - 1
    absorbsBelow = !rates.isRing && rates.leftward.pointer[0] > 0
    absorbsAbove = !rates.isRing && rates.rightward.pointer[last] > 0
    lower = absorbsBelow && absorbsAbove ? BackwardEquation.lowerExitProbabilities(rates) : []
  }

  /// The probability in the cells, and the part of it that will leave through the lower wall.
  func content(of state: LevelState) -> Content {
    guard absorbsBelow || absorbsAbove else { return Content() }
    var content = Content()
    content.mass = state.cells.sumAndMinimum.sum * state.spacing
    for cell in lower.indices { content.towardsLower += lower[cell] * state.cells.pointer[cell] }
    content.towardsLower *= state.spacing
    return content
  }

  /// Adds what was lost between two contents to the exits of a state.
  func addLoss(from before: Content, to after: Content, _ state: LevelState) {
    let loss = before.mass - after.mass
    switch (absorbsBelow, absorbsAbove) {
    case (true, true):
      let lowerLoss = before.towardsLower - after.towardsLower
      state.exits.lower += lowerLoss
      state.exits.upper += loss - lowerLoss
    case (true, false): state.exits.lower += loss
    case (false, true): state.exits.upper += loss
    case (false, false): break
    }
  }

  /// Probabilities in the cells.
  struct Content {
    var mass = 0.0
    var towardsLower = 0.0
  }
}

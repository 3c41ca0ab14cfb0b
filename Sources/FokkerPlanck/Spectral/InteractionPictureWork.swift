/// The stages of an interaction-picture step and the memory they need.
struct InteractionPictureWork {
  let space: ModeSpace
  /// E₁ N(p, t), and scratch before that.
  let k1: CellVector
  private let k2: CellVector
  private let k3: CellVector
  private let k4: CellVector
  private let carried: CellVector
  private let middleState: CellVector
  private let endState: CellVector
  private let firstFactor: CellVector
  private let secondFactor: CellVector
  /// Node values.
  let nodes: CellVector
  /// How much of the density was at the ends when it was last inspected.
  let ends = DensityAtEnds()
  private let product: CellVector
  /// The loss rates through the lower and the upper absorbing wall at each of the four stages.
  private let stageLosses: CellVector

  init(space: ModeSpace) {
    self.space = space
    func modes() -> CellVector { CellVector(count: space.modeCount) }
    (k1, k2, k3, k4) = (modes(), modes(), modes(), modes())
    (carried, middleState, endState) = (modes(), modes(), modes())
    (firstFactor, secondFactor) = (modes(), modes())
    nodes = CellVector(count: space.nodeCount)
    product = CellVector(count: space.nodeCount)
    stageLosses = CellVector(count: 8)
  }

  /// N(p) = −∂(a p)/∂x + ∂²((D − D̄) p)/∂x², with products formed at the nodes and filtered.
  func nonlinearPart(of modes: CellVector, _ set: NodeCoefficients, into target: CellVector) {
    space.values(of: modes, times: space.filter, into: nodes)
    if set.hasDrift {
      for node in 0..<nodes.count {
        product.pointer[node] = set.drift.pointer[node] * nodes.pointer[node]
      }
      space.setNegativeDerivative(of: product, in: target)
    } else {
      target.pointer.update(repeating: 0, count: target.count)
    }
    guard set.largestExcess > 0 else { return }
    for node in 0..<nodes.count {
      product.pointer[node] =
        (set.diffusion.pointer[node] - set.reference) * nodes.pointer[node]
    }
    space.addSecondDerivative(of: product, to: target)
  }

  /// Sets the factors of the two halves of a step from ∫ D̄ dt over each.
  func setFactors(first: Double, second: Double) {
    space.setDecay(spread: first, into: firstFactor)
    space.setDecay(spread: second, into: secondFactor)
  }

  /// Runs the four stages and forms the new modes.
  func takeStages(
    from modes: CellVector, _ slope: CellVector,
    _ sets: (start: NodeCoefficients, middle: NodeCoefficients, end: NodeCoefficients),
    _ step: Double, into target: CellVector
  ) {
    let (e1, e2) = (firstFactor.pointer, secondFactor.pointer)
    let count = modes.count
    for m in 0..<count {
      carried.pointer[m] = e1[m] * modes.pointer[m]
      k1.pointer[m] = e1[m] * slope.pointer[m]
    }
    noteLosses(of: modes, sets.start, stage: 0)
    combine(into: middleState, 1, carried, step / 2, k1)
    nonlinearPart(of: middleState, sets.middle, into: k2)
    noteLosses(of: middleState, sets.middle, stage: 1)
    combine(into: middleState, 1, carried, step / 2, k2)
    nonlinearPart(of: middleState, sets.middle, into: k3)
    noteLosses(of: middleState, sets.middle, stage: 2)
    for m in 0..<count {
      endState.pointer[m] = e2[m] * (carried.pointer[m] + step * k3.pointer[m])
    }
    nonlinearPart(of: endState, sets.end, into: k4)
    noteLosses(of: endState, sets.end, stage: 3)
    for m in 0..<count {
      let sum = k1.pointer[m] / 6 + (k2.pointer[m] + k3.pointer[m]) / 3
      target.pointer[m] =
        e2[m] * (carried.pointer[m] + step * sum) + step / 6 * k4.pointer[m]
    }
  }

  /// A bound of the L1 norm of the difference between k₄ and another slope.
  func distanceOfLastStage(from slope: CellVector) -> Double {
    combine(into: endState, 1, k4, -1, slope)
    return space.l1Bound(of: endState)
  }

  /// Notes D |∂p/∂x| at both absorbing walls.
  func noteLosses(of modes: CellVector, _ set: NodeCoefficients, stage: Int) {
    guard space.ends == .absorbing else { return }
    let slopes = space.endSlopes(of: modes)
    let last = space.nodeCount - 1
    stageLosses.pointer[2 * stage] = set.diffusion.pointer[0] * slopes.lower
    stageLosses.pointer[2 * stage + 1] = -set.diffusion.pointer[last] * slopes.upper
  }

  /// What leaves through the walls over the step, with the weights of the method.
  func losses(over step: Double) -> (lower: Double, upper: Double) {
    let r = stageLosses.pointer
    return (
      step / 6 * (r[0] + 2 * r[2] + 2 * r[4] + r[6]),
      step / 6 * (r[1] + 2 * r[3] + 2 * r[5] + r[7])
    )
  }
}

/// The larger of the densities at both ends, as a part of the largest density.
final class DensityAtEnds {
  var share = 0.0
}

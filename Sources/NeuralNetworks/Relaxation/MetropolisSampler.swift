public import RandomStreams
internal import RealModule

/// A chain of Metropolis with the stationary law exp(−E/T), block after block.
///
/// A proposal displaces all variables of one block by independent normal numbers of one deviation and
/// is accepted with the probability min(1, exp(−ΔE/T)). Proposals are symmetric and the deviations
/// stay fixed, so every proposal obeys detailed balance with respect to exp(−E/T).
///
/// ## Reference
///
/// N. Metropolis, A. W. Rosenbluth, M. N. Rosenbluth, A. H. Teller and E. Teller, *Journal of Chemical
/// Physics* 21 (1953) 1087-1092, [doi:10.1063/1.1699114](https://doi.org/10.1063/1.1699114).
public struct MetropolisSampler: Sendable {
  /// The temperature T, in units of the energy; at 0 no rise of the energy is accepted.
  public let temperature: Double
  /// The variables of every block.
  public let blocks: [Range<Int>]
  /// The deviation of a proposal in every variable of a block.
  public private(set) var deviations: [Double]
  /// How many proposals of every block were made.
  public private(set) var proposed: [Int]
  /// How many of them were accepted.
  public private(set) var accepted: [Int]
  /// How often the energy was evaluated for a proposal, tuning included.
  public private(set) var evaluations = 0
  private var proposal: [Double] = []

  /// Prepares a chain.
  ///
  /// - Parameters:
  ///   - temperature: The temperature, not negative.
  ///   - blocks: The variables of every block; they may overlap.
  ///   - deviations: The deviation of a proposal in every block, positive.
  public init(temperature: Double, blocks: [Range<Int>], deviations: [Double]) {
    precondition(temperature >= 0, "a temperature is not negative")
    precondition(blocks.count == deviations.count, "every block has a deviation")
    (self.temperature, self.blocks, self.deviations) = (temperature, blocks, deviations)
    proposed = blocks.map { _ in 0 }
    accepted = proposed
  }

  /// Proposes a displacement of every block, one after another.
  ///
  /// - Parameters:
  ///   - state: The variables, which move.
  ///   - energy: The energy of the state, which follows.
  ///   - function: The energy.
  ///   - stream: The random numbers.
  public mutating func sweep(
    _ state: inout [Double], energy: inout Double, of function: inout some EnergyFunction,
    _ stream: inout RandomStream
  ) {
    for block in blocks.indices {
      proposeRandomly(block, &state, &energy, &function, &stream)
    }
  }

  /// Proposes a displacement of one block along a given direction, as long as a random one is in the
  /// root mean square.
  ///
  /// The way back is never proposed, so such proposals do not obey detailed balance.
  ///
  /// - Parameters:
  ///   - block: The block.
  ///   - direction: A vector of length 1 over its variables.
  ///   - state: The variables, which move.
  ///   - energy: The energy of the state, which follows.
  ///   - function: The energy.
  ///   - stream: The random numbers.
  public mutating func propose(
    _ block: Int, along direction: [Double], _ state: inout [Double], energy: inout Double,
    of function: inout some EnergyFunction, _ stream: inout RandomStream
  ) {
    let length = deviations[block] * Double(blocks[block].count).squareRoot()
    proposal = state
    for (index, part) in zip(blocks[block], direction) { proposal[index] += length * part }
    _ = decide(block, &state, &energy, &function, &stream)
  }

  /// Adapts the deviations so that a given fraction of proposals is accepted.
  ///
  /// After proposal j of a block ln σ grows by (a − a*)/√j, with the probability a of its acceptance
  /// (Robbins and Monro 1951; Andrieu and Thoms 2008, [doi:10.1007/s11222-008-9110-y](https://doi.org/10.1007/s11222-008-9110-y)).
  /// The walker that is followed is forgotten: the chain begins afterwards, with fixed deviations.
  ///
  /// - Parameters:
  ///   - origin: Where the walker begins.
  ///   - energy: The energy there.
  ///   - function: The energy.
  ///   - stream: The random numbers.
  ///   - sweeps: The number of sweeps.
  ///   - acceptance: The fraction a* that is wanted, between 0 and 1.
  public mutating func tune(
    from origin: [Double], energy: Double, of function: inout some EnergyFunction,
    _ stream: inout RandomStream, sweeps: Int, acceptance: Double
  ) {
    var (state, energy) = (origin, energy)
    for sweep in 0..<sweeps {
      let gain = 1 / Double(sweep + 1).squareRoot()
      for block in blocks.indices {
        let probability = proposeRandomly(block, &state, &energy, &function, &stream)
        deviations[block] *= Double.exp(gain * (probability - acceptance))
      }
    }
    forgetCounts()
  }

  /// The fraction of a block's proposals that were accepted; not a number before the first.
  public func acceptance(ofBlock block: Int) -> Double {
    Double(accepted[block]) / Double(proposed[block])
  }

  /// Sets the numbers of proposals back to 0.
  public mutating func forgetCounts() {
    for block in blocks.indices { (proposed[block], accepted[block]) = (0, 0) }
  }

  @discardableResult
  private mutating func proposeRandomly(
    _ block: Int, _ state: inout [Double], _ energy: inout Double,
    _ function: inout some EnergyFunction, _ stream: inout RandomStream
  ) -> Double {
    proposal = state
    for index in blocks[block] { proposal[index] += deviations[block] * stream.normal() }
    return decide(block, &state, &energy, &function, &stream)
  }

  /// Accepts or rejects the proposal, and returns the probability of acceptance.
  private mutating func decide(
    _ block: Int, _ state: inout [Double], _ energy: inout Double,
    _ function: inout some EnergyFunction, _ stream: inout RandomStream
  ) -> Double {
    let next = function.energy(of: proposal.span)
    evaluations += 1
    proposed[block] += 1
    let rise = next - energy
    let probability =
      rise <= 0 ? 1 : rise.isFinite && temperature > 0 ? Double.exp(-rise / temperature) : 0
    guard stream.uniform() < probability else { return probability }
    accepted[block] += 1
    swap(&state, &proposal)
    energy = next
    return probability
  }
}

/// The systems (θ − T A) y = p of all poles on a chain or a ring of cells.
final class PoleChain {
  /// Added to every right-hand side: solutions that decay over many cells would otherwise reach
  /// subnormal numbers, with which a processor is a hundred times slower.
  private static let floor = 1e-250

  /// The cells of a block at either end of a chain: two blocks fit a processor's cache.
  private static let largestBlock = 1024

  private let count: Int
  private let shift: ComplexLanes
  /// Per cell: the inverse pivot, the eliminated right-hand side and, on a ring, the border's, each
  /// as real and imaginary parts; for a chain those of the two present blocks.
  private let memory: UnsafeMutablePointer<Lanes>
  private let stride: Int
  private let isRing: Bool
  /// The offsets from the ends that make a block.
  private let blockSize: Int
  /// Both sweeps at the start of every block.
  private var checkpoints: [TwoSweeps]

  init(count: Int, isRing: Bool) {
    self.count = count
    self.isRing = isRing
    let poles = ExponentialPoles()
    shift = ComplexLanes(real: poles.real, imaginary: poles.imaginary)
    stride = isRing ? 6 : 4
    blockSize = min(max(count / 2, 1), Self.largestBlock)
    let entryCount = isRing ? count : 2 * blockSize
    memory = .allocate(capacity: entryCount * stride)
    memory.initialize(repeating: .zero, count: entryCount * stride)
    let blockCount = isRing ? 0 : (count / 2 + blockSize - 1) / blockSize
    let none = InwardSweep(excess: .zero)
    checkpoints = [TwoSweeps](repeating: TwoSweeps(below: none, above: none), count: blockCount)
  }

  deinit { memory.deallocate() }

  /// Solves the systems and sums Re(weight y) over the poles.
  ///
  /// - Parameters:
  ///   - state: p.
  ///   - duration: T.
  ///   - rates: A.
  ///   - weights: One weight per pole.
  ///   - result: The sums on return; not `state`.
  func solve(
    _ state: CellVector, _ duration: Double, _ rates: JumpRates, _ weights: ComplexLanes,
    into result: CellVector
  ) {
    if isRing {
      solveRing(state, duration, rates, weights, into: result)
    } else {
      solveChain(state, duration, rates, weights, into: result)
    }
  }
}

/// One end of an elimination that moves inwards.
private struct InwardSweep {
  /// The part of the pivot that does not lead on, θ + T l e/pivot.
  var excess: ComplexLanes
  /// What the cells behind pass on to the right-hand side.
  var carried = ComplexLanes.zero

  /// Eliminates a cell with the right-hand side `value` that is left at the rate `onward`, of which
  /// the neighbour ahead is left towards this cell at the rate `back`; both multiplied by T.
  @inline(__always)
  mutating func eliminate(
    _ value: Double, onward: Double, back: Double, shift: ComplexLanes,
    into entry: UnsafeMutablePointer<Lanes>
  ) {
    let inverse = (excess + onward).reciprocal
    let gathered = carried + value
    inverse.store(at: entry)
    gathered.store(at: entry + 2)
    carried = (gathered * inverse) * onward
    excess = shift + (excess * inverse) * back
  }
}

/// The sweeps from both ends of a chain.
private struct TwoSweeps {
  var below: InwardSweep
  var above: InwardSweep
}

// MARK: - Chains

extension PoleChain {
  /// Two sweeps from the ends meet in the middle; being independent they overlap in time.
  ///
  /// They keep what elimination leaves of the last block only; for the others, on the way back, it is
  /// computed once more, which is faster than main memory.
  private func solveChain(
    _ state: CellVector, _ t: Double, _ rates: JumpRates, _ weights: ComplexLanes,
    into result: CellVector
  ) {
    let (right, left) = (rates.rightward.pointer, rates.leftward.pointer)
    let (middle, last) = (count / 2, count - 1)
    var sweeps = TwoSweeps(
      below: InwardSweep(excess: shift + t * left[0]),
      above: InwardSweep(excess: shift + t * right[last]))
    for block in checkpoints.indices {
      checkpoints[block] = sweeps
      eliminate(block, &sweeps, state, t, rates)
    }
    // Both excesses hold θ once; the pivot of the middle cell needs it once.
    let pivot = sweeps.below.excess + (sweeps.above.excess - shift)
    let gathered = sweeps.below.carried + sweeps.above.carried + state.pointer[middle]
    var solutions = (below: gathered * pivot.reciprocal, above: ComplexLanes.zero)
    solutions.above = solutions.below
    result.pointer[middle] = solutions.below.realSum(weights)
    for block in checkpoints.indices.reversed() {
      if block + 1 < checkpoints.count {
        var again = checkpoints[block]
        eliminate(block, &again, state, t, rates)
      }
      substitute(block, &solutions, t, rates, weights, result.pointer)
    }
  }

  /// The offsets of a block from the ends.
  private func offsets(_ block: Int) -> Range<Int> {
    block * blockSize..<min((block + 1) * blockSize, count / 2)
  }

  /// Moves both sweeps through a block and leaves the entries of its cells in memory.
  private func eliminate(
    _ block: Int, _ sweeps: inout TwoSweeps, _ state: CellVector, _ t: Double, _ rates: JumpRates
  ) {
    let (right, left, p) = (rates.rightward.pointer, rates.leftward.pointer, state.pointer)
    let (middle, last, shift) = (count / 2, count - 1, shift)
    let offsets = offsets(block)
    var (below, above) = (sweeps.below, sweeps.above)
    var entry = memory
    for offset in offsets {
      below.eliminate(
        p[offset] + Self.floor, onward: t * right[offset], back: t * left[offset + 1], shift: shift,
        into: entry)
      let cell = last - offset
      if cell > middle {
        above.eliminate(
          p[cell] + Self.floor, onward: t * left[cell], back: t * right[cell - 1], shift: shift,
          into: entry + 4)
      }
      entry += 8
    }
    sweeps = TwoSweeps(below: below, above: above)
  }

  /// Substitutes outwards through a block.
  private func substitute(
    _ block: Int, _ solutions: inout (below: ComplexLanes, above: ComplexLanes), _ t: Double,
    _ rates: JumpRates, _ weights: ComplexLanes, _ result: UnsafeMutablePointer<Double>
  ) {
    let (right, left) = (rates.rightward.pointer, rates.leftward.pointer)
    let (middle, last) = (count / 2, count - 1)
    let offsets = offsets(block)
    var (below, above) = solutions
    var entry = memory + 8 * offsets.count
    for offset in offsets.reversed() {
      entry -= 8
      below = back(below, times: t * left[offset + 1], entry)
      result[offset] = below.realSum(weights)
      let cell = last - offset
      if cell > middle {
        above = back(above, times: t * right[cell - 1], entry + 4)
        result[cell] = above.realSum(weights)
      }
    }
    solutions = (below, above)
  }

  /// (gathered + neighbour · rate) · inverse.
  @inline(__always)
  private func back(
    _ neighbour: ComplexLanes, times rate: Double, _ entry: UnsafeMutablePointer<Lanes>
  ) -> ComplexLanes {
    let inverse = ComplexLanes(at: entry)
    let gathered = ComplexLanes(at: entry + 2)
    return ComplexLanes(
      real: multiplyAdd(neighbour.real, Lanes(repeating: rate), gathered.real),
      imaginary: multiplyAdd(neighbour.imaginary, Lanes(repeating: rate), gathered.imaginary))
      * inverse
  }
}

// MARK: - Rings

extension PoleChain {
  /// The last cell is eliminated last; every other cell also exchanges with it.
  private func solveRing(
    _ state: CellVector, _ t: Double, _ rates: JumpRates, _ weights: ComplexLanes,
    into result: CellVector
  ) {
    let (right, left, p) = (rates.rightward.pointer, rates.leftward.pointer, state.pointer)
    let last = count - 1
    var excess = shift
    var carried = ComplexLanes.zero
    // What a cell gives to the last one, and what it receives from it.
    var outward = ComplexLanes.zero + t * left[0]
    var inward = ComplexLanes.zero + t * right[last]
    var lastExcess = shift
    var lastGathered = ComplexLanes.zero + p[last]
    for cell in 0..<last {
      let isBesideLast = cell == last - 1
      var onward = t * right[cell]
      let back = t * left[cell + 1]
      if isBesideLast {
        outward = outward + onward
        inward = inward + back
        onward = 0
      }
      let inverse = (excess + onward + outward).reciprocal
      let gathered = carried + (p[cell] + Self.floor)
      let entry = memory + cell * stride
      inverse.store(at: entry)
      gathered.store(at: entry + 2)
      inward.store(at: entry + 4)
      let (solved, kept) = (gathered * inverse, excess * inverse)
      let given = outward * inverse
      lastGathered = lastGathered + outward * solved
      lastExcess = lastExcess + inward * kept
      carried = solved * onward
      excess = shift + kept * back
      inward = (inward * inverse) * onward
      outward = given * back
    }
    let end = lastGathered * lastExcess.reciprocal
    result.pointer[last] = end.realSum(weights)
    substituteAround(from: end, t, rates, weights, result.pointer)
  }

  private func substituteAround(
    from end: ComplexLanes, _ t: Double, _ rates: JumpRates, _ weights: ComplexLanes,
    _ result: UnsafeMutablePointer<Double>
  ) {
    let last = count - 1
    var solution = ComplexLanes.zero
    for cell in Swift.stride(from: last - 1, through: 0, by: -1) {
      let entry = memory + cell * stride
      let rate = cell == last - 1 ? 0 : t * rates.leftward.pointer[cell + 1]
      let received = solution * rate + ComplexLanes(at: entry + 4) * end
      solution = (ComplexLanes(at: entry + 2) + received) * ComplexLanes(at: entry)
      result[cell] = solution.realSum(weights)
    }
  }
}

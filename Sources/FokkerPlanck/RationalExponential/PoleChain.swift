/// The systems (θ − T A) y = p of all poles on a chain or a ring of cells.
final class PoleChain {
  /// Added to every right-hand side: solutions that decay over many cells would otherwise reach
  /// subnormal numbers, with which a processor is a hundred times slower.
  private static let floor = 1e-250

  private let count: Int
  private let shift: ComplexLanes
  /// Per cell: the inverse pivot, the eliminated right-hand side and, on a ring, the border's, each
  /// as real and imaginary parts.
  private let memory: UnsafeMutablePointer<Lanes>
  private let stride: Int
  private let isRing: Bool

  init(count: Int, isRing: Bool) {
    self.count = count
    self.isRing = isRing
    let poles = ExponentialPoles()
    shift = ComplexLanes(real: poles.real, imaginary: poles.imaginary)
    stride = isRing ? 6 : 4
    memory = .allocate(capacity: count * stride)
    memory.initialize(repeating: .zero, count: count * stride)
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

// MARK: - Chains

extension PoleChain {
  /// Two sweeps from the ends meet in the middle; being independent they overlap in time.
  private func solveChain(
    _ state: CellVector, _ t: Double, _ rates: JumpRates, _ weights: ComplexLanes,
    into result: CellVector
  ) {
    let (right, left, p) = (rates.rightward.pointer, rates.leftward.pointer, state.pointer)
    let middle = count / 2
    let last = count - 1
    let shift = shift
    var below = InwardSweep(excess: shift + t * left[0])
    var above = InwardSweep(excess: shift + t * right[last])
    for offset in 0..<middle {
      below.eliminate(
        p[offset] + Self.floor, onward: t * right[offset], back: t * left[offset + 1], shift: shift,
        into: memory + offset * 4)
      let cell = last - offset
      if cell > middle {
        above.eliminate(
          p[cell] + Self.floor, onward: t * left[cell], back: t * right[cell - 1], shift: shift,
          into: memory + cell * 4)
      }
    }
    // Both excesses hold θ once; the pivot of the middle cell needs it once.
    let pivot = below.excess + (above.excess - shift)
    let gathered = below.carried + above.carried + p[middle]
    let solution = gathered * pivot.reciprocal
    result.pointer[middle] = solution.realSum(weights)
    substituteOutward(from: solution, middle, t, rates, weights, result.pointer)
  }

  private func substituteOutward(
    from solution: ComplexLanes, _ middle: Int, _ t: Double, _ rates: JumpRates,
    _ weights: ComplexLanes, _ result: UnsafeMutablePointer<Double>
  ) {
    let (right, left) = (rates.rightward.pointer, rates.leftward.pointer)
    var (below, above) = (solution, solution)
    for offset in 1...middle {
      let low = middle - offset
      below = back(below, times: t * left[low + 1], memory + low * 4)
      result[low] = below.realSum(weights)
      let high = middle + offset
      if high < count {
        above = back(above, times: t * right[high - 1], memory + high * 4)
        result[high] = above.realSum(weights)
      }
    }
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

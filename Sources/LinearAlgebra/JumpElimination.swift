/// The factors of 1 − τ A for nearest-neighbour jumps with generator A, and solutions with them.
///
/// The elimination of ``BirthDeathResolvent`` over memory of the caller, for one chain or ring of
/// sites or for several that lie side by side in the places of a `Number`. Nothing is allocated.
package struct JumpElimination<Number: EliminationNumber> {
  /// The number of sites.
  package let count: Int
  /// What a site passes on to the next one in the forward sweep.
  package let forward: UnsafeMutablePointer<Number>
  /// What a site receives from the next one in the backward sweep.
  package let backward: UnsafeMutablePointer<Number>
  /// The reciprocal of the pivot of a site.
  package let inversePivot: UnsafeMutablePointer<Number>
  /// What a site passes to the last site of a ring in the forward sweep, and receives from it in the
  /// backward sweep.
  package let ring: (toLast: UnsafeMutablePointer<Number>, fromLast: UnsafeMutablePointer<Number>)?

  /// Names the memory of the factors, `count` numbers each.
  package init(
    count: Int, forward: UnsafeMutablePointer<Number>, backward: UnsafeMutablePointer<Number>,
    inversePivot: UnsafeMutablePointer<Number>,
    ring: (toLast: UnsafeMutablePointer<Number>, fromLast: UnsafeMutablePointer<Number>)?
  ) {
    self.count = count
    self.forward = forward
    self.backward = backward
    self.inversePivot = inversePivot
    self.ring = ring
  }

  /// Factorises 1 − τ A.
  ///
  /// - Parameters:
  ///   - tau: The positive time τ that multiplies the rates.
  ///   - rightward: The rates to the next site, not negative, one per site.
  ///   - leftward: The rates to the site before, not negative, one per site.
  @specialized(where Number == Double)
  @specialized(where Number == SIMD16<Double>)
  package func factorize(
    tau: Double, rightward: UnsafePointer<Number>, leftward: UnsafePointer<Number>
  ) {
    if let ring {
      factorizeRing(Number(everywhere: tau), rightward, leftward, ring.toLast, ring.fromLast)
    } else {
      factorizeChain(Number(everywhere: tau), rightward, leftward)
    }
  }

  /// Solves (1 − τ A) x = b; the solution replaces the right-hand side.
  @specialized(where Number == Double)
  @specialized(where Number == SIMD16<Double>)
  package func solve(_ x: UnsafeMutablePointer<Number>) {
    if let ring { solveRing(x, ring.toLast, ring.fromLast) } else { solveChain(x) }
  }
}

// MARK: - Chains

extension JumpElimination {
  private func factorizeChain(
    _ tau: Number, _ rightward: UnsafePointer<Number>, _ leftward: UnsafePointer<Number>
  ) {
    let (last, one) = (count - 1, Number(everywhere: 1))
    // The part of a pivot that does not go on to the right.
    var excess = one + tau * leftward[0]
    for i in 0..<last {
      let right = tau * rightward[i]
      let left = tau * leftward[i + 1]
      let inverse = (excess + right).inverse
      inversePivot[i] = inverse
      forward[i] = right * inverse
      backward[i] = left * inverse
      excess = one + left * (excess * inverse)
    }
    inversePivot[last] = (excess + tau * rightward[last]).inverse
  }

  private func solveChain(_ x: UnsafeMutablePointer<Number>) {
    var y = x[0]
    for i in 1..<count {
      y = x[i].adding(forward[i - 1], times: y)
      x[i] = y
    }
    y = y * inversePivot[count - 1]
    x[count - 1] = y
    for i in stride(from: count - 2, through: 0, by: -1) {
      y = (x[i] * inversePivot[i]).adding(backward[i], times: y)
      x[i] = y
    }
  }
}

// MARK: - Rings

extension JumpElimination {
  private func factorizeRing(
    _ tau: Number, _ rightward: UnsafePointer<Number>, _ leftward: UnsafePointer<Number>,
    _ toLast: UnsafeMutablePointer<Number>, _ fromLast: UnsafeMutablePointer<Number>
  ) {
    let last = count - 1
    let (zero, one) = (Number(everywhere: 0), Number(everywhere: 1))
    var excess = one
    var lastExcess = one
    var outward = tau * leftward[0]
    var inward = tau * rightward[last]
    for i in 0..<last {
      var right = tau * rightward[i]
      let left = tau * leftward[i + 1]
      if i == last - 1 {
        // The last site is also the right neighbour: both links are one.
        (outward, right) = (outward + right, zero)
        inward = inward + left
      }
      let inverse = (excess + right + outward).inverse
      inversePivot[i] = inverse
      forward[i] = right * inverse
      backward[i] = i == last - 1 ? zero : left * inverse
      toLast[i] = outward * inverse
      fromLast[i] = inward * inverse
      lastExcess = lastExcess + inward * (excess * inverse)
      excess = one + left * (excess * inverse)
      inward = inward * (right * inverse)
      outward = left * toLast[i]
    }
    inversePivot[last] = lastExcess.inverse
  }

  private func solveRing(
    _ x: UnsafeMutablePointer<Number>, _ toLast: UnsafePointer<Number>,
    _ fromLast: UnsafePointer<Number>
  ) {
    let last = count - 1
    var y = x[0]
    var sum = x[last].adding(toLast[0], times: y)
    for i in 1..<max(last, 1) {
      y = x[i].adding(forward[i - 1], times: y)
      x[i] = y
      sum = sum.adding(toLast[i], times: y)
    }
    let end = sum * inversePivot[last]
    x[last] = end
    y = Number(everywhere: 0)
    for i in stride(from: last - 1, through: 0, by: -1) {
      y = (x[i] * inversePivot[i]).adding(backward[i], times: y).adding(fromLast[i], times: end)
      x[i] = y
    }
  }
}

// MARK: - Arithmetic

// The requirements of a protocol are inlined where an operator of the standard library is not.
@inline(__always)
private func + <Number: EliminationNumber>(left: Number, right: Number) -> Number {
  left.plus(right)
}

@inline(__always)
private func * <Number: EliminationNumber>(left: Number, right: Number) -> Number {
  left.times(right)
}

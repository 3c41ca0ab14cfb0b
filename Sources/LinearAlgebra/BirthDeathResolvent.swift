/// The factorised matrix 1 − τ A of a nearest-neighbour jump process with generator A.
///
/// A moves probability from site i to its neighbours at the rates `rightward[i]` and `leftward[i]`:
///
/// ```
/// (A p)[i] = rightward[i−1] p[i−1] + leftward[i+1] p[i+1] − (rightward[i] + leftward[i]) p[i]
/// ```
///
/// `leftward[0]` and `rightward[n−1]` leave the chain, or join its ends when it is a ring. The
/// elimination of Grassmann, Taksar and Heyman forms no difference, neither for walls nor for the
/// ring: every solution with a non-negative right-hand side is non-negative and accurate to
/// rounding in each element, however large τ times the rates, and the sum is conserved to rounding.
///
/// ## Reference
///
/// W. K. Grassmann, M. I. Taksar and D. P. Heyman, "Regenerative analysis and steady state
/// distributions for Markov chains", *Operations Research* 33 (1985) 1107-1116,
/// [doi:10.1287/opre.33.5.1107](https://doi.org/10.1287/opre.33.5.1107).
public struct BirthDeathResolvent: Sendable {
  /// The number of sites.
  public let count: Int
  /// Whether the ends are joined.
  public let isRing: Bool
  /// What site i passes on to site i + 1 in the forward sweep.
  private var forward: [Double]
  /// What site i receives from site i + 1 in the backward sweep.
  private var backward: [Double]
  private var inversePivot: [Double]
  /// What site i passes to the last site of a ring in the forward sweep.
  private var toLast: [Double]
  /// What site i receives from the last site of a ring in the backward sweep.
  private var fromLast: [Double]

  /// Makes room for a chain or a ring of at least two sites.
  public init(count: Int, isRing: Bool) {
    precondition(count >= 2, "a chain has at least two sites")
    self.count = count
    self.isRing = isRing
    forward = [Double](repeating: 0, count: count)
    backward = forward
    inversePivot = forward
    toLast = isRing ? forward : []
    fromLast = toLast
  }

  /// Factorises 1 − τ A; O(n), without allocation.
  ///
  /// - Parameters:
  ///   - tau: The positive time τ that multiplies the rates.
  ///   - rightward: The rates to the right, not negative, one per site.
  ///   - leftward: The rates to the left, not negative, one per site.
  public mutating func factorize(
    tau: Double, rightward: Span<Double>, leftward: Span<Double>
  ) {
    precondition(rightward.count == count && leftward.count == count, "one rate per site")
    if isRing {
      factorizeRing(tau, rightward, leftward)
    } else {
      factorizeChain(tau, rightward, leftward)
    }
  }

  /// Solves (1 − τ A) x = b; the solution replaces the right-hand side.
  public func solve(_ solution: inout MutableSpan<Double>) {
    precondition(solution.count == count, "one number per site")
    if isRing { solveRing(&solution) } else { solveChain(&solution) }
  }
}

// MARK: - Chains

extension BirthDeathResolvent {
  private mutating func factorizeChain(
    _ tau: Double, _ rightward: Span<Double>, _ leftward: Span<Double>
  ) {
    let last = count - 1
    // The part of a pivot that does not go on to the right.
    var excess = 1 + tau * leftward[unchecked: 0]
    forward.withUnsafeMutableBufferPointer { forward in
      backward.withUnsafeMutableBufferPointer { backward in
        inversePivot.withUnsafeMutableBufferPointer { inversePivot in
          for i in 0..<last {
            let right = tau * rightward[unchecked: i]
            let left = tau * leftward[unchecked: i + 1]
            let inverse = 1 / (excess + right)
            inversePivot[i] = inverse
            forward[i] = right * inverse
            backward[i] = left * inverse
            excess = 1 + left * (excess * inverse)
          }
          inversePivot[last] = 1 / (excess + tau * rightward[unchecked: last])
        }
      }
    }
  }

  private func solveChain(_ x: inout MutableSpan<Double>) {
    let forward = forward.span
    let backward = backward.span
    let inversePivot = inversePivot.span
    var y = x[unchecked: 0]
    for i in 1..<count {
      y = x[unchecked: i] + forward[unchecked: i - 1] * y
      x[unchecked: i] = y
    }
    y *= inversePivot[unchecked: count - 1]
    x[unchecked: count - 1] = y
    for i in stride(from: count - 2, through: 0, by: -1) {
      y = x[unchecked: i] * inversePivot[unchecked: i] + backward[unchecked: i] * y
      x[unchecked: i] = y
    }
  }
}

// MARK: - Rings

extension BirthDeathResolvent {
  private mutating func factorizeRing(
    _ tau: Double, _ rightward: Span<Double>, _ leftward: Span<Double>
  ) {
    let last = count - 1
    var excess = 1.0
    var lastExcess = 1.0
    var outward = tau * leftward[0]
    var inward = tau * rightward[last]
    for i in 0..<last {
      var right = tau * rightward[i]
      let left = tau * leftward[i + 1]
      if i == last - 1 {
        // The last site is also the right neighbour: both links are one.
        (outward, right) = (outward + right, 0)
        inward += left
      }
      let inverse = 1 / (excess + right + outward)
      inversePivot[i] = inverse
      forward[i] = right * inverse
      backward[i] = i == last - 1 ? 0 : left * inverse
      toLast[i] = outward * inverse
      fromLast[i] = inward * inverse
      lastExcess += inward * (excess * inverse)
      excess = 1 + left * (excess * inverse)
      inward *= right * inverse
      outward = left * toLast[i]
    }
    inversePivot[last] = 1 / lastExcess
  }

  private func solveRing(_ x: inout MutableSpan<Double>) {
    let last = count - 1
    var y = x[0]
    var sum = x[last] + toLast[0] * y
    for i in 1..<max(last, 1) {
      y = x[i] + forward[i - 1] * y
      x[i] = y
      sum += toLast[i] * y
    }
    let end = sum * inversePivot[last]
    x[last] = end
    y = 0
    for i in stride(from: last - 1, through: 0, by: -1) {
      y = x[i] * inversePivot[i] + backward[i] * y + fromLast[i] * end
      x[i] = y
    }
  }
}

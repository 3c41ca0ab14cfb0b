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
  /// The factors of ``JumpElimination`` one after another.
  private var factors: [Double]

  /// Makes room for a chain or a ring of at least two sites.
  public init(count: Int, isRing: Bool) {
    precondition(count >= 2, "a chain has at least two sites")
    self.count = count
    self.isRing = isRing
    factors = [Double](repeating: 0, count: (isRing ? 5 : 3) * count)
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
    let (count, isRing) = (count, isRing)
    factors.withUnsafeMutableBufferPointer { factors in
      rightward.withUnsafeBufferPointer { rightward in
        leftward.withUnsafeBufferPointer { leftward in
          guard let base = factors.baseAddress, let right = rightward.baseAddress,
            let left = leftward.baseAddress
          else { return }
          Self.elimination(base, count, isRing)
            .factorize(tau: tau, rightward: right, leftward: left)
        }
      }
    }
  }

  /// Solves (1 − τ A) x = b; the solution replaces the right-hand side.
  public func solve(_ solution: inout MutableSpan<Double>) {
    precondition(solution.count == count, "one number per site")
    factors.withUnsafeBufferPointer { factors in
      solution.withUnsafeMutableBufferPointer { solution in
        guard let base = factors.baseAddress, let x = solution.baseAddress else { return }
        Self.elimination(UnsafeMutablePointer(mutating: base), count, isRing).solve(x)
      }
    }
  }

  private static func elimination(
    _ base: UnsafeMutablePointer<Double>, _ count: Int, _ isRing: Bool
  ) -> JumpElimination<Double> {
    JumpElimination(
      count: count, forward: base, backward: base + count, inversePivot: base + 2 * count,
      ring: isRing ? (base + 3 * count, base + 4 * count) : nil)
  }
}

/// The decay rates of a nearest-neighbour jump process on a chain, each to full relative accuracy.
///
/// Let site i be left at the rates `rightward[i]` and `leftward[i]`. The negative generator is
/// similar to C Cᵀ, where C joins sites with the bonds between them, and the eigenvalues of
///
/// ```
/// ⎛ 0  C⎞
/// ⎝ Cᵀ 0⎠     a tridiagonal matrix with zeros on the diagonal and square roots of rates beside it
/// ```
///
/// are ±√λ. The number of eigenvalues below x follows from the signs of d ← −x − rate/d, in which
/// rounding changes each rate by a few units in the last place only; rates of order e^{−ΔU/D} keep all
/// their digits.
///
/// ## Reference
///
/// J. Demmel and W. Kahan, "Accurate singular values of bidiagonal matrices", *SIAM Journal on
/// Scientific and Statistical Computing* 11 (1990) 873-912,
/// [doi:10.1137/0911052](https://doi.org/10.1137/0911052).
public struct BirthDeathDecayRates: Sendable {
  /// The squares beside the diagonal, from bond to site to bond.
  private let squares: [Double]
  /// The number of positive eigenvalues.
  private let positiveCount: Int
  private let bound: Double
  /// Whether nothing leaves the chain, so that one rate is zero.
  private let isClosed: Bool

  /// Takes the rates of a chain of at least two sites.
  ///
  /// - Parameters:
  ///   - rightward: The rates to the right, not negative, one per site; the last leaves the chain.
  ///   - leftward: The rates to the left, not negative, one per site; the first leaves the chain.
  public init(rightward: [Double], leftward: [Double]) {
    precondition(rightward.count == leftward.count, "one rate per site")
    precondition(rightward.count >= 2, "a chain has at least two sites")
    let last = rightward.count - 1
    var squares: [Double] = []
    if leftward[0] > 0 { squares.append(leftward[0]) }
    for site in 0..<last { squares += [rightward[site], leftward[site + 1]] }
    if rightward[last] > 0 { squares.append(rightward[last]) }
    self.squares = squares
    isClosed = leftward[0] == 0 && rightward[last] == 0
    positiveCount = isClosed ? last : last + 1
    var bound = 0.0
    for (a, b) in zip([0] + squares, squares + [0]) {
      bound = max(bound, a.squareRoot() + b.squareRoot())
    }
    self.bound = bound
  }

  /// The decay rate of an index, counted from zero at the smallest.
  public func rate(at index: Int) -> Double {
    let order = isClosed ? index : index + 1
    precondition(index >= 0 && order <= positiveCount, "no such rate")
    guard order > 0 else { return 0 }
    // Bisection over the bit patterns of positive numbers, which are ordered as the numbers are.
    var (low, high) = (UInt64(1), (2 * bound + .leastNormalMagnitude).bitPattern)
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if countOfPositive(below: Double(bitPattern: middle)) >= order {
        high = middle
      } else {
        low = middle
      }
    }
    let root = Double(bitPattern: high)
    return root * root
  }

  /// The number of positive eigenvalues ±√λ below `x`.
  private func countOfPositive(below x: Double) -> Int {
    let smallest = max(Double.leastNormalMagnitude, 1e-290 * bound)
    var pivot = -x
    var negative = 1
    for square in squares {
      pivot = -x - square / (abs(pivot) < smallest ? -smallest : pivot)
      if pivot < 0 { negative += 1 }
    }
    return negative - (squares.count + 1 - positiveCount)
  }
}

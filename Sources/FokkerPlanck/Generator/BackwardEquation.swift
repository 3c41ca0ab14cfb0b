/// Solutions of the backward equation Aᵀ f + s = 0 on a chain with rates A, f being zero outside.
///
/// The elimination forms no difference, so that even times of order e^{ΔU/D} are accurate to
/// rounding.
enum BackwardEquation {
  /// The solution for a source s per cell; infinite where nothing ever leaves the chain.
  static func solve(_ rates: JumpRates, source: (Int) -> Double) -> [Double] {
    let count = rates.rightward.count
    let (right, left) = (rates.rightward.pointer, rates.leftward.pointer)
    var onward = [Double](repeating: 0, count: count)
    var gathered = onward
    // The rate at which a cell leaves to the left for good.
    var escape = left[0]
    var carried = source(0)
    for cell in 0..<count {
      if cell > 0 {
        escape = left[cell] * ratio(escape, right[cell - 1] + escape)
        carried = source(cell) + left[cell] * gathered[cell - 1]
        if left[cell] == 0 { carried = source(cell) }
      }
      let pivot = right[cell] + escape
      onward[cell] = ratio(right[cell], pivot)
      gathered[cell] = pivot > 0 ? carried / pivot : (carried > 0 ? .infinity : 0)
    }
    var solution = gathered
    for cell in stride(from: count - 2, through: 0, by: -1) where onward[cell] > 0 {
      solution[cell] = gathered[cell] + onward[cell] * solution[cell + 1]
    }
    return solution
  }

  /// The probability of leaving through the upper wall, per cell at the start.
  static func upperExitProbabilities(_ rates: JumpRates) -> [Double] {
    let last = rates.rightward.count - 1
    return solve(rates) { $0 == last ? rates.rightward.pointer[last] : 0 }
  }

  /// The probability of leaving through the lower wall, per cell at the start.
  static func lowerExitProbabilities(_ rates: JumpRates) -> [Double] {
    solve(rates) { $0 == 0 ? rates.leftward.pointer[0] : 0 }
  }

  /// The mean time until either wall is reached, per cell at the start.
  static func meanExitTimes(_ rates: JumpRates) -> [Double] { solve(rates) { _ in 1 } }

  private static func ratio(_ a: Double, _ b: Double) -> Double { b > 0 ? a / b : 0 }
}

/// The generator A of a finite-volume method: the rates at which probability jumps between cells.
///
/// ```
/// dp[i]/dt = rightward[i−1] p[i−1] + leftward[i+1] p[i+1] − (rightward[i] + leftward[i]) p[i]
/// ```
///
/// `leftward[0]` and `rightward[n−1]` lead through the walls, or around a ring.
final class JumpRates {
  let rightward: CellVector
  let leftward: CellVector
  let isRing: Bool
  /// The number of the assembly that made the present rates.
  var generation = 0

  init(count: Int, isRing: Bool) {
    rightward = CellVector(count: count)
    leftward = CellVector(count: count)
    self.isRing = isRing
  }

  /// The largest rate at which a cell is left.
  var largest: Double {
    var largest = 0.0
    for cell in 0..<rightward.count {
      largest = max(largest, rightward.pointer[cell] + leftward.pointer[cell])
    }
    return largest
  }

  /// Whether nothing is lost through a wall.
  var isClosed: Bool {
    isRing || (leftward.pointer[0] == 0 && rightward.pointer[rightward.count - 1] == 0)
  }

  /// The rates of loss through the lower and the upper wall, of the sum of p.
  func exit(of state: CellVector) -> ExitRate {
    guard !isRing else { return ExitRate() }
    let last = state.count - 1
    return ExitRate(
      lower: leftward.pointer[0] * state.pointer[0],
      upper: rightward.pointer[last] * state.pointer[last])
  }

  /// Computes A p as differences of fluxes, so that its sum telescopes to the loss at the walls.
  ///
  /// - Parameters:
  ///   - state: p.
  ///   - slope: A p on return.
  ///   - flux: Scratch of one more than the number of cells; the flux through each face on return.
  /// - Returns: The rates of loss through the lower and the upper wall, of the sum of p.
  @discardableResult
  func apply(to state: CellVector, slope: CellVector, flux: CellVector) -> ExitRate {
    let (p, out, f) = (state.pointer, slope.pointer, flux.pointer)
    let (right, left) = (rightward.pointer, leftward.pointer)
    let last = state.count - 1
    for face in 1...last { f[face] = right[face - 1] * p[face - 1] - left[face] * p[face] }
    var exit = ExitRate()
    if isRing {
      f[0] = right[last] * p[last] - left[0] * p[0]
      f[last + 1] = f[0]
    } else {
      f[0] = -left[0] * p[0]
      f[last + 1] = right[last] * p[last]
      exit = ExitRate(lower: -f[0], upper: f[last + 1])
    }
    for cell in 0...last { out[cell] = f[cell] - f[cell + 1] }
    return exit
  }
}

/// The rates at which the sum of the cells is lost through the walls.
struct ExitRate {
  var lower = 0.0
  var upper = 0.0

  static func + (a: ExitRate, b: ExitRate) -> ExitRate {
    ExitRate(lower: a.lower + b.lower, upper: a.upper + b.upper)
  }

  static func * (factor: Double, rate: ExitRate) -> ExitRate {
    ExitRate(lower: factor * rate.lower, upper: factor * rate.upper)
  }
}

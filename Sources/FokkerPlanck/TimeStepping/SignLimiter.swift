/// Mixes a step of second order with one of backward Euler so that no cell becomes negative.
///
/// The two results differ by fluxes G through the faces, which their differences sum up to. Each flux
/// is reduced by the factor at which the cell that gives it would become empty,
///
/// ```
/// p[i] = b[i] − αG[i+½] + αG[i−½],   α = min(1, b/Σ outgoing G) of the giving cell
/// ```
///
/// b being the non-negative result of backward Euler. What leaves a cell enters the next, so mass is
/// kept; α = 1, hence second order, wherever the better result is not negative nearby.
///
/// ## Reference
///
/// S. T. Zalesak, "Fully multidimensional flux-corrected transport algorithms for fluids", *Journal
/// of Computational Physics* 31 (1979) 335-362,
/// [doi:10.1016/0021-9991(79)90051-2](https://doi.org/10.1016/0021-9991(79)90051-2).
struct SignLimiter {
  private var resolvent: CachedResolvent
  private let backward: CellVector
  private let slope: CellVector
  private let flux: CellVector
  private let share: CellVector

  init(count: Int, isRing: Bool) {
    resolvent = CachedResolvent(count: count, isRing: isRing)
    backward = CellVector(count: count)
    slope = CellVector(count: count)
    flux = CellVector(count: count + 1)
    share = CellVector(count: count)
  }

  /// Limits a step in place.
  ///
  /// - Parameters:
  ///   - result: The density after the step, possibly negative; limited on return.
  ///   - exited: What has left by the end of the step; limited on return.
  ///   - start: The density before the step, not negative.
  ///   - exitedBefore: What had left before the step.
  ///   - rates: The generator at the end of the step.
  ///   - step: Δt.
  /// - Returns: The sum over the cells of what was changed.
  mutating func limit(
    _ result: CellVector, _ exited: inout ExitRate, from start: CellVector,
    _ exitedBefore: ExitRate, rates: JumpRates, step: Double
  ) -> Double {
    let count = result.count
    backward.pointer.update(from: start.pointer, count: count)
    resolvent.prepare(rates, tau: step)
    resolvent.solve(backward)
    let loss = step * rates.apply(to: backward, slope: slope, flux: flux)
    sumFluxes(
      result, lowerLoss: exited.lower - exitedBefore.lower - loss.lower,
      upperLoss: exited.upper - exitedBefore.upper - loss.upper, rates.isRing)
    findShares()
    let (b, g, p) = (backward.pointer, flux.pointer, result.pointer)
    var change = 0.0
    for cell in 0..<count {
      let outgoing = share.pointer[cell] * (max(-g[cell], 0) + max(g[cell + 1], 0))
      let below = g[cell] > 0 ? lowerShare(cell, loss, rates.isRing) * g[cell] : 0
      let above = g[cell + 1] < 0 ? upperShare(cell, loss, rates.isRing) * -g[cell + 1] : 0
      let limited = max(b[cell] - outgoing, 0) + (below + above)
      change += abs(limited - p[cell])
      p[cell] = limited
    }
    guard !rates.isRing else { return change }
    // Below the normal numbers a product may exceed the loss that it is part of.
    exited.lower = exitedBefore.lower + max(loss.lower - passed(0, loss.lower, inward: g[0]), 0)
    exited.upper =
      exitedBefore.upper + max(loss.upper - passed(count - 1, loss.upper, inward: -g[count]), 0)
    return change
  }

  /// The fluxes that turn the result of backward Euler into the other one.
  private func sumFluxes(
    _ result: CellVector, lowerLoss: Double, upperLoss: Double, _ isRing: Bool
  ) {
    let (b, g, p) = (backward.pointer, flux.pointer, result.pointer)
    let count = result.count
    g[0] = isRing ? 0 : -lowerLoss
    for cell in 0..<count { g[cell + 1] = g[cell] - (p[cell] - b[cell]) }
    spread(rounding: g[count] - (isRing ? 0 : upperLoss))
    guard isRing else { return }
    // A flux around the ring changes nothing; without its mean the fluxes are smallest.
    var mean = 0.0
    for face in 0..<count { mean += g[face] / Double(count) }
    for face in 0...count { g[face] -= mean }
    g[count] = g[0]
  }

  /// Takes what rounding made of the mass from all cells in proportion to their contents.
  private func spread(rounding: Double) {
    let (b, g) = (backward.pointer, flux.pointer)
    let total = backward.sumAndMinimum.sum
    guard rounding != 0, total > 0 else { return }
    var below = 0.0
    for cell in 0..<backward.count {
      below += b[cell]
      g[cell + 1] -= rounding * (below / total)
    }
  }

  /// The factor of every cell by which all it gives is reduced.
  private func findShares() {
    let (b, g) = (backward.pointer, flux.pointer)
    for cell in 0..<backward.count {
      let outgoing = max(-g[cell], 0) + max(g[cell + 1], 0)
      share.pointer[cell] = Self.factor(of: b[cell], outgoing)
    }
  }

  /// The largest factor, a few units of rounding below the exact one.
  private static func factor(of content: Double, _ outgoing: Double) -> Double {
    outgoing > content ? content / outgoing * (1 - 4 * Double.ulpOfOne) : 1
  }

  /// The factor of what gives through the lower face of a cell.
  private func lowerShare(_ cell: Int, _ loss: ExitRate, _ isRing: Bool) -> Double {
    if cell > 0 { return share.pointer[cell - 1] }
    return isRing
      ? share.pointer[backward.count - 1] : Self.factor(of: loss.lower, flux.pointer[0])
  }

  /// The factor of what gives through the upper face of a cell.
  private func upperShare(_ cell: Int, _ loss: ExitRate, _ isRing: Bool) -> Double {
    let last = backward.count - 1
    if cell < last { return share.pointer[cell + 1] }
    return isRing ? share.pointer[0] : Self.factor(of: loss.upper, -flux.pointer[last + 1])
  }

  /// The limited flux through a wall, positive inwards.
  private func passed(_ cell: Int, _ loss: Double, inward: Double) -> Double {
    inward > 0 ? Self.factor(of: loss, inward) * inward : share.pointer[cell] * inward
  }
}

import Grids
import StochasticProcesses
import TypedProcesses

extension JointEquation {
  /// Makes sure that a scheme integrates this equation.
  func check(_ scheme: EnsembleScheme) throws {
    if scheme == .milstein { throw CommandFailure.milsteinOfSeveral }
    guard !typed.hasHomogeneousDiffusion else { return }
    guard !scheme.needsAdditiveNoise, scheme != .stochasticHeun else {
      throw CommandFailure(
        .usage,
        "With several variables the scheme \(scheme.rawValue) is for a diffusion that does not "
          + "depend on \(variables.joined(separator: ", ")); use weak-order-two.")
    }
  }

  /// A 400th of the whole time, or a tenth of the time in which the median drift relaxes along a
  /// line through the middle.
  func stepSize(until last: Double) throws -> Double {
    let whole = max(last - startTime, .leastNormalMagnitude) / 400
    let rate = try variables.indices.map(rate(along:)).max() ?? 0
    return rate > 0 ? min(whole, 0.1 / rate) : whole
  }

  /// The median of |∂a/∂x| along the line through the middle that is parallel to an axis.
  private func rate(along variable: Int) throws -> Double {
    let ranges = box ?? variables.map { _ in -1...1 }
    let axis = try Axis(ranges[variable], cellCount: 128)
    let (order, count) = (variables.count, axis.cellCount + 1)
    let points = ranges.indices.flatMap { other in
      other == variable
        ? axis.faces
        : [Double](
          repeating: (ranges[other].lowerBound + ranges[other].upperBound) / 2, count: count)
    }
    var drift = [Double](repeating: 0, count: order * count)
    var diffusion = [Double](repeating: 0, count: MatrixTriangle.count(dimension: order) * count)
    var driftSpan = drift.mutableSpan
    var diffusionSpan = diffusion.mutableSpan
    process.evaluate(
      at: points.span, time: startTime, drift: &driftSpan, diffusion: &diffusionSpan)
    let slopes = (1..<count).map { face in
      (0..<order).reduce(0.0) { sum, row in
        let change = drift[row * count + face] - drift[row * count + face - 1]
        return sum + change * change
      }.squareRoot() / axis.spacing
    }
    let ordered = slopes.filter(\.isFinite).sorted()
    return ordered.isEmpty ? 0 : ordered[ordered.count / 2]
  }
}

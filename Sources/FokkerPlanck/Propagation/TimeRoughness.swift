internal import Grids
internal import RealModule

/// Tells whether coefficients change smoothly during a step, where the density is.
///
/// At nine Chebyshev points of the step each coefficient is developed into polynomials. For a smooth
/// function the coefficients of high degree are small; a jump, a kink or an oscillation shows in
/// them, even where the means that two numbers of substeps see happen to agree.
struct TimeRoughness {
  private static let nodeCount = 9
  private static let pointCount = 8
  /// The largest share of the three highest degrees in a smooth change.
  private static let largestShare = 0.02
  /// A change with less than this share of the coefficient itself does not matter.
  private static let negligible = 1e-10

  private let axis: Axis
  /// The drift and the diffusion coefficient at a point and a time.
  private let coefficients: (Double, Double) -> (Double, Double)

  init(axis: Axis, coefficients: @escaping (Double, Double) -> (Double, Double)) {
    self.axis = axis
    self.coefficients = coefficients
  }

  /// Whether some coefficient is not smooth between two times.
  func finds(from start: Double, to end: Double, _ state: LevelState) -> Bool {
    points(of: state).contains { x in
      var (drifts, diffusions) = ([Double](), [Double]())
      for node in 0..<Self.nodeCount {
        let place = Double.cos(Double.pi * Double(node) / Double(Self.nodeCount - 1))
        let (drift, diffusion) = coefficients(x, 0.5 * (start + end) + 0.5 * (end - start) * place)
        drifts.append(drift)
        diffusions.append(diffusion)
      }
      return isRough(drifts) || isRough(diffusions)
    }
  }

  private func isRough(_ values: [Double]) -> Bool {
    let degree = Self.nodeCount - 1
    let size = values.reduce(0) { max($0, abs($1)) }
    var (low, high) = (0.0, 0.0)
    for order in 1...degree {
      var sum = 0.0
      for (node, value) in values.enumerated() {
        let weight = node == 0 || node == degree ? 0.5 : 1
        sum += weight * value * Double.cos(Double.pi * Double(order * node) / Double(degree))
      }
      let magnitude = abs(sum) * 2 / Double(degree)
      if order <= degree - 3 { low = max(low, magnitude) } else { high = max(high, magnitude) }
    }
    return high > Self.largestShare * low && high > Self.negligible * size
  }

  /// Middles of cells that divide the probability evenly.
  private func points(of state: LevelState) -> [Double] {
    let total = state.cells.sumOfMagnitudes
    var (sum, points) = (0.0, [Double]())
    for cell in 0..<state.cells.count where points.count < Self.pointCount {
      sum += abs(state.cells.pointer[cell])
      if sum >= total * (Double(points.count) + 0.5) / Double(Self.pointCount) {
        points.append(axis.center(ofCell: cell))
      }
    }
    return points
  }
}

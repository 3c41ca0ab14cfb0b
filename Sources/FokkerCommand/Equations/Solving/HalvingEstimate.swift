import Grids
import RealModule

/// The L1 error of a solution, estimated from solutions on cells of twice and of four times the size.
///
/// When the error falls by a factor r with each halving, that of the finest solution is the distance to
/// the next one over r − 1. The observed r is taken, up to 4 and not more than the scheme's order promises;
/// the result is doubled, since r is not exact before the error is small.
struct HalvingEstimate {
  /// The order that errors may fall with at best.
  var order: Int
  /// What cannot be seen by halving cells, such as mass where a scheme changes the process.
  var unseen = 0.0

  /// The largest L1 distance of two densities.
  static let largest = 2.0
  /// How many cells a density must fill for its error to be seen.
  private static let fewestCells = 4.0

  /// Estimates the error of one density.
  ///
  /// - Parameters:
  ///   - near: The L1 distance to the solution on cells of twice the size.
  ///   - far: The distance of that one to the solution on cells of four times the size; nil when there is
  ///     none, and then errors are taken to fall as for the first order.
  ///   - filledCells: How many cells the density fills; where these are few all solutions may agree and be
  ///     wrong.
  /// - Returns: The estimate, 2 at most.
  func error(near: Double, far: Double?, filledCells: Double) -> Double {
    guard filledCells >= Self.fewestCells, near.isFinite else { return Self.largest }
    guard let far, far.isFinite else { return min(Self.largest, 2 * near + unseen) }
    let distance = max(near, far / Double(1 << min(order, 30)))
    guard distance > 0 else { return min(Self.largest, unseen) }
    let factor = min(4, max(1.25, far / distance))
    return min(Self.largest, 2 * distance / (factor - 1) + unseen)
  }
}

extension Density {
  /// The number of cells over which a uniform density would have the same ∑ pᵢ².
  var filledCells: Double { Self.filledCells(values) }

  fileprivate static func filledCells(_ values: [Double]) -> Double {
    let (sum, squares) = values.reduce((0, 0)) { ($0.0 + $1, $0.1 + $1 * $1) }
    return squares > 0 ? sum * sum / squares : 0
  }
}

extension BoxDensity {
  /// The number of cells along one axis over which a uniform density would have the same ∑ pᵢ², if all axes
  /// are filled alike.
  var filledCells: Double {
    Double.root(Density.filledCells(values), axes.count)
  }
}

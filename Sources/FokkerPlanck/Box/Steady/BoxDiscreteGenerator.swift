public import Grids
internal import LinearAlgebra
public import StochasticProcesses

/// The finite-volume generator of a process on a box at one time, for everything but time itself.
///
/// The stationary density, the slowest modes of relaxation and mean exit times follow from the matrix
/// A of ``BoxFiniteVolumeSolver``, Scharfetter-Gummel fluxes along the axes and central differences
/// of mixed diffusion; each is of second order in the spacing. A is factorised as a banded matrix,
/// whose band is as wide as all axes but the longest together: two dimensions cost a second for 256²
/// cells, three are for coarse grids.
public struct BoxDiscreteGenerator {
  /// The axis of each variable.
  public let axes: [Axis]
  /// The conditions at the ends of each axis.
  public let boundaries: [BoundaryConditions]
  let shape: BoxShape
  let columns: GeneratorColumns
  private let order: BandOrder

  /// The bytes that the factors may take, 2 GiB.
  private static let largestSize = 1 << 31

  /// Assembles the generator of a process.
  ///
  /// - Parameters:
  ///   - process: The drift and the diffusion matrix.
  ///   - axes: The axis of each variable.
  ///   - boundaries: The conditions at their ends; empty means reflecting walls everywhere.
  ///   - time: The time at which the coefficients are taken.
  /// - Throws: ``FokkerPlanckError/invalidCoefficient(name:value:point:time:)``,
  ///   ``FokkerPlanckError/wrongDimension(of:expected:found:)`` and
  ///   ``FokkerPlanckError/invalidParameter(name:value:remedy:)`` when the factors would need more
  ///   than 2 GiB.
  public init<Process: MultivariateDiffusionProcess>(
    _ process: Process, axes: [Axis], boundaries: [BoundaryConditions] = [], time: Double = 0
  ) throws(FokkerPlanckError) where Process.Scalar == Double {
    let count = axes.reduce(1) { $0 * $1.cellCount }
    let checks = BoxChecks(axes: axes, processDimension: process.dimension)
    self.axes = axes
    self.boundaries = try checks.boundaries(boundaries)
    shape = BoxShape(axes: axes, boundaries: self.boundaries)
    let longest = axes.map(\.cellCount).max() ?? 1
    let reach = self.boundaries.contains(.periodic) ? 2 : 1
    guard count / longest * reach * 3 * 8 * count <= Self.largestSize else {
      throw .invalidParameter(
        name: "cellCount", value: Double(count),
        remedy: "the factors would need more than 2 GiB; give fewer cells, or solve to a late time")
    }
    let generator = BoxGenerator(process, shape: shape, usesDiagonals: false, threads: 1)
    try generator.update(to: time)
    columns = GeneratorColumns(generator)
    order = BandOrder(shape)
  }

  /// Solves (shift − A) x = b, or its transpose, many times.
  struct Resolvent {
    fileprivate let factors: BandedFactorization
    fileprivate let order: BandOrder

    func solve(_ values: [Double], transposed: Bool = false) -> [Double] {
      order.restored(factors.solve(order.ordered(values), transposed: transposed))
    }
  }

  /// The factors of shift − A.
  func resolvent(shift: Double) throws(FokkerPlanckError) -> Resolvent {
    let places = order.places
    let bandwidth = columns.elements.reduce(0) {
      max($0, abs(places[$1.row] - places[$1.column]))
    }
    var matrix = BandedMatrix(order: shape.cellCount, bandwidth: bandwidth)
    for element in columns.elements {
      matrix[places[element.row], places[element.column]] -= element.value
    }
    for place in places { matrix[place, place] += shift }
    do {
      return Resolvent(factors: try BandedFactorization(matrix), order: order)
    } catch {
      throw .numericalFailure(
        reason: "the generator on the box cannot be factorised. \(error.description)")
    }
  }

  /// Whether probability can leave the box.
  var canLose: Bool { boundaries.contains(where: \.canAbsorb) }

  /// The size of slow rates: the largest rate of leaving a cell over the square of the number of cells,
  /// about D/L².
  var scaleOfRates: Double {
    let cells = Double(axes.map(\.cellCount).max() ?? 1)
    return columns.largestRate / (cells * cells)
  }
}

internal import Grids

/// The tables of all output times after a number of levels.
struct RefinedAnswer {
  /// How much extrapolation may enlarge the errors of the time steps.
  private static let amplification = 2.0
  /// The largest probability in one cell of a density that counts as resolved.
  private static let fullestCell = 0.125
  /// The number of cells from which on a density need not be resolved.
  private static let largestUnresolved = 4096

  /// The roughness of coefficients that counts as rounding.
  private static let smooth = 1e-9
  /// The least factor by which the roughness of smooth coefficients falls from level to level.
  private static let smoothGain = 6.0

  private let isRing: Bool
  private var roughness = 0.0
  private var tables: [RefinementTableau] = []
  private var timeErrors: [Double] = []
  /// The axis of the finest level.
  private(set) var axis: Axis?
  private var fullest = 1.0

  init(isRing: Bool) { self.isRing = isRing }

  /// Adds a level with half the spacing of the one before.
  mutating func add(_ solution: LevelSolution) {
    let spacing = solution.axis.spacing
    let isRegular =
      solution.roughness < Self.smooth || Self.smoothGain * solution.roughness < roughness
    roughness = solution.roughness
    if axis == nil {
      tables = solution.fields.map { RefinementTableau($0, isRing: isRing) }
    } else {
      for index in tables.indices {
        tables[index].add(
          solution.fields[index], coarseSpacing: 2 * spacing, isRegular: isRegular)
      }
    }
    fullest = solution.fields.reduce(0) {
      max($0, $1.values.reduce(0, max) * spacing)
    }
    timeErrors = solution.timeErrors.map { Self.amplification * $0 }
    axis = solution.axis
  }

  /// Whether no cell holds so much that the density is but a spike, or cells are many anyway.
  var resolves: Bool {
    fullest < Self.fullestCell || (axis?.cellCount ?? 0) >= Self.largestUnresolved
  }

  /// The largest estimated error of all output times.
  var largestError: Double {
    tables.indices.reduce(0) { max($0, tables[$1].best.error + timeErrors[$1]) }
  }

  /// The best column of an output time, with its order and the estimated error.
  func result(_ index: Int) -> (field: LevelField, order: Int, error: ErrorEstimate) {
    let best = tables[index].best
    var error = ErrorEstimate()
    error.space = best.error
    error.time = timeErrors[index]
    return (tables[index].entry(best.column), 2 * (best.column + 1), error)
  }
}

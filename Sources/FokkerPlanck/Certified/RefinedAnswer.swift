internal import Grids

/// The tables of all output times after a number of levels.
struct RefinedAnswer {
  /// How much extrapolation may enlarge the errors of the time steps.
  private static let amplification = 2.0
  /// The largest probability in one cell of a density that counts as resolved.
  private static let fullestCell = 0.125
  /// The number of cells from which on a density need not be resolved.
  private static let largestUnresolved = 4096

  /// How much faster the errors of time steps are taken to change than the density.
  private static let rateMargin = 10.0

  private let isRing: Bool
  private var roughness = SpaceRoughness()
  private var tables: [RefinementTableau] = []
  private var changes: [RefinementTableau] = []
  private var timeErrors: [Double] = []
  /// The axis of the finest level.
  private(set) var axis: Axis?
  private var fullest = 1.0

  init(isRing: Bool) { self.isRing = isRing }

  /// Adds a level with half the spacing of the one before.
  mutating func add(_ solution: LevelSolution) {
    let spacing = solution.axis.spacing
    let isRegular = solution.roughness.isRegular(after: roughness)
    roughness = solution.roughness
    if axis == nil {
      tables = solution.fields.map { RefinementTableau($0, isRing: isRing) }
      changes = solution.changes.map { RefinementTableau($0, isRing: isRing) }
    } else {
      for (index, field) in solution.fields.enumerated() {
        tables[index].add(field, coarseSpacing: 2 * spacing, isRegular: isRegular)
      }
      for (index, field) in solution.changes.enumerated() {
        changes[index].add(field, coarseSpacing: 2 * spacing, isRegular: isRegular)
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

  /// Whether another answer is to be preferred: one that resolves the density, or has the smaller error.
  func isWorse(than other: RefinedAnswer) -> Bool {
    resolves == other.resolves ? largestError >= other.largestError : other.resolves
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

  /// The currents through all faces at an output time, and how far they may be off.
  ///
  /// They are summed from the rates of change of the cells, which converge as the densities do.
  func currents(_ index: Int) -> (values: [Double], error: Double) {
    let best = changes[index].best
    let field = changes[index].entry(best.column)
    let spacing = axis?.spacing ?? 0
    var current = field.pair.x
    var values = [current]
    for change in field.values {
      current -= change * spacing
      values.append(current)
    }
    let rate = field.norm(spacing: spacing)
    return (values, best.error + Self.rateMargin * rate * timeErrors[index])
  }
}

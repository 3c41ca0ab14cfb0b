internal import Grids

/// Puts an initial law on the cells of successive levels of refinement.
///
/// A law that is smooth on the cells of the third level enters by its contents of cells, any other
/// by its ``DualProjection``, on all levels alike, so that the error of the solution falls regularly.
struct InitialProjection {
  /// How many cells of the trial axis make one of the first level.
  private static let trialRefinement = 4

  private let law: InitialLaw
  private let isRing: Bool
  private let distribution: DistributionFunction?
  /// The averages on the trial axis, from which those of coarser levels are made.
  private let trial: [Double]
  private let isSmooth: Bool

  /// - Parameters:
  ///   - law: The initial law.
  ///   - domain: The interval of the axis.
  ///   - cellCount: The number of cells of the first level.
  ///   - isRing: Whether the ends of the axis are one point.
  /// - Throws: ``FokkerPlanckError/invalidParameter(name:value:remedy:)`` when the domain has no
  ///   finite length.
  init(
    _ law: InitialLaw, on domain: ClosedRange<Double>, cellCount: Int, isRing: Bool
  ) throws(FokkerPlanckError) {
    self.law = law
    self.isRing = isRing
    let axis = try Axis.spanning(domain, cellCount: Self.trialRefinement * cellCount)
    switch law {
    case .point(let place):
      distribution = nil
      isSmooth = false
      trial = Self.content(of: place, axis)
    case .averages(let density) where Self.isSmooth(density.values, density.axis.spacing, isRing):
      distribution = nil
      isSmooth = true
      trial = Self.resized(density.values, to: axis.cellCount, isRing)
    case .averages, .cumulative, .density, .histogram:
      let distribution = DistributionFunction(law, on: axis)
      self.distribution = distribution
      trial = Density(axis: axis, cumulative: distribution.value).values
      isSmooth = distribution.breaks.isEmpty && Self.isSmooth(trial, axis.spacing, isRing)
    }
  }

  /// The number of cells of the first level: that of a given density, halved while it stays large.
  static func baseCellCount(for law: InitialLaw, atLeast smallest: Int) -> Int {
    guard case .averages(let density) = law else { return smallest }
    var count = density.axis.cellCount
    while count % 2 == 0, count / 2 >= smallest { count /= 2 }
    return count
  }

  /// The probability on the domain.
  func mass(_ domain: ClosedRange<Double>) -> Double {
    let length = domain.upperBound - domain.lowerBound
    return trial.reduce(0, +) * length / Double(trial.count)
  }

  /// The cell averages from which a level starts.
  func averages(on axis: Axis) -> [Double] {
    guard !isSmooth else { return contents(on: axis) }
    let dual = DualProjection(axis: axis, isRing: isRing)
    if case .point(let place) = law { return dual.averages(ofPoint: place) }
    guard let distribution else { return contents(on: axis) }
    return dual.averages(cumulative: distribution.value, breaks: distribution.breaks)
  }

  /// The contents of the cells, divided by the spacing.
  func contents(on axis: Axis) -> [Double] {
    if case .point(let place) = law { return Self.content(of: place, axis) }
    guard axis.cellCount > trial.count, let distribution else {
      return Self.resized(trial, to: axis.cellCount, isRing)
    }
    return Density(axis: axis, cumulative: distribution.value).values
  }

  private static func content(of place: Double, _ axis: Axis) -> [Double] {
    var values = [Double](repeating: 0, count: axis.cellCount)
    if let cell = axis.cell(containing: place) { values[cell] = 1 / axis.spacing }
    return values
  }

  /// The averages of a smooth density over more or fewer cells, by a power of two.
  private static func resized(_ values: [Double], to count: Int, _ isRing: Bool) -> [Double] {
    var values = values
    while values.count > count { values = CellAverageTransfer.coarsened(values) }
    while values.count < count { values = CellAverageTransfer.refined(values, isRing: isRing) }
    return values
  }

  /// Whether interpolation to half the spacing, of ninth order for smooth laws, gains digits fast.
  private static func isSmooth(_ all: [Double], _ spacing: Double, _ isRing: Bool) -> Bool {
    let values = Array(all.prefix(all.count / 4 * 4))
    let isRing = isRing && values.count == all.count
    let half = CellAverageTransfer.coarsened(values)
    let fine = interpolationError(of: half, against: values, isRing) * spacing
    guard fine > 1e-12 else { return true }
    let coarse =
      interpolationError(of: CellAverageTransfer.coarsened(half), against: half, isRing) * 2
      * spacing
    return fine < 1e-3 && coarse > 32 * fine
  }

  private static func interpolationError(
    of coarse: [Double], against fine: [Double], _ isRing: Bool
  ) -> Double {
    let interpolated = CellAverageTransfer.refined(coarse, isRing: isRing)
    return zip(interpolated, fine).reduce(0) { $0 + abs($1.0 - $1.1) }
  }
}

extension Axis {
  /// The axis of a domain, or what is wrong with the domain.
  static func spanning(
    _ domain: ClosedRange<Double>, cellCount: Int
  ) throws(FokkerPlanckError) -> Axis {
    do {
      return try Axis(domain, cellCount: cellCount)
    } catch {
      throw .invalidParameter(
        name: "domain", value: domain.upperBound - domain.lowerBound,
        remedy: "give an interval of finite positive length")
    }
  }
}

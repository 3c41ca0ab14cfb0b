import FokkerPlanck
import Grids
import RealModule
import StochasticProcesses
import TypedProcesses

/// The law of one variable at the start, as it is typed.
enum StartingLaw: Sendable {
  /// All probability at one point.
  case point(Double)
  /// A normal law.
  case normal(mean: Double, deviation: Double)
  /// A constant density.
  case uniform(ClosedRange<Double>)
  /// A density of any positive mass.
  case density(TypedExpression)
  /// The cell averages of a file.
  case table(Density)
  /// The drawn values of a file.
  case samples([Double])

  /// Whether the density has jumps or is a point, so that extrapolation in the spacing fails.
  var isRough: Bool {
    switch self {
    case .normal, .density, .table: false
    case .point, .uniform, .samples: true
    }
  }

  /// The law as cell averages, of mass 1 or what of it lies on the axis.
  ///
  /// A point is shared by two cells so that the mean is right.
  func density(on axis: Axis) throws -> Density {
    switch self {
    case .point(let place): return try Self.point(place, on: axis)
    case .normal(let mean, let deviation):
      let law = GaussianLaw(mean: mean, variance: deviation * deviation)
      return Density(axis: axis, cumulative: law.cumulative)
    case .uniform(let range):
      let length = range.upperBound - range.lowerBound
      return Density(
        axis: axis, cumulative: { min(max(($0 - range.lowerBound) / length, 0), 1) })
    case .density(let expression):
      return try Self.checked(Density(axis: axis, averaging: { expression([$0]) }), expression)
    case .table(let table): return table.resampled(onto: axis)
    case .samples(let samples): return try Density(axis: axis, histogramOf: samples)
    }
  }

  /// The law for a solver that refines its cells; of mass 1 on the domain, if all of it lies there.
  func law(on domain: ClosedRange<Double>) throws -> FokkerPlanck.InitialLaw {
    switch self {
    case .point(let place): return .point(place)
    case .normal(let mean, let deviation):
      return .normal(GaussianLaw(mean: mean, variance: deviation * deviation))
    case .uniform(let range): return .uniform(range)
    case .density(let expression):
      let mass = try density(on: try Axis(domain, cellCount: 1 << 15)).mass
      guard mass > 0 else {
        throw CommandFailure(.badData, "The initial density has no mass in the domain.")
      }
      return .density { expression([$0]) / mass }
    case .table(let table):
      let isWhole =
        abs(table.axis.lowerBound - domain.lowerBound) < 1e-9 * table.axis.length
        && abs(table.axis.upperBound - domain.upperBound) < 1e-9 * table.axis.length
      return isWhole ? .averages(try table.normalized()) : .histogram(try table.normalized())
    case .samples(let samples):
      let sorted = samples.sorted()
      return .cumulative { Self.share(of: sorted, upTo: $0) }
    }
  }

  /// The fraction of ascending numbers that are not above `x`.
  private static func share(of sorted: [Double], upTo x: Double) -> Double {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] <= x { low = middle + 1 } else { high = middle }
    }
    return Double(low) / Double(sorted.count)
  }

  private static func point(_ place: Double, on axis: Axis) throws -> Density {
    var values = [Double](repeating: 0, count: axis.cellCount)
    let position = (place - axis.lowerBound) / axis.spacing - 0.5
    let lower = min(max(Int(position.rounded(.down)), 0), axis.cellCount - 1)
    let upper = min(lower + 1, axis.cellCount - 1)
    let share = min(max(position - Double(lower), 0), 1)
    values[lower] += (1 - share) / axis.spacing
    values[upper] += share / axis.spacing
    return try Density(axis: axis, values: values)
  }

  private static func checked(_ density: Density, _ expression: TypedExpression) throws -> Density {
    for (cell, value) in density.values.enumerated() where !(value >= 0 && value.isFinite) {
      throw CommandFailure(
        .badData,
        "The initial density '\(expression.text)' is \(value) near "
          + "\(expression.variables[0]) = \(density.axis.center(ofCell: cell)); it must be finite "
          + "and not negative.")
    }
    return density
  }
}

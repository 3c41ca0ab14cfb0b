import Figures
import Grids
import Langevin

extension JointEquation {
  /// The initial coordinates of an ensemble, variable by variable.
  ///
  /// Points are exact; other laws are drawn from fine cells.
  func positions(for ensemble: LangevinEnsemble) throws -> [Double] {
    switch initial {
    case .product(let laws):
      var positions: [Double] = []
      for (variable, law) in laws.enumerated() {
        positions += try self.positions(of: variable, law, for: ensemble)
      }
      return positions
    case .table(let table): return try ensemble.initialPositions(from: table)
    case .joint:
      guard let box else { throw CommandFailure.needsDomain }
      guard let cells = Self.fineCellCount(variables.count) else {
        throw CommandFailure(
          .usage,
          "A joint density of \(variables.count) variables has too many cells to draw from; give "
            + "one law for each variable.")
      }
      let axes = try box.map { try Axis($0, cellCount: cells) }
      return try ensemble.initialPositions(from: try initial.density(on: axes))
    }
  }

  private func positions(
    of variable: Int, _ law: StartingLaw, for ensemble: LangevinEnsemble
  ) throws -> [Double] {
    if case .point(let place) = law {
      return [Double](repeating: place, count: ensemble.configuration.particleCount)
    }
    let range = try box?[variable] ?? law.range
    let density = try law.density(on: try Axis(range, cellCount: 1 << 16))
    if case .density = law {
      // Of any mass.
    } else {
      guard density.mass > 0.999 else {
        throw CommandFailure(
          .badData,
          "Of the initial law of \(variables[variable]) only "
            + "\(NumberText.significant(density.mass)) lies in the domain; widen it or move the "
            + "law.")
      }
    }
    return try ensemble.initialPositions(from: density, ofVariable: variable)
  }

  /// Cells of which all are about a quarter of a million.
  private static func fineCellCount(_ order: Int) -> Int? {
    switch order {
    case ...2: 512
    case 3: 64
    case 4: 24
    case 5: 12
    default: nil
    }
  }
}

extension StartingLaw {
  /// An interval that holds the law, for a variable without a domain.
  fileprivate var range: ClosedRange<Double> {
    get throws {
      switch self {
      case .normal(let mean, let deviation) where deviation > 0:
        return mean - 8 * deviation...mean + 8 * deviation
      case .uniform(let range) where range.upperBound - range.lowerBound < 1e100: return range
      case .table(let table): return table.axis.lowerBound...table.axis.upperBound
      default: throw CommandFailure.needsDomain
      }
    }
  }
}

extension CommandFailure {
  /// The failure of a law that needs a domain to be drawn from.
  fileprivate static let needsDomain = CommandFailure(
    .usage,
    "Without a domain the initial law is point(x), normal(mean, deviation) or uniform(a, b) for "
      + "every variable; give one of these, or a domain.")
}

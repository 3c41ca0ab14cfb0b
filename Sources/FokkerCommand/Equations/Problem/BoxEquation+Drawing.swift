import Figures
import Grids
import Langevin

extension BoxEquation {
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
    case .joint, nil:
      return try ensemble.initialPositions(
        from: try start(on: try axes(cells: Self.fineCellCount(variables.count))).density)
    }
  }

  private func positions(
    of variable: Int, _ law: StartingLaw, for ensemble: LangevinEnsemble
  ) throws -> [Double] {
    if case .point(let place) = law {
      return [Double](repeating: place, count: ensemble.configuration.particleCount)
    }
    let density = try law.density(on: try Axis(box[variable], cellCount: 1 << 16))
    if case .density = law {
    } else {
      guard density.mass > 0.999 else {
        throw CommandFailure(
          .badData,
          "Of the initial law of \(variables[variable]) only "
            + "\(NumberText.significant(density.mass)) lies in the box; widen the domain or move "
            + "the law.")
      }
    }
    return try ensemble.initialPositions(from: density, ofVariable: variable)
  }

  /// Cells of which all are about a quarter of a million.
  private static func fineCellCount(_ order: Int) -> Int {
    switch order {
    case ...2: 512
    case 3: 64
    case 4: 24
    default: 12
    }
  }
}

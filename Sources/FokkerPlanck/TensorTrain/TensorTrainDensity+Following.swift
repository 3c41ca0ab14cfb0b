internal import LinearAlgebra
internal import TensorTrains

/// A density on other axes and what the change left out.
struct FollowedDensity {
  var density: TensorTrainDensity
  /// The norm left out, relative to the norm of the density.
  var remainder = 0.0
  /// Whether any axis changed.
  var hasChanged = false
}

extension TensorTrainDensity {
  /// The Gram matrices of all variables in their modes.
  func modeGrams(_ tables: [SpectralTables]) -> [Matrix] {
    zip(train.modeGramMatrices(), tables).map { gram, table in
      table.modes * gram * table.modes.transposed
    }
  }

  /// The norm in the last two modes of every variable, relative to the norm of the density.
  ///
  /// Squares in a Gram matrix hide what is below 10⁻⁸: there a part that seems to exceed a bound is
  /// computed again from the train.
  func unresolvedParts(
    _ tables: [SpectralTables], above bound: Double
  ) throws(FokkerPlanckError) -> [Double] {
    var parts = modeGrams(tables).map(\.unresolvedPart)
    for variable in parts.indices where parts[variable] > bound && parts[variable] < 1e-6 {
      let rows = tables[variable].modes.lastRows(2)
      let train = train
      parts[variable] = try translated { () throws(TensorTrainError) in
        try train.transformed(variable, by: rows).norm() / train.norm()
      }
    }
    return parts
  }

  /// The density on the lines that hold it with the fewest modes.
  ///
  /// - Parameters:
  ///   - tolerance: The norm that each line may leave out, relative to the norm of the density.
  ///   - errorNorm: The norm of the errors in the density, relative to its norm.
  ///   - margin: The number of modes to add to those that are needed.
  ///   - maximumCount: The largest number of modes.
  ///   - company: Further functions that the lines have to hold, by variable.
  ///   - isWorthwhile: Whether a variable shall move to a line.
  /// - Returns: The density with what the change left out.
  /// - Throws: ``FokkerPlanckError/numericalFailure(reason:)``.
  func followed(
    tolerance: Double, errorNorm: Double = 0, margin: Int, maximumCount: Int,
    with company: [FrameContent]? = nil,
    isWorthwhile: (_ variable: Int, _ line: SpectralAxis) -> Bool = { _, _ in true }
  ) throws(FokkerPlanckError) -> FollowedDensity {
    let tables = try axes.tables()
    let grams = modeGrams(tables)
    var (axes, train) = (axes, train)
    var result = FollowedDensity(density: self)
    for variable in axes.indices where axes[variable].isLine {
      let fit = try FrameFit(
        axes[variable], density: FrameContent(gram: grams[variable], errorNorm: errorNorm),
        company: company?[variable], tolerance: tolerance, margin: margin,
        maximumCount: maximumCount)
      guard let fit, fit.axis != axes[variable], isWorthwhile(variable, fit.axis) else {
        continue
      }
      let target = try SpectralTables(fit.axis)
      train = train.transformed(
        variable, by: target.modes.transposed * fit.transfer * tables[variable].modes)
      axes[variable] = fit.axis
      result.remainder = max(result.remainder, fit.remainder)
      result.hasChanged = true
    }
    result.density = TensorTrainDensity(axes: axes, train: train)
    return result
  }
}

extension Matrix {
  /// The last rows.
  fileprivate func lastRows(_ count: Int) -> Matrix {
    let first = max(0, rowCount - count)
    var result = Matrix(rowCount: rowCount - first, columnCount: columnCount)
    for row in first..<rowCount {
      for column in 0..<columnCount { result[row - first, column] = self[row, column] }
    }
    return result
  }

  /// The norm in the last two of the modes whose Gram matrix this is, relative to that in all.
  var unresolvedPart: Double {
    let total = (0..<rowCount).reduce(0) { $0 + self[$1, $1] }
    let last = (max(0, rowCount - 2)..<rowCount).reduce(0) { $0 + max(0, self[$1, $1]) }
    return total > 0 ? (last / total).squareRoot() : 0
  }
}

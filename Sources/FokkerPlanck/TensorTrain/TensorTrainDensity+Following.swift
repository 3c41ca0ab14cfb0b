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
  func unresolvedParts(_ grams: [Matrix]) -> [Double] {
    grams.map { gram in
      let count = gram.rowCount
      let total = (0..<count).reduce(0) { $0 + gram[$1, $1] }
      let last = max(0, gram[count - 1, count - 1]) + max(0, gram[count - 2, count - 2])
      return total > 0 ? (last / total).squareRoot() : 0
    }
  }

  /// The density on the lines that hold it with the fewest modes.
  ///
  /// - Parameters:
  ///   - tolerance: The norm that each line may leave out, relative to the norm of the density.
  ///   - margin: The number of modes to add to those that are needed.
  ///   - maximumCount: The largest number of modes.
  ///   - company: Gram matrices of further functions that the lines have to hold.
  ///   - isWorthwhile: Whether a variable shall move to a line.
  /// - Returns: The density with what the change left out.
  /// - Throws: ``FokkerPlanckError/numericalFailure(reason:)``.
  func followed(
    tolerance: Double, margin: Int, maximumCount: Int, with company: [Matrix]? = nil,
    isWorthwhile: (_ variable: Int, _ line: SpectralAxis) -> Bool = { _, _ in true }
  ) throws(FokkerPlanckError) -> FollowedDensity {
    let tables = try axes.tables()
    var grams = modeGrams(tables)
    if let company { grams = zip(grams, company).map { $0 + $1 } }
    var (axes, train) = (axes, train)
    var result = FollowedDensity(density: self)
    for variable in axes.indices where axes[variable].isLine {
      let fit = try FrameFit(
        axes[variable], gram: grams[variable], tolerance: tolerance, margin: margin,
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

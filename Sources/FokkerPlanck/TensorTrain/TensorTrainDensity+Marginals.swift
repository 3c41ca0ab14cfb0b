public import Grids
internal import LinearAlgebra
internal import TensorTrains

extension TensorTrainDensity {
  /// The density of one variable alone, as averages over the cells of an axis.
  ///
  /// - Parameters:
  ///   - variable: The variable.
  ///   - cells: Where the result lives; mass beyond it is left out.
  /// - Returns: The marginal density.
  /// - Throws: ``FokkerPlanckError/numericalFailure(reason:)``.
  public func marginal(
    of variable: Int, on cells: Axis
  ) throws(FokkerPlanckError) -> Density {
    precondition(axes.indices.contains(variable), "no such variable")
    let part = try marginal(of: [variable])
    let averages = try SpectralTables(axes[variable]).averages(over: cells)
    do {
      return try Density(axis: cells, values: averages * part.train.cores[0].elements)
    } catch {
      throw .numericalFailure(reason: error.description)
    }
  }

  /// The joint density of two variables, as averages over the cells of two axes.
  ///
  /// - Parameters:
  ///   - first: One variable.
  ///   - second: Another variable.
  ///   - cells: The axes of the result, in the order of the variables.
  /// - Returns: The marginal density.
  /// - Throws: ``FokkerPlanckError/numericalFailure(reason:)``.
  public func marginal(
    of first: Int, _ second: Int, on cells: (Axis, Axis)
  ) throws(FokkerPlanckError) -> BoxDensity {
    precondition(first != second, "a joint density needs two different variables")
    let part = try marginal(of: [min(first, second), max(first, second)])
    let rows = try SpectralTables(axes[first]).averages(over: cells.0)
    let columns = try SpectralTables(axes[second]).averages(over: cells.1)
    let (lower, upper) = (part.train.cores[0], part.train.cores[1])
    // Values at pairs of nodes, the smaller variable by rows.
    let values = lower.unfolded * upper.unfolded.transposed
    let ordered = first < second ? values : values.transposed
    do {
      return try BoxDensity(
        axes: [cells.0, cells.1], values: (rows * ordered * columns.transposed).elements)
    } catch {
      throw .numericalFailure(reason: error.description)
    }
  }

  /// The joint density of some of the variables.
  ///
  /// - Parameter variables: The variables that stay, ascending, at least one.
  /// - Returns: The marginal density, a train of as many variables.
  /// - Throws: ``FokkerPlanckError/numericalFailure(reason:)``.
  public func marginal(of variables: [Int]) throws(FokkerPlanckError) -> TensorTrainDensity {
    TensorTrainDensity(
      axes: variables.map { axes[$0] },
      train: train.contracted(keeping: variables, weights: try axes.tables().map(\.integral)))
  }
}

extension TensorCore {
  /// The first or last core of a train as a matrix with one row per node.
  fileprivate var unfolded: Matrix {
    var result = Matrix(rowCount: size, columnCount: max(leftRank, rightRank))
    for a in 0..<leftRank {
      for i in 0..<size {
        for b in 0..<rightRank { result[i, a + b] = self[a, i, b] }
      }
    }
    return result
  }
}

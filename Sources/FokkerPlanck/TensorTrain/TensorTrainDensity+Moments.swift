public import LinearAlgebra
internal import TensorTrains

extension TensorTrainDensity {
  /// The integral of the density.
  ///
  /// - Throws: ``FokkerPlanckError/numericalFailure(reason:)``.
  public func mass() throws(FokkerPlanckError) -> Double {
    train.contracted(with: try axes.tables().map(\.integral))
  }

  /// ∫ f₁(x₁) f₂(x₂) … p dx for functions of some of the variables.
  ///
  /// - Parameter factors: The function of each variable that occurs.
  /// - Returns: The moment, not divided by the mass.
  /// - Throws: ``FokkerPlanckError/numericalFailure(reason:)``.
  public func moment(
    _ factors: [Int: (Double) -> Double]
  ) throws(FokkerPlanckError) -> Double {
    var weights: [[Double]] = []
    for (variable, table) in try axes.tables().enumerated() {
      if let function = factors[variable] {
        weights.append(try table.integral(of: function))
      } else {
        weights.append(table.integral)
      }
    }
    return train.contracted(with: weights)
  }

  /// The means and the covariance matrix, of the density divided by its mass.
  ///
  /// - Throws: ``FokkerPlanckError/numericalFailure(reason:)``.
  public func meanAndCovariance() throws(FokkerPlanckError) -> (
    mean: [Double], covariance: Matrix
  ) {
    let tables = try axes.tables()
    let integrals = tables.map(\.integral)
    let mass = train.contracted(with: integrals)
    var mean: [Double] = []
    for (variable, table) in tables.enumerated() {
      var weights = integrals
      weights[variable] = try table.integral { $0 }
      mean.append(train.contracted(with: weights) / mass)
    }
    // Deviations are integrated rather than products, so that no digits cancel.
    var deviations: [[Double]] = []
    for (variable, table) in tables.enumerated() {
      let middle = mean[variable]
      deviations.append(try table.integral { $0 - middle })
    }
    var covariance = Matrix(rowCount: dimension, columnCount: dimension)
    for row in 0..<dimension {
      for column in row..<dimension {
        var weights = integrals
        weights[row] = deviations[row]
        weights[column] = deviations[column]
        if row == column {
          let middle = mean[row]
          weights[row] = try tables[row].integral { ($0 - middle) * ($0 - middle) }
        }
        covariance[row, column] = train.contracted(with: weights) / mass
        covariance[column, row] = covariance[row, column]
      }
    }
    return (mean, covariance)
  }
}

internal import LinearAlgebra
internal import RealModule
internal import TensorTrains

/// A function ℓ near ln p whose mean under p is known exactly: the logarithms of the marginal
/// densities with a quadratic form that joins the variables as a normal law would.
///
/// ```
/// ℓ(x) = Σᵢ βᵢ(xᵢ) − ½ zᵀ R⁻¹ z − ½ ln det R,   βᵢ = ln pᵢ + ½ zᵢ²
/// ```
///
/// with standardised variables z and their correlation matrix R. For independent variables and for
/// normal laws ℓ is ln p. Where a marginal density is too small to be trusted β stays constant, so
/// that ℓ falls like a normal law there.
struct EntropyReference {
  /// The values of p at the fine points of the axes, of mass 1.
  let density: TensorTrain
  /// The weights of the fine points.
  let weights: [[Double]]
  /// The values of ℓ at the fine points.
  let logarithm: TensorTrain
  /// −∫ p ℓ dx.
  let entropy: Double
  /// The fine points nearest to the means, and to points with the density p.
  let places: [[Int]]

  init(_ density: TensorTrainDensity, level: Double) throws(FokkerPlanckError) {
    var (values, points, weights): (TensorTrain, [[Double]], [[Double]]) = (density.train, [], [])
    for (variable, table) in try density.axes.tables().enumerated() {
      let fine = try table.axis.finePoints
      values = values.transformed(variable, by: table.interpolation(at: fine.points))
      points.append(fine.points)
      weights.append(fine.weights)
    }
    values = (1 / values.contracted(with: weights)) * values
    let (mean, covariance) = try density.meanAndCovariance()
    let deviations = mean.indices.map { covariance[$0, $0].squareRoot() }
    let standardised = mean.indices.map { variable in
      points[variable].map { ($0 - mean[variable]) / deviations[variable] }
    }
    var correlation = covariance
    for row in mean.indices {
      for column in mean.indices {
        correlation[row, column] /= deviations[row] * deviations[column]
      }
    }
    self.density = values
    self.weights = weights
    let samples = try ConditionalSampler(density).spreadPoints(count: 24)
    places = ([mean] + samples).map { point in
      zip(point, points).map { x, points in
        points.indices.min { abs(points[$0] - x) < abs(points[$1] - x) } ?? 0
      }
    }
    let marginals = mean.indices.map { variable in
      values.contracted(keeping: [variable], weights: weights).cores[0].elements
    }
    let bends = mean.indices.map { variable in
      Self.bend(of: marginals[variable], standardised[variable], level: level)
    }
    let (precision, logarithmOfDeterminant) = try Self.inverse(of: correlation)
    var sum = Double(mean.count) / 2 + 0.5 * logarithmOfDeterminant
    for variable in mean.indices {
      for (place, bend) in bends[variable].enumerated() {
        sum -= weights[variable][place] * marginals[variable][place] * bend
      }
    }
    entropy = sum
    logarithm = try Self.sum(
      bends, standardised, precision, constant: -0.5 * logarithmOfDeterminant)
  }

  /// β at the points, constant beyond those where the density exceeds `level` times its maximum.
  private static func bend(of density: [Double], _ z: [Double], level: Double) -> [Double] {
    let bound = level * (density.max() ?? 0)
    let first = density.firstIndex { $0 > bound } ?? 0
    let last = density.lastIndex { $0 > bound } ?? density.count - 1
    return density.indices.map { place in
      let inside = min(max(place, first), last)
      return Double.log(max(density[inside], bound)) + 0.5 * z[inside] * z[inside]
    }
  }

  private static func inverse(
    of correlation: Matrix
  ) throws(FokkerPlanckError) -> (inverse: Matrix, logarithmOfDeterminant: Double) {
    do {
      let factor = try CholeskyFactorization(correlation)
      return (
        try correlation.solve(.identity(correlation.rowCount)), factor.logarithmOfDeterminant
      )
    } catch {
      throw .numericalFailure(reason: error.description)
    }
  }

  /// The train of ℓ.
  private static func sum(
    _ bends: [[Double]], _ z: [[Double]], _ precision: Matrix, constant: Double
  ) throws(FokkerPlanckError) -> TensorTrain {
    let ones = z.map { [Double](repeating: 1, count: $0.count) }
    return try translated { () throws(TensorTrainError) in
      var total = constant * (try TensorTrain(product: ones))
      for row in z.indices {
        var factors = ones
        factors[row] = zip(bends[row], z[row]).map { $0 - 0.5 * precision[row, row] * $1 * $1 }
        total = total + (try TensorTrain(product: factors))
        for column in row + 1..<max(z.count, row + 1) where precision[row, column] != 0 {
          var factors = ones
          factors[row] = z[row].map { -precision[row, column] * $0 }
          factors[column] = z[column]
          total = total + (try TensorTrain(product: factors))
        }
        total = try total.rounded(tolerance: 1e-14).train
      }
      return total
    }
  }
}

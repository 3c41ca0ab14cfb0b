internal import LinearAlgebra

extension PanelRegression {
  /// The products of the response of unit i with a regressor of unit j, once effects and all other
  /// regressors are taken out of both, shape [i][j].
  ///
  /// Their sum over i = j is the partial correlation of the response with the regressor, and any other
  /// pairing of the units gives the same products to another order: the null of
  /// ``PermutationTest/pairing(_:draws:seed:)``. That is exact for a single regressor; with others it
  /// holds for units whose regressors have nothing in common once those are taken out.
  ///
  /// - Parameter index: Which regressor.
  /// - Returns: The products, or nil unless all units have as many observations in the same order.
  public func pairedProducts(ofCoefficient index: Int) -> [[Double]]? {
    let width = within.clusters.count / clusterCount
    guard within.clusters == (0..<clusterCount * width).map({ $0 / width }) else { return nil }
    let others = within.regressors.indices.filter { $0 != index }.map { within.regressors[$0] }
    let response = Self.residuals(of: within.response, given: others)
    let regressor = Self.residuals(of: within.regressors[index], given: others)
    let scale = (Self.dot(response[...], response[...]) * Self.dot(regressor[...], regressor[...]))
      .squareRoot()
    func part(_ values: [Double], _ unit: Int) -> ArraySlice<Double> {
      values[unit * width..<(unit + 1) * width]
    }
    return (0..<clusterCount).map { first in
      (0..<clusterCount).map { second in
        Self.dot(part(response, first), part(regressor, second)) / scale
      }
    }
  }

  /// What least squares on some regressors leaves of values.
  private static func residuals(of values: [Double], given regressors: [[Double]]) -> [Double] {
    let gram = regressors.map { first in regressors.map { dot(first[...], $0[...]) } }
    guard !regressors.isEmpty, let matrix = try? Matrix(rows: gram),
      let solution = try? CholeskyFactorization(matrix).solve(
        regressors.map { dot($0[...], values[...]) })
    else { return values }
    return values.indices.map { place in
      regressors.indices.reduce(values[place]) { $0 - solution[$1] * regressors[$1][place] }
    }
  }

  private static func dot(_ x: ArraySlice<Double>, _ y: ArraySlice<Double>) -> Double {
    zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
  }
}

/// Products of Legendre polynomials in several variables up to a total degree.
///
/// Each variable is scaled to [−1, 1] over the data, so the functions are of order one there.
public struct TensorBasis: Hashable, Codable, Sendable {
  /// The middle of the data in each variable.
  public let centers: [Double]
  /// Half the width of the data in each variable.
  public let scales: [Double]
  /// The degrees in each variable, one list per function; the constant is the first.
  public let degrees: [[Int]]

  /// Creates the basis of a total degree.
  ///
  /// - Parameters:
  ///   - degree: The total degree; not negative.
  ///   - centers: The middle of the data in each variable.
  ///   - scales: Half the width of the data in each variable; positive.
  public init(degree: Int, centers: [Double], scales: [Double]) {
    precondition(degree >= 0, "a degree is not negative")
    precondition(
      centers.count == scales.count && scales.allSatisfy { $0 > 0 },
      "each variable has a middle and a positive scale")
    self.centers = centers
    self.scales = scales
    degrees = (0...degree).flatMap { Self.degrees(ofTotal: $0, variables: centers.count) }
  }

  private static func degrees(ofTotal total: Int, variables: Int) -> [[Int]] {
    guard variables > 1 else { return [[total]] }
    return (0...total).reversed().flatMap { first in
      degrees(ofTotal: total - first, variables: variables - 1).map { [first] + $0 }
    }
  }

  /// The number of variables.
  public var dimension: Int { centers.count }
  /// The number of functions.
  public var count: Int { degrees.count }

  /// The values of all functions at a point.
  public func row(at point: [Double]) -> [Double] {
    let tables = tables(at: point)
    return degrees.map { degree in
      degree.indices.reduce(1) { $0 * tables[$1].values[degree[$1]] }
    }
  }

  /// The derivatives of all functions with respect to one variable.
  func row(at point: [Double], derivative variable: Int) -> [Double] {
    row(at: point) { $0 == variable ? 1 : 0 }
  }

  /// The derivatives of all functions with respect to two variables.
  func row(at point: [Double], derivatives first: Int, _ second: Int) -> [Double] {
    row(at: point) { ($0 == first ? 1 : 0) + ($0 == second ? 1 : 0) }
  }

  private func row(at point: [Double], order: (Int) -> Int) -> [Double] {
    let tables = tables(at: point)
    return degrees.map { degree in
      degree.indices.reduce(1) { product, variable in
        let table = tables[variable]
        switch order(variable) {
        case 0: return product * table.values[degree[variable]]
        case 1: return product * table.slopes[degree[variable]] / scales[variable]
        default:
          return product * table.curvatures[degree[variable]]
            / (scales[variable] * scales[variable])
        }
      }
    }
  }

  /// The Legendre polynomials of one variable and their first two derivatives.
  private struct Table {
    var values: [Double]
    var slopes: [Double]
    var curvatures: [Double]
  }

  private func tables(at point: [Double]) -> [Table] {
    let highest = degrees.last?.max() ?? 0
    return point.indices.map { variable in
      let u = (point[variable] - centers[variable]) / scales[variable]
      var table = Table(values: [1, u], slopes: [0, 1], curvatures: [0, 0])
      for degree in 2..<max(highest + 1, 2) {
        let n = Double(degree)
        let (a, b) = ((2 * n - 1) / n, (n - 1) / n)
        let (last, before) = (degree - 1, degree - 2)
        table.values.append(a * u * table.values[last] - b * table.values[before])
        table.slopes.append(
          a * (table.values[last] + u * table.slopes[last]) - b * table.slopes[before])
        table.curvatures.append(
          a * (2 * table.slopes[last] + u * table.curvatures[last]) - b * table.curvatures[before])
      }
      return table
    }
  }
}

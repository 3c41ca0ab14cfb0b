public import Grids
internal import StochasticProcesses

/// The drift vector and the diffusion matrix in the cells of a box, from increments of several
/// variables.
///
/// ```
/// Dᵢ = ΣΔxᵢ/Στ,   Dᵢⱼ = Σ eᵢ eⱼ/τ / (2(N − 1)),   e = Δx − D τ
/// SE(Dᵢ) = √(2 Dᵢᵢ/Στ),   SE(Dᵢⱼ) = √((Dᵢᵢ Dⱼⱼ + Dᵢⱼ²)/(N − 1))
/// ```
///
/// of first order in the lag, with the errors of independent normal increments. Cell (i₀, i₁, …) is at
/// place (i₀ n₁ + i₁) n₂ + …, as in `BoxDensity`.
public struct BoxMoments: Hashable, Codable, Sendable {
  /// The axis of each variable.
  public let axes: [Axis]
  /// The number of increments that start in each cell.
  public let counts: [Int]
  /// The drift of each variable in all cells; NaN in a cell without data.
  public let drift: [Estimates]
  /// The upper triangle of the diffusion matrix, row by row, each in all cells; NaN in a cell with less
  /// than two increments.
  public let diffusion: [Estimates]

  /// Estimates the coefficients from a sample with as many variables as there are axes.
  ///
  /// - Throws: ``KramersMoyalError/wrongDimension(expected:found:)`` and
  ///   ``KramersMoyalError/noData``.
  public init(_ sample: IncrementSample, axes: [Axis]) throws(KramersMoyalError) {
    guard sample.dimension == axes.count else {
      throw .wrongDimension(expected: axes.count, found: sample.dimension)
    }
    self.axes = axes
    let cells = (0..<sample.count).map { Self.cell(of: $0, sample, axes) }
    let size = axes.reduce(1) { $0 * $1.cellCount }
    var counts = [Int](repeating: 0, count: size)
    var times = [Double](repeating: 0, count: size)
    for (index, cell) in cells.enumerated() {
      guard let cell else { continue }
      counts[cell] += 1
      times[cell] += sample.lags[index]
    }
    guard counts.contains(where: { $0 > 0 }) else { throw .noData }
    self.counts = counts
    let means = sample.increments.map { increments in
      var sums = [Double](repeating: 0, count: size)
      for (index, cell) in cells.enumerated() {
        if let cell { sums[cell] += increments[index] }
      }
      return zip(sums, times).map { $0 / $1 }
    }
    let matrix = Self.products(sample, cells, means, counts)
    diffusion = Self.diffusion(matrix, counts, dimension: axes.count)
    drift = means.indices.map { variable in
      let own = matrix[MatrixTriangle.index(variable, variable, dimension: axes.count)]
      return Estimates(
        values: means[variable],
        standardErrors: zip(own, times).map { (2 * $0 / $1).squareRoot() })
    }
  }

  private static func cell(of index: Int, _ sample: IncrementSample, _ axes: [Axis]) -> Int? {
    var place = 0
    for (variable, axis) in axes.enumerated() {
      guard let cell = axis.cell(containing: sample.positions[variable][index]) else { return nil }
      place = place * axis.cellCount + cell
    }
    return place
  }

  /// Dᵢⱼ of all cells, element by element.
  private static func products(
    _ sample: IncrementSample, _ cells: [Int?], _ drift: [[Double]], _ counts: [Int]
  ) -> [[Double]] {
    var result: [[Double]] = []
    for row in drift.indices {
      for column in row..<drift.count {
        var sums = [Double](repeating: 0, count: counts.count)
        for (index, cell) in cells.enumerated() {
          guard let cell else { continue }
          let lag = sample.lags[index]
          let first = sample.increments[row][index] - drift[row][cell] * lag
          let second = sample.increments[column][index] - drift[column][cell] * lag
          sums[cell] += first * second / lag
        }
        result.append(
          zip(sums, counts).map { $1 > 1 ? $0 / (2 * Double($1 - 1)) : .nan })
      }
    }
    return result
  }

  private static func diffusion(
    _ matrix: [[Double]], _ counts: [Int], dimension: Int
  ) -> [Estimates] {
    var result: [Estimates] = []
    for row in 0..<dimension {
      for column in row..<dimension {
        let own = matrix[MatrixTriangle.index(row, column, dimension: dimension)]
        let first = matrix[MatrixTriangle.index(row, row, dimension: dimension)]
        let second = matrix[MatrixTriangle.index(column, column, dimension: dimension)]
        let errors = counts.indices.map { cell in
          ((first[cell] * second[cell] + own[cell] * own[cell]) / Double(counts[cell] - 1))
            .squareRoot()
        }
        result.append(Estimates(values: own, standardErrors: errors))
      }
    }
    return result
  }
}

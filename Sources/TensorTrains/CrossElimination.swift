internal import LinearAlgebra

/// Elimination with complete pivoting of a matrix, up to the rank that a bound on the rest needs.
struct CrossElimination {
  /// The rows and columns of the pivots, in the order in which they were chosen.
  private(set) var pivotRows: [Int] = []
  private(set) var pivotColumns: [Int] = []
  /// The largest magnitude that was left.
  private(set) var remainder = 0.0
  /// The matrix T with A ≈ T A[pivot rows, :]; its pivot rows are the identity.
  let interpolation: Matrix

  init(_ matrix: Matrix, bound: Double, maximumRank: Int) {
    var rest = matrix
    let (rows, columns) = (matrix.rowCount, matrix.columnCount)
    // Column by column, the factor L of A = L U.
    var lower: [[Double]] = []
    var pivot = Self.largest(rest)
    repeat {
      let scale = rest[pivot.row, pivot.column]
      guard scale != 0 else { break }
      pivotRows.append(pivot.row)
      pivotColumns.append(pivot.column)
      var factors = [Double](repeating: 0, count: rows)
      for row in 0..<rows { factors[row] = rest[row, pivot.column] / scale }
      factors[pivot.row] = 1
      lower.append(factors)
      pivot = Self.eliminate(&rest, factors, row: pivot.row, column: pivot.column)
      remainder = abs(rest[pivot.row, pivot.column])
    } while remainder > bound && pivotRows.count < min(maximumRank, rows, columns)
    if pivotRows.isEmpty {
      pivotRows = [0]
      pivotColumns = [0]
      lower = [[Double](repeating: 1, count: rows)]
    }
    interpolation = Self.interpolation(lower, pivotRows)
  }

  private static func largest(_ matrix: Matrix) -> (row: Int, column: Int) {
    var (best, place) = (-1.0, 0)
    for (index, value) in matrix.elements.enumerated() where abs(value) > best {
      (best, place) = (abs(value), index)
    }
    return (place / matrix.columnCount, place % matrix.columnCount)
  }

  /// Subtracts the cross of a pivot and returns the place of the largest element that is left.
  private static func eliminate(
    _ rest: inout Matrix, _ factors: [Double], row pivotRow: Int, column pivotColumn: Int
  ) -> (row: Int, column: Int) {
    let (rows, columns) = (rest.rowCount, rest.columnCount)
    var (best, place) = (-1.0, 0)
    let upper = Array(rest.elements[pivotRow * columns..<(pivotRow + 1) * columns])
    rest.elements.withUnsafeMutableBufferPointer { elements in
      for row in 0..<rows {
        let factor = factors[row]
        let start = row * columns
        var largestOfRow = 0.0
        for column in 0..<columns {
          let value = elements[start + column] - factor * upper[column]
          elements[start + column] = value
          largestOfRow = max(largestOfRow, abs(value))
        }
        if row == pivotRow {
          for column in 0..<columns { elements[start + column] = 0 }
        } else if largestOfRow > best {
          elements[start + pivotColumn] = 0
          for column in 0..<columns where abs(elements[start + column]) > best {
            (best, place) = (abs(elements[start + column]), start + column)
          }
        } else {
          elements[start + pivotColumn] = 0
        }
      }
    }
    return (place / columns, place % columns)
  }

  /// T = L (L of the pivot rows)⁻¹: the pivot rows are unit lower triangular in their order.
  private static func interpolation(_ lower: [[Double]], _ pivotRows: [Int]) -> Matrix {
    let (rank, rows) = (lower.count, lower[0].count)
    var result = Matrix(rowCount: rows, columnCount: rank)
    for row in 0..<rows {
      for column in stride(from: rank - 1, through: 0, by: -1) {
        var value = lower[column][row]
        for later in column + 1..<max(rank, column + 1) {
          value -= result[row, later] * lower[column][pivotRows[later]]
        }
        result[row, column] = value
      }
    }
    return result
  }
}

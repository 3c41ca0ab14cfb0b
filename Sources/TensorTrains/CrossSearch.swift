internal import LinearAlgebra

/// Elimination of a matrix by pivots that are searched for, up to the rank that a tolerance needs.
///
/// A small matrix is computed as a whole and the largest element that is left is the next pivot. Of
/// a large one only rows and columns are computed: from a column to its largest element, along the
/// row of that to its largest element, and so on until an element is the largest of both (a rook's
/// move). The search begins at the pivots of the sweep before and ends when several columns taken
/// at random hold nothing above the tolerance.
struct CrossSearch<Block: TensorBlock> {
  /// The number of elements up to which a matrix is computed as a whole.
  static var exhaustiveCount: Int { 60_000 }

  private let block: Block
  private let tolerance: Double
  private let maximumRank: Int
  private let rows: Int
  private let columns: Int
  /// The factors of A ≈ Σ lower ⊗ upper, lower being 1 at its pivot.
  private var lower: [[Double]] = []
  private var upper: [[Double]] = []
  private(set) var pivotRows: [Int] = []
  private(set) var pivotColumns: [Int] = []
  /// The largest magnitude met.
  private(set) var largest: Double
  private(set) var isFinite = true
  private(set) var evaluations = 0
  /// The largest magnitude that is known to be left.
  private(set) var remainder = 0.0
  private var noise: UInt64 = 0x9E37_79B9_7F4A_7C15

  init(_ block: Block, scale: Double, tolerance: Double, maximumRank: Int) {
    (self.block, self.tolerance, self.maximumRank) = (block, tolerance, maximumRank)
    (rows, columns) = (block.rowCount, block.columnCount)
    largest = scale
  }

  private var bound: Double { tolerance * largest }

  // MARK: - The whole matrix

  /// Computes all elements and eliminates with complete pivoting.
  mutating func searchEverywhere() {
    var rest = block.rows(0..<rows)
    observe(rest)
    guard isFinite else { return }
    while true {
      let place = Self.largestPlace(rest)
      remainder = abs(rest[place])
      let isFirst = pivotRows.isEmpty
      guard remainder > bound || isFirst, pivotRows.count < maximumRank else { return }
      guard remainder > 0 else { return }
      let (row, column) = (place / columns, place % columns)
      let part = Array(rest[row * columns..<(row + 1) * columns])
      accept(row, column, (0..<rows).map { rest[$0 * columns + column] }, part)
      let factors = lower[lower.count - 1]
      rest.withUnsafeMutableBufferPointer { rest in
        for r in 0..<rows {
          let factor = factors[r]
          for c in 0..<columns { rest[r * columns + c] -= factor * part[c] }
          rest[r * columns + column] = 0
        }
        for c in 0..<columns { rest[row * columns + c] = 0 }
      }
    }
  }

  // MARK: - Rows and columns

  /// Searches from pivots of before and from columns taken at random.
  mutating func search(fromRows startRows: [Int], columns startColumns: [Int]) {
    for column in startColumns where !pivotColumns.contains(column) { _ = follow(column) }
    for row in startRows where !pivotRows.contains(row) {
      guard pivotRows.count < maximumRank else { break }
      let part = restOfRow(row)
      let column = Self.largestPlace(part)
      if abs(part[column]) > bound { _ = follow(column) }
    }
    var failures = 0
    while failures < 8, pivotRows.count < maximumRank, isFinite {
      failures = follow(randomColumn()) ? 0 : failures + 1
    }
    if pivotRows.count == maximumRank, maximumRank < min(rows, columns) {
      for _ in 0..<4 {
        remainder = max(remainder, restOfColumn(randomColumn()).reduce(0) { max($0, abs($1)) })
      }
    }
  }

  private mutating func randomColumn() -> Int {
    noise ^= noise << 13
    noise ^= noise >> 7
    noise ^= noise << 17
    return Int(noise % UInt64(columns))
  }

  /// Follows rows and columns to a large element and takes it as pivot; false when there is none.
  private mutating func follow(_ start: Int) -> Bool {
    guard pivotRows.count < maximumRank, isFinite else { return false }
    var column = start
    var columnPart = restOfColumn(column)
    var row = Self.largestPlace(columnPart)
    guard abs(columnPart[row]) > bound || (pivotRows.isEmpty && columnPart[row] != 0) else {
      remainder = max(remainder, abs(columnPart[row]))
      return false
    }
    var rowPart = restOfRow(row)
    for _ in 0..<4 {
      let better = Self.largestPlace(rowPart)
      guard better != column, abs(rowPart[better]) > abs(columnPart[row]) else { break }
      column = better
      columnPart = restOfColumn(column)
      let next = Self.largestPlace(columnPart)
      if next == row { break }
      row = next
      rowPart = restOfRow(row)
    }
    accept(row, column, columnPart, rowPart)
    return true
  }

  private mutating func restOfColumn(_ column: Int) -> [Double] {
    var part = block.column(column)
    observe(part)
    for (factors, values) in zip(lower, upper) {
      let value = values[column]
      for row in 0..<rows { part[row] -= value * factors[row] }
    }
    for row in pivotRows { part[row] = 0 }
    return part
  }

  private mutating func restOfRow(_ row: Int) -> [Double] {
    var part = block.rows(row..<row + 1)
    observe(part)
    for (factors, values) in zip(lower, upper) {
      let factor = factors[row]
      for column in 0..<columns { part[column] -= factor * values[column] }
    }
    for column in pivotColumns { part[column] = 0 }
    return part
  }

  // MARK: - Pivots

  private mutating func accept(
    _ row: Int, _ column: Int, _ columnPart: [Double], _ rowPart: [Double]
  ) {
    let pivot = rowPart[column]
    guard pivot != 0 else { return }
    var factors = columnPart.map { $0 / pivot }
    factors[row] = 1
    pivotRows.append(row)
    pivotColumns.append(column)
    lower.append(factors)
    upper.append(rowPart)
  }

  private mutating func observe(_ elements: [Double]) {
    evaluations += elements.count
    for element in elements {
      largest = max(largest, abs(element))
      if !element.isFinite { isFinite = false }
    }
  }

  private static func largestPlace(_ elements: [Double]) -> Int {
    var (best, place) = (-1.0, 0)
    for (index, element) in elements.enumerated() where abs(element) > best {
      (best, place) = (abs(element), index)
    }
    return place
  }

  /// The matrix T with A ≈ T A[pivot rows, :], whose pivot rows are the identity.
  ///
  /// It is L (L of the pivot rows)⁻¹, these being unit lower triangular in their order.
  var interpolation: Matrix {
    let rank = lower.count
    guard rank > 0 else {
      var single = Matrix(rowCount: rows, columnCount: 1)
      single[0, 0] = 1
      return single
    }
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

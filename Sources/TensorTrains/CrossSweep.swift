internal import LinearAlgebra

/// The lists of partial indices of a cross interpolation and the sweeps that improve them.
struct CrossSweep<Function: TensorFunction> {
  private let function: Function
  private let parameters: CrossInterpolation
  /// `left[k]` holds values of the first k indices.
  private var left: [[[Int]]]
  /// `right[k]` holds values of the indices from k on.
  private var right: [[[Int]]]
  private var largest: Double
  private var isZero = true
  private(set) var evaluations = 0
  /// The largest element left out in the sweep that runs or ran last, relative to the scale.
  private(set) var pivotError = 0.0

  init(_ function: Function, places: [[Int]], parameters: CrossInterpolation) {
    precondition(
      !places.isEmpty && places.allSatisfy { $0.count == function.sizes.count },
      "a starting place has one index per mode")
    self.function = function
    self.parameters = parameters
    largest = parameters.scale
    left = (0...function.sizes.count).map { length in
      Self.distinct(places.map { Array($0.prefix(length)) })
    }
    right = (0...function.sizes.count).map { length in
      Self.distinct(places.map { Array($0.dropFirst(length)) })
    }
  }

  private static func distinct(_ lists: [[Int]]) -> [[Int]] {
    var seen: Set<[Int]> = []
    return lists.filter { seen.insert($0).inserted }
  }

  /// Renews the lists from the first bond to the last and returns the train on them.
  mutating func forward() throws(TensorTrainError) -> TensorTrain {
    pivotError = 0
    let sizes = function.sizes
    var cores: [TensorCore] = []
    for bond in 1..<sizes.count {
      let interpolation = try renew(bond)
      cores.append(TensorCore(leftUnfolding: interpolation, size: sizes[bond - 1]))
    }
    // The last core holds the elements themselves.
    let last = sizes.count - 1
    let block = function.block(left: left[last], right: (0..<sizes[last]).map { [$0] })
    let elements = block.rows(0..<block.rowCount)
    try observe(elements, mode: last)
    cores.append(
      TensorCore(
        leftRank: left[last].count, size: sizes[last], rightRank: 1, elements: elements))
    guard !isZero else { throw .onlyZeros(evaluations: evaluations) }
    return TensorTrain(unchecked: cores)
  }

  /// Renews the lists from the last bond to the first.
  mutating func backward() throws(TensorTrainError) {
    for bond in stride(from: function.sizes.count - 1, through: 1, by: -1) {
      _ = try renew(bond)
    }
  }

  /// Chooses the lists on both sides of a bond anew and returns the matrix that interpolates all
  /// rows from the chosen ones.
  private mutating func renew(_ bond: Int) throws(TensorTrainError) -> Matrix {
    let rows = left[bond - 1].flatMap { list in
      (0..<function.sizes[bond - 1]).map { list + [$0] }
    }
    let columns = (0..<function.sizes[bond]).flatMap { index in
      right[bond + 1].map { [index] + $0 }
    }
    let block = function.block(left: rows, right: columns)
    var search = CrossSearch(
      block, scale: largest, tolerance: parameters.tolerance,
      maximumRank: min(parameters.maximumRank, rows.count, columns.count))
    if rows.count * columns.count <= CrossSearch<Function.Block>.exhaustiveCount {
      search.searchEverywhere()
    } else {
      search.search(
        fromRows: Self.places(of: left[bond], in: rows),
        columns: Self.places(of: right[bond], in: columns))
    }
    evaluations += search.evaluations
    guard search.isFinite else { throw .notFinite(mode: bond) }
    if search.largest > 0 { isZero = false }
    largest = max(largest, search.largest)
    if largest > 0 { pivotError = max(pivotError, search.remainder / largest) }
    // Where nothing was found the lists keep a member each, so that the search can go on elsewhere.
    left[bond] = search.pivotRows.isEmpty ? [rows[0]] : search.pivotRows.map { rows[$0] }
    right[bond] =
      search.pivotColumns.isEmpty ? [columns[0]] : search.pivotColumns.map { columns[$0] }
    return search.interpolation
  }

  private static func places(of lists: [[Int]], in all: [[Int]]) -> [Int] {
    let places = Dictionary(zip(all, all.indices)) { first, _ in first }
    return lists.compactMap { places[$0] }
  }

  private mutating func observe(
    _ elements: [Double], mode: Int
  ) throws(TensorTrainError) {
    evaluations += elements.count
    guard elements.allSatisfy(\.isFinite) else { throw .notFinite(mode: mode) }
    if elements.contains(where: { $0 != 0 }) { isZero = false }
    largest = elements.reduce(largest) { max($0, abs($1)) }
  }
}

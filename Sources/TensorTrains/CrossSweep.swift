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
      let rows = Self.extended(left[bond - 1], by: sizes[bond - 1])
      let elimination = try eliminated(bond, rows)
      left[bond] = elimination.pivotRows.map { rows[$0] }
      cores.append(
        TensorCore(leftUnfolding: elimination.interpolation, size: sizes[bond - 1]))
    }
    // The last core holds the elements themselves.
    let last = sizes.count - 1
    let block = try values(
      mode: last, left: left[last], right: (0..<sizes[last]).map { [$0] })
    cores.append(
      TensorCore(
        leftRank: left[last].count, size: sizes[last], rightRank: 1, elements: block.elements))
    guard !isZero else { throw .onlyZeros(evaluations: evaluations) }
    return TensorTrain(unchecked: cores)
  }

  /// Renews the lists from the last bond to the first.
  mutating func backward() throws(TensorTrainError) {
    for bond in stride(from: function.sizes.count - 1, through: 1, by: -1) {
      _ = try eliminated(bond, Self.extended(left[bond - 1], by: function.sizes[bond - 1]))
    }
  }

  /// Eliminates the matrix of a bond and renews the list to its right.
  private mutating func eliminated(
    _ bond: Int, _ rows: [[Int]]
  ) throws(TensorTrainError) -> CrossElimination {
    let columns = Self.extended(front: function.sizes[bond], right[bond + 1])
    let matrix = try values(mode: bond, left: rows, right: columns)
    let elimination = CrossElimination(
      matrix, bound: parameters.tolerance * largest, maximumRank: parameters.maximumRank)
    right[bond] = elimination.pivotColumns.map { columns[$0] }
    if largest > 0 { pivotError = max(pivotError, elimination.remainder / largest) }
    return elimination
  }

  private mutating func values(
    mode: Int, left: [[Int]], right: [[Int]]
  ) throws(TensorTrainError) -> Matrix {
    let elements = function.values(left: left, right: right)
    evaluations += elements.count
    guard elements.allSatisfy(\.isFinite) else { throw .notFinite(mode: mode) }
    isZero = isZero && elements.allSatisfy { $0 == 0 }
    largest = elements.reduce(largest) { max($0, abs($1)) }
    return Matrix(
      uncheckedRowCount: left.count, columnCount: right.count, elements: elements)
  }

  private static func extended(_ lists: [[Int]], by size: Int) -> [[Int]] {
    lists.flatMap { list in (0..<size).map { list + [$0] } }
  }

  private static func extended(front size: Int, _ lists: [[Int]]) -> [[Int]] {
    (0..<size).flatMap { index in lists.map { [index] + $0 } }
  }
}

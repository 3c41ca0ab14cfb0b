internal import LinearAlgebra

/// A tensor that is known by its elements, which are computed where they are wanted.
public protocol TensorFunction: Sendable {
  /// What computes the elements at all combinations of two lists of partial indices.
  associatedtype Block: TensorBlock

  /// The number of values of every index.
  var sizes: [Int] { get }

  /// The matrix of the elements at all combinations of two lists of partial indices.
  ///
  /// - Parameters:
  ///   - left: Values of the first indices, all lists of one length k.
  ///   - right: Values of the other indices, all lists of length N − k.
  /// - Returns: The matrix with a row per member of `left` and a column per member of `right`.
  func block(left: [[Int]], right: [[Int]]) -> Block
}

/// A matrix of which rows and columns are computed when they are wanted.
public protocol TensorBlock {
  /// The number of rows.
  var rowCount: Int { get }
  /// The number of columns.
  var columnCount: Int { get }
  /// The elements of some rows, row after row.
  func rows(_ rows: Range<Int>) -> [Double]
  /// The elements of one column.
  func column(_ column: Int) -> [Double]
}

/// A block whose elements are computed from the full index lists.
public struct ListedBlock: TensorBlock {
  private let left: [[Int]]
  private let right: [[Int]]
  private let values: (_ left: ArraySlice<[Int]>, _ right: ArraySlice<[Int]>) -> [Double]

  /// Creates a block from a function that computes the elements at all combinations of two lists,
  /// one row per member of the first.
  public init(
    left: [[Int]], right: [[Int]],
    values: @escaping (_ left: ArraySlice<[Int]>, _ right: ArraySlice<[Int]>) -> [Double]
  ) {
    (self.left, self.right, self.values) = (left, right, values)
  }

  /// The number of rows.
  public var rowCount: Int { left.count }
  /// The number of columns.
  public var columnCount: Int { right.count }
  /// The elements of some rows, row after row.
  public func rows(_ rows: Range<Int>) -> [Double] { values(left[rows], right[...]) }
  /// The elements of one column.
  public func column(_ column: Int) -> [Double] { values(left[...], right[column...column]) }
}

/// A tensor given by a function of its indices.
public struct IndexFunction: TensorFunction {
  /// The number of values of every index.
  public let sizes: [Int]
  private let function: @Sendable ([Int]) -> Double

  /// Creates a tensor from a function of all indices.
  public init(sizes: [Int], _ function: @escaping @Sendable ([Int]) -> Double) {
    self.sizes = sizes
    self.function = function
  }

  /// The block that calls the function once per combination.
  public func block(left: [[Int]], right: [[Int]]) -> ListedBlock {
    let (count, function) = (sizes.count, function)
    return ListedBlock(left: left, right: right) { left, right in
      var result: [Double] = []
      result.reserveCapacity(left.count * right.count)
      var indices = [Int](repeating: 0, count: count)
      for first in left {
        indices.replaceSubrange(0..<first.count, with: first)
        for second in right {
          indices.replaceSubrange(first.count..<count, with: second)
          result.append(function(indices))
        }
      }
      return result
    }
  }
}

/// A function of the elements of two trains, element by element.
public struct TrainPairFunction: TensorFunction {
  private let first: TensorTrain
  private let second: TensorTrain
  private let function: @Sendable (Double, Double) -> Double

  /// Creates the tensor f(x(i₁, …, i_N), y(i₁, …, i_N)) of two trains of the same sizes.
  public init(
    _ first: TensorTrain, _ second: TensorTrain,
    _ function: @escaping @Sendable (Double, Double) -> Double
  ) {
    first.requireSizes(of: second)
    (self.first, self.second, self.function) = (first, second, function)
  }

  /// The sizes of the trains.
  public var sizes: [Int] { first.sizes }

  /// The block that multiplies the rows and columns which the lists select.
  public func block(left: [[Int]], right: [[Int]]) -> TrainPairBlock {
    TrainPairBlock(
      factors: [first, second].map { train in
        (train.partialProducts(left), train.partialProducts(fromRight: right).transposed)
      }, function: function)
  }
}

/// A block of a function of two trains.
public struct TrainPairBlock: TensorBlock {
  /// For each train its rows and, as rows too, its columns.
  let factors: [(rows: Matrix, columns: Matrix)]
  let function: (Double, Double) -> Double

  /// The number of rows.
  public var rowCount: Int { factors[0].rows.rowCount }
  /// The number of columns.
  public var columnCount: Int { factors[0].columns.rowCount }

  /// The elements of some rows, row after row.
  public func rows(_ rows: Range<Int>) -> [Double] {
    let values = factors.map { $0.rows.rows(rows) * $0.columns.transposed }
    return zip(values[0].elements, values[1].elements).map(function)
  }

  /// The elements of one column.
  public func column(_ column: Int) -> [Double] {
    let values = factors.map { $0.rows * $0.columns.rows(column..<column + 1).elements }
    return zip(values[0], values[1]).map(function)
  }
}

extension Matrix {
  /// Some of the rows.
  fileprivate func rows(_ range: Range<Int>) -> Matrix {
    Matrix(
      uncheckedRowCount: range.count, columnCount: columnCount,
      elements: Array(
        elements[range.lowerBound * columnCount..<range.upperBound * columnCount]))
  }
}

extension TensorTrain {
  /// The rows G₁(i₁) … Gₖ(iₖ) of lists of first indices.
  func partialProducts(_ lists: [[Int]]) -> Matrix {
    let length = lists.first?.count ?? 0
    var result = Matrix(
      rowCount: lists.count, columnCount: length > 0 ? cores[length - 1].rightRank : 1)
    let width = result.columnCount
    for (place, list) in lists.enumerated() {
      var row = [1.0]
      for (core, i) in zip(cores, list) {
        var next = [Double](repeating: 0, count: core.rightRank)
        for a in 0..<core.leftRank {
          for b in 0..<core.rightRank { next[b] += row[a] * core[a, i, b] }
        }
        row = next
      }
      result.elements.replaceSubrange(place * width..<(place + 1) * width, with: row)
    }
    return result
  }

  /// The columns Gₖ(iₖ) … G_N(i_N) of lists of last indices.
  func partialProducts(fromRight lists: [[Int]]) -> Matrix {
    let reversed = TensorTrain(unchecked: cores.reversed().map(\.mirrored))
    return reversed.partialProducts(lists.map { $0.reversed() }).transposed
  }
}

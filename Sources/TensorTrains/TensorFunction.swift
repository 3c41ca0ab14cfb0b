internal import LinearAlgebra

/// A tensor that is known by its elements, which are computed where they are wanted.
public protocol TensorFunction: Sendable {
  /// The number of values of every index.
  var sizes: [Int] { get }

  /// The elements at all combinations of two lists of partial indices.
  ///
  /// - Parameters:
  ///   - left: Values of the first indices, all lists of one length k.
  ///   - right: Values of the other indices, all lists of length N − k.
  /// - Returns: The elements, one row per member of `left`, one column per member of `right`.
  func values(left: [[Int]], right: [[Int]]) -> [Double]
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

  /// Calls the function once per combination.
  public func values(left: [[Int]], right: [[Int]]) -> [Double] {
    var result: [Double] = []
    result.reserveCapacity(left.count * right.count)
    var indices = [Int](repeating: 0, count: sizes.count)
    for first in left {
      indices.replaceSubrange(0..<first.count, with: first)
      for second in right {
        indices.replaceSubrange(first.count..<sizes.count, with: second)
        result.append(function(indices))
      }
    }
    return result
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

  /// The elements, from products of the rows and columns that the lists select.
  public func values(left: [[Int]], right: [[Int]]) -> [Double] {
    let x = first.partialProducts(left) * first.partialProducts(fromRight: right)
    let y = second.partialProducts(left) * second.partialProducts(fromRight: right)
    return zip(x.elements, y.elements).map(function)
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

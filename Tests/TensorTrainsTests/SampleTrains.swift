import LinearAlgebra
import TensorTrains

/// Repeatable numbers between −1 and 1.
struct SampleNumbers {
  private var state: UInt64
  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }
  mutating func next() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(Int64(bitPattern: state) >> 11) / Double(1 << 52)
  }
}

/// A train of the given sizes and inner ranks.
func sampleTrain(sizes: [Int], ranks: [Int], seed: UInt64) throws -> TensorTrain {
  var numbers = SampleNumbers(seed: seed)
  let outer = [1] + ranks + [1]
  return try TensorTrain(
    cores: sizes.enumerated().map { mode, size in
      let count = outer[mode] * size * outer[mode + 1]
      return TensorCore(
        leftRank: outer[mode], size: size, rightRank: outer[mode + 1],
        elements: (0..<count).map { _ in numbers.next() })
    })
}

func sampleMatrix(_ rows: Int, _ columns: Int, seed: UInt64) -> Matrix {
  var numbers = SampleNumbers(seed: seed)
  var matrix = Matrix(rowCount: rows, columnCount: columns)
  for index in matrix.elements.indices { matrix.elements[index] = numbers.next() }
  return matrix
}

/// All index lists of a tensor, the last index varying fastest.
func allIndices(_ sizes: [Int]) -> [[Int]] {
  sizes.reduce([[]]) { lists, size in lists.flatMap { list in (0..<size).map { list + [$0] } } }
}

/// All elements of a train.
func elements(of train: TensorTrain) -> [Double] { allIndices(train.sizes).map { train[$0] } }

/// The largest difference of two lists.
func largestDifference(_ a: [Double], _ b: [Double]) -> Double {
  zip(a, b).reduce(0) { max($0, abs($1.0 - $1.1)) }
}

/// The terms of the second difference −d²/dx² on n points in every one of `dimension` modes, plus
/// first differences that couple neighbouring modes.
func convectionDiffusionTerms(
  dimension: Int, size: Int, coupling: Double
) -> [TensorTrainOperator.Term] {
  var second = Matrix(rowCount: size, columnCount: size)
  var first = second
  for i in 0..<size {
    second[i, i] = 2
    if i > 0 { (second[i, i - 1], first[i, i - 1]) = (-1, -0.5) }
    if i < size - 1 { (second[i, i + 1], first[i, i + 1]) = (-1, 0.5) }
  }
  let place = Matrix.diagonal((0..<size).map { Double($0) / Double(size) })
  var terms = (0..<dimension).map { TensorTrainOperator.Term([$0: second]) }
  for mode in 0..<dimension - 1 {
    terms.append(.init([mode: coupling * first, mode + 1: place]))
  }
  return terms
}

internal import LinearAlgebra

/// What is left of an operator on one side of a bond when the cores there are summed over.
///
/// It is a block of (rank of the frame that tests) × (rank of the operator) × (rank of the frame that
/// is acted on), the same for both sides of a bond: a train read from its other end exchanges the two.
struct OperatorInterface {
  let testRank: Int
  let operatorRank: Int
  let stateRank: Int
  var elements: [Double]

  /// The interface beyond the last core.
  static let end = OperatorInterface(testRank: 1, operatorRank: 1, stateRank: 1, elements: [1])

  /// The elements (a, R, a) of the diagonal, a after another; both frames must be the same.
  var diagonal: [Double] {
    (0..<testRank).flatMap { a in
      (0..<operatorRank).map { elements[(a * operatorRank + $0) * stateRank + a] }
    }
  }

  /// The interface one core further to the right.
  ///
  /// - Parameters:
  ///   - test: The core of the frame that tests.
  ///   - block: The core of the operator.
  ///   - state: The core of the frame that is acted on.
  /// - Returns: The interface at the next bond.
  func advanced(test: TensorCore, block: OperatorBlock, state: TensorCore) -> OperatorInterface {
    let product = actedOn(state, block: block)
    let width = block.rightRank * state.rightRank
    var result = OperatorInterface(
      testRank: test.rightRank, operatorRank: block.rightRank, stateRank: state.rightRank,
      elements: [Double](repeating: 0, count: test.rightRank * width))
    DenseKernels.multiply(
      rows: test.rightRank, columns: width, inner: testRank * test.size, test.elements,
      stride: test.rightRank, product, stride: width, into: &result.elements, stride: width,
      leftTransposed: true)
    return result
  }

  /// The action of the operator on a core between this interface and the one to the right of it,
  /// tested by the frames of both.
  func projected(
    _ state: TensorCore, block: OperatorBlock, right: OperatorInterface
  ) -> TensorCore {
    let product = actedOn(state, block: block)
    let width = block.rightRank * state.rightRank
    var result = TensorCore(leftRank: testRank, size: block.size, rightRank: right.testRank)
    DenseKernels.multiply(
      rows: testRank * block.size, columns: right.testRank, inner: width, product, stride: width,
      right.elements, stride: width, into: &result.elements, stride: right.testRank,
      rightTransposed: true)
    return result
  }

  /// The block (a, i, S, b) of this interface, the operator's core and a core of the state.
  private func actedOn(_ state: TensorCore, block: OperatorBlock) -> [Double] {
    var first = [Double](
      repeating: 0, count: testRank * operatorRank * state.size * state.rightRank)
    var second = [Double](
      repeating: 0, count: testRank * block.size * block.rightRank * state.rightRank)
    first.withUnsafeMutableBufferPointer { first in
      second.withUnsafeMutableBufferPointer { second in
        guard let first = first.baseAddress, let second = second.baseAddress else { return }
        act(on: state.elements, stateRightRank: state.rightRank, block, first, second)
      }
    }
    return second
  }

  /// Fills `second` with the block (a, i, S, b), using `first` for (a, R, j, b).
  @inline(__always)
  func act(
    on state: UnsafePointer<Double>, stateRightRank rank: Int, _ block: OperatorBlock,
    _ first: UnsafeMutablePointer<Double>, _ second: UnsafeMutablePointer<Double>
  ) {
    let (inner, outer) = (operatorRank * block.size, block.size * block.rightRank)
    DenseKernels.multiply(
      rows: testRank * operatorRank, columns: block.size * rank, inner: stateRank, elements,
      stride: stateRank, state, stride: block.size * rank, into: first, stride: block.size * rank)
    for a in 0..<testRank {
      DenseKernels.multiply(
        rows: outer, columns: rank, inner: inner, block.forward, stride: inner,
        first + a * inner * rank, stride: rank, into: second + a * outer * rank, stride: rank)
    }
  }
}

internal import LinearAlgebra

/// What is left of an operator on one side of a bond when the cores there are summed over.
///
/// It is a block of (rank of the operator) × (rank of the frame that tests) × (rank of the frame that
/// is acted on), the same for both sides of a bond: a train read from its other end exchanges the two.
struct OperatorInterface {
  let operatorRank: Int
  let testRank: Int
  let stateRank: Int
  var elements: [Double]

  /// The interface beyond the last core.
  static let end = OperatorInterface(operatorRank: 1, testRank: 1, stateRank: 1, elements: [1])

  /// The elements (R, a, a) of the diagonal as a matrix (a, R); both frames must be the same.
  var diagonal: [Double] {
    (0..<testRank).flatMap { a in
      (0..<operatorRank).map { elements[($0 * testRank + a) * stateRank + a] }
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
    let (rank, width) = (state.rightRank, test.rightRank * state.rightRank)
    var result = OperatorInterface(
      operatorRank: block.rightRank, testRank: test.rightRank, stateRank: rank,
      elements: [Double](repeating: 0, count: block.rightRank * width))
    withAction(on: state, block: block) { product in
      result.elements.withUnsafeMutableBufferPointer { target in
        guard let target = target.baseAddress else { return }
        let rows = testRank * test.size
        for bond in 0..<block.rightRank {
          DenseKernels.multiply(
            rows: test.rightRank, columns: rank, inner: rows, test.elements,
            stride: test.rightRank, product + bond * rows * rank, stride: rank,
            into: target + bond * width, stride: rank, leftTransposed: true)
        }
      }
    }
    return result
  }

  /// The action of the operator on a core between this interface and the one to the right of it,
  /// tested by the frames of both.
  func projected(
    _ state: TensorCore, block: OperatorBlock, right: OperatorInterface
  ) -> TensorCore {
    var result = TensorCore(leftRank: testRank, size: block.size, rightRank: right.testRank)
    withAction(on: state, block: block) { product in
      result.elements.withUnsafeMutableBufferPointer { target in
        guard let target = target.baseAddress else { return }
        right.close(product, rows: testRank * block.size, into: target)
      }
    }
    return result
  }

  /// Sets the block (rows, b) from the block (S, rows, state) by summing with this interface, which
  /// lies to the right.
  @inline(__always)
  func close(
    _ product: UnsafePointer<Double>, rows: Int, into target: UnsafeMutablePointer<Double>
  ) {
    elements.withUnsafeBufferPointer { elements in
      guard let elements = elements.baseAddress else { return }
      for bond in 0..<operatorRank {
        DenseKernels.multiply(
          rows: rows, columns: testRank, inner: stateRank, product + bond * rows * stateRank,
          stride: stateRank, elements + bond * testRank * stateRank, stride: stateRank,
          into: target, stride: testRank, rightTransposed: true, accumulating: bond > 0)
      }
    }
  }

  /// Calls a function with the block (S, a, i, b) of this interface, the operator's core and a core
  /// of the state.
  private func withAction(
    on state: TensorCore, block: OperatorBlock, _ body: (UnsafePointer<Double>) -> Void
  ) {
    let slab = testRank * state.size * state.rightRank
    withUnsafeTemporaryAllocation(of: Double.self, capacity: operatorRank * slab) { first in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: block.rightRank * slab) { second in
        guard let first = first.baseAddress, let second = second.baseAddress else { return }
        act(on: state.elements, stateRightRank: state.rightRank, block, first, second)
        body(second)
      }
    }
  }

  /// Fills `second` with the block (S, a, i, b), using `first` for (R, a, j, b).
  @inline(__always)
  func act(
    on state: UnsafePointer<Double>, stateRightRank rank: Int, _ block: OperatorBlock,
    _ first: UnsafeMutablePointer<Double>, _ second: UnsafeMutablePointer<Double>
  ) {
    let width = block.size * rank
    DenseKernels.multiply(
      rows: operatorRank * testRank, columns: width, inner: stateRank, elements,
      stride: stateRank, state, stride: width, into: first, stride: width)
    second.initialize(repeating: 0, count: block.rightRank * testRank * width)
    block.act(on: first, rows: testRank, columns: rank, addingTo: second)
  }
}

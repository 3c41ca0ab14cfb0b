internal import LinearAlgebra

/// The linear system of one core: the whole system tested and expanded in the frames of all others.
final class LocalSystem: LinearAction {
  private let left: OperatorInterface
  private let right: OperatorInterface
  private let block: OperatorBlock
  /// Made when an iteration needs it: many systems are solved by their guess already.
  private lazy var preconditioner = DiagonalBlockInverse(left: left, block: block, right: right)
  private let first: UnsafeMutablePointer<Double>
  private let second: UnsafeMutablePointer<Double>
  let order: Int

  init(left: OperatorInterface, block: OperatorBlock, right: OperatorInterface) {
    (self.left, self.right, self.block) = (left, right, block)
    order = left.testRank * block.size * right.testRank
    first = .allocate(capacity: order * left.operatorRank)
    second = .allocate(capacity: order * right.operatorRank)
  }

  deinit {
    first.deallocate()
    second.deallocate()
  }

  func apply(_ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>) {
    left.act(on: x, stateRightRank: right.testRank, block, first, second)
    right.close(second, rows: left.testRank * block.size, into: y)
  }

  func applyPreconditioner(_ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>) {
    preconditioner.apply(x, into: y)
  }

  /// The matrix of the system, row by row.
  var matrix: [Double] {
    // Each column is the action on a unit vector; only small systems are made dense.
    var (unit, column) = (
      [Double](repeating: 0, count: order), [Double](repeating: 0, count: order)
    )
    var result = [Double](repeating: 0, count: order * order)
    for j in 0..<order {
      unit[j] = 1
      apply(unit, into: &column)
      unit[j] = 0
      for i in 0..<order { result[i * order + j] = column[i] }
    }
    return result
  }
}

internal import LinearAlgebra

/// A train whose cores are the frames a linear system is tested in, with what the operator and the
/// right-hand side are on both sides of every bond in these frames.
///
/// Bond k lies to the left of core k. Interfaces to the left hold for left-orthogonal cores,
/// interfaces to the right for right-orthogonal ones.
struct FramedTrain {
  var cores: [TensorCore]
  private(set) var left: [Interface]
  private(set) var right: [Interface]

  /// The operator and the right-hand side on one side of a bond.
  struct Interface {
    var operation = OperatorInterface.end
    /// The rank of the frame × the rank of the right-hand side.
    var vector = Matrix.identity(1)
  }

  init(cores: [TensorCore]) {
    self.cores = cores
    left = [Interface](repeating: Interface(), count: cores.count + 1)
    right = left
  }

  /// Sets the interface to the right of core `mode` from those to its left.
  mutating func advance(over mode: Int, system: LinearSystem, state: TensorCore) {
    let core = cores[mode]
    left[mode + 1] = Interface(
      operation: left[mode].operation.advanced(
        test: core, block: system.blocks[mode], state: state),
      vector: TensorCore.leftOverlap(left[mode].vector, core, system.rightHandSide[mode]))
  }

  /// Reads the train from its other end.
  mutating func turnAround() {
    cores = cores.reversed().map(\.mirrored)
    (left, right) = (right.reversed(), left.reversed())
  }
}

/// A linear system by its cores.
struct LinearSystem {
  var blocks: [OperatorBlock]
  var rightHandSide: [TensorCore]

  /// The system read from its other end.
  var mirrored: LinearSystem {
    LinearSystem(
      blocks: blocks.reversed().map(\.mirrored),
      rightHandSide: rightHandSide.reversed().map(\.mirrored))
  }

  /// The right-hand side at a core, in the frames on its left and on its right.
  func projectedRightHandSide(
    at mode: Int, left: FramedTrain.Interface, right: FramedTrain.Interface
  ) -> TensorCore {
    rightHandSide[mode].multipliedFromLeft(by: left.vector)
      .multipliedFromRight(by: right.vector.transposed)
  }
}

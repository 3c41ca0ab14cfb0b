internal import LinearAlgebra

/// One core M[R, i, j, S] of an operator, in the orders of its indices that the products need.
struct OperatorBlock {
  let leftRank: Int
  let size: Int
  let rightRank: Int
  /// M as stored, (R, i, j, S).
  let elements: [Double]
  /// The matrix with rows (i, S) and columns (R, j): what a product from the left needs.
  let forward: [Double]

  init(_ core: TensorCore, size: Int) {
    (leftRank, self.size, rightRank) = (core.leftRank, size, core.rightRank)
    elements = core.elements
    var forward = [Double](repeating: 0, count: elements.count)
    for row in 0..<leftRank {
      for i in 0..<size {
        for j in 0..<size {
          for column in 0..<rightRank {
            let target = ((i * rightRank + column) * leftRank + row) * size + j
            forward[target] = elements[((row * size + i) * size + j) * rightRank + column]
          }
        }
      }
    }
    self.forward = forward
  }

  /// The matrices with rows (i, S) and columns j, one for each R.
  var byLeftRank: [Double] {
    var result = [Double](repeating: 0, count: elements.count)
    for row in 0..<leftRank {
      for i in 0..<size {
        for j in 0..<size {
          for column in 0..<rightRank {
            let target = ((row * size + i) * rightRank + column) * size + j
            result[target] = elements[((row * size + i) * size + j) * rightRank + column]
          }
        }
      }
    }
    return result
  }

  /// The block of the train read from its other end.
  var mirrored: OperatorBlock {
    OperatorBlock(
      TensorCore(
        leftRank: leftRank, size: size * size, rightRank: rightRank, elements: elements
      ).mirrored, size: size)
  }
}

extension TensorCore {
  /// The core of the train read from its other end: (b, i, a).
  var mirrored: TensorCore {
    var result = TensorCore(leftRank: rightRank, size: size, rightRank: leftRank)
    for a in 0..<leftRank {
      for i in 0..<size {
        for b in 0..<rightRank { result[b, i, a] = self[a, i, b] }
      }
    }
    return result
  }
}

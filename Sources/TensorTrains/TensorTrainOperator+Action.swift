internal import LinearAlgebra

extension TensorTrainOperator {
  /// The train A x, exact, with the product of the ranks.
  public func callAsFunction(_ x: TensorTrain) -> TensorTrain {
    precondition(x.sizes == sizes, "the train must have the sizes of the operator")
    return TensorTrain(
      unchecked: zip(train.cores, x.cores).map { m, core in
        Self.product(OperatorBlock(m, size: core.size), core)
      })
  }

  /// The norm of b − A x divided by the norm of b.
  ///
  /// - Throws: ``TensorTrainError/numericalFailure(reason:)``.
  public func relativeResidual(
    of x: TensorTrain, rightHandSide b: TensorTrain
  ) throws(TensorTrainError) -> Double {
    let norm = try b.norm()
    let residual = try (b - self(x)).norm()
    return norm > 0 ? residual / norm : residual
  }

  private static func product(_ m: OperatorBlock, _ core: TensorCore) -> TensorCore {
    var result = TensorCore(
      leftRank: m.leftRank * core.leftRank, size: core.size,
      rightRank: m.rightRank * core.rightRank)
    let (n, r1) = (core.size, core.rightRank)
    let (rows, block) = (n * m.rightRank, n * m.rightRank * r1)
    m.matricesByLeftRank.withUnsafeBufferPointer { m1 in
      core.elements.withUnsafeBufferPointer { source in
        result.elements.withUnsafeMutableBufferPointer { target in
          guard let m1 = m1.baseAddress, let source = source.baseAddress,
            let target = target.baseAddress
          else { return }
          for row in 0..<m.leftRank {
            for a in 0..<core.leftRank {
              // The block (i, S, b) is the product of (i, S) × j with j × b.
              DenseKernels.multiply(
                rows: rows, columns: r1, inner: n, m1 + row * rows * n, stride: n,
                source + a * n * r1, stride: r1,
                into: target + (row * core.leftRank + a) * block, stride: r1)
            }
          }
        }
      }
    }
    return result
  }
}

extension OperatorBlock {
  /// The matrices with rows (i, S) and columns j, one for each R.
  fileprivate var matricesByLeftRank: [Double] {
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
}

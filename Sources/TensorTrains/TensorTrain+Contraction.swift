public import LinearAlgebra

extension TensorTrain {
  /// The sum over all indices of the product with another train, ⟨x, y⟩.
  public func dot(_ other: TensorTrain) -> Double {
    requireSizes(of: other)
    var overlap = Matrix.identity(1)
    for (p, q) in zip(cores, other.cores) { overlap = TensorCore.leftOverlap(overlap, p, q) }
    return overlap[0, 0]
  }

  /// The sum over all indices with the product w₁(i₁) w₂(i₂) … as weight.
  public func contracted(with weights: [[Double]]) -> Double {
    precondition(weights.count == dimension, "one weight vector per mode")
    var row = Matrix.identity(1)
    for (core, weight) in zip(cores, weights) { row = row * core.contracted(with: weight) }
    return row[0, 0]
  }

  /// The train of the indices in `kept`, the others being summed with their weights.
  ///
  /// - Parameters:
  ///   - kept: The modes that stay, ascending, at least one.
  ///   - weights: The weight of every mode; those of kept modes are not read.
  /// - Returns: The train of the kept indices, in their order.
  public func contracted(keeping kept: [Int], weights: [[Double]]) -> TensorTrain {
    precondition(!kept.isEmpty && kept == kept.sorted(), "kept modes ascend")
    var result: [TensorCore] = []
    var row = Matrix.identity(1)
    for mode in cores.indices {
      if kept.contains(mode) {
        result.append(cores[mode].multipliedFromLeft(by: row))
        row = Matrix.identity(cores[mode].rightRank)
      } else {
        row = row * cores[mode].contracted(with: weights[mode])
      }
    }
    let last = result.count - 1
    result[last] = result[last].multipliedFromRight(by: row)
    return TensorTrain(unchecked: result)
  }

  /// The matrices Mₖ[i, j] = Σ x(…, i, …) x(…, j, …), summed over all other indices.
  ///
  /// They are the Gram matrices of the unfoldings; their traces are all ⟨x, x⟩.
  public func modeGramMatrices() -> [Matrix] {
    var fromRight = [Matrix.identity(1)]
    for core in cores.dropFirst().reversed() {
      fromRight.append(TensorCore.rightOverlap(fromRight[fromRight.count - 1], core, core))
    }
    var left = Matrix.identity(1)
    return cores.indices.map { mode in
      let core = cores[mode]
      let weighted = core.multipliedFromRight(by: fromRight[dimension - 1 - mode])
        .multipliedFromLeft(by: left)
      var gram = Matrix(rowCount: core.size, columnCount: core.size)
      for a in 0..<core.leftRank {
        for i in 0..<core.size {
          for j in 0..<core.size {
            for b in 0..<core.rightRank { gram[i, j] += weighted[a, i, b] * core[a, j, b] }
          }
        }
      }
      left = TensorCore.leftOverlap(left, core, core)
      return gram
    }
  }
}

extension TensorCore {
  /// Σ_{a c i} L[a, c] p[a, i, b] q[c, i, d], a matrix of (b, d).
  static func leftOverlap(_ left: Matrix, _ p: TensorCore, _ q: TensorCore) -> Matrix {
    p.leftUnfolding.transposed * q.multipliedFromLeft(by: left).leftUnfolding
  }

  /// Σ_{b d i} R[b, d] p[a, i, b] q[c, i, d], a matrix of (a, c).
  static func rightOverlap(_ right: Matrix, _ p: TensorCore, _ q: TensorCore) -> Matrix {
    p.multipliedFromRight(by: right).rightUnfolding * q.rightUnfolding.transposed
  }
}

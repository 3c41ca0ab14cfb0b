internal import LinearAlgebra

extension TensorTrain {
  /// The sum, exact, with the sum of the ranks.
  public static func + (left: TensorTrain, right: TensorTrain) -> TensorTrain {
    left.requireSizes(of: right)
    let last = left.dimension - 1
    guard last > 0 else {
      var core = left.cores[0]
      for index in core.elements.indices { core.elements[index] += right.cores[0].elements[index] }
      return TensorTrain(unchecked: [core])
    }
    return TensorTrain(
      unchecked: left.cores.indices.map { mode in
        TensorCore.joined(
          left.cores[mode], right.cores[mode], sharesLeft: mode == 0, sharesRight: mode == last)
      })
  }

  /// The difference, exact, with the sum of the ranks.
  public static func - (left: TensorTrain, right: TensorTrain) -> TensorTrain {
    left + (-1) * right
  }

  /// The train with every element multiplied by a number.
  public static func * (factor: Double, train: TensorTrain) -> TensorTrain {
    var result = train
    for index in result.cores[0].elements.indices { result.cores[0].elements[index] *= factor }
    return result
  }

  /// The product element by element, exact, with the product of the ranks.
  public func multipliedElementwise(by other: TensorTrain) -> TensorTrain {
    requireSizes(of: other)
    return TensorTrain(
      unchecked: zip(cores, other.cores).map { p, q in
        var core = TensorCore(
          leftRank: p.leftRank * q.leftRank, size: p.size, rightRank: p.rightRank * q.rightRank)
        for a in 0..<p.leftRank {
          for c in 0..<q.leftRank {
            for i in 0..<p.size {
              for b in 0..<p.rightRank {
                let factor = p[a, i, b]
                for d in 0..<q.rightRank {
                  core[a * q.leftRank + c, i, b * q.rightRank + d] = factor * q[c, i, d]
                }
              }
            }
          }
        }
        return core
      })
  }
}

extension TensorCore {
  /// The core of a sum: both blocks on the diagonal, or side by side where a bond is shared.
  static func joined(
    _ p: TensorCore, _ q: TensorCore, sharesLeft: Bool, sharesRight: Bool
  ) -> TensorCore {
    var core = TensorCore(
      leftRank: sharesLeft ? p.leftRank : p.leftRank + q.leftRank, size: p.size,
      rightRank: sharesRight ? p.rightRank : p.rightRank + q.rightRank)
    let (rowShift, columnShift) = (sharesLeft ? 0 : p.leftRank, sharesRight ? 0 : p.rightRank)
    for (part, row, column) in [(p, 0, 0), (q, rowShift, columnShift)] {
      for a in 0..<part.leftRank {
        for i in 0..<part.size {
          for b in 0..<part.rightRank { core[row + a, i, column + b] = part[a, i, b] }
        }
      }
    }
    return core
  }
}

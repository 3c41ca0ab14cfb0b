extension BoxDensity {
  /// The same density on cells of twice the size along every axis; all numbers of cells must be even.
  public var coarsened: BoxDensity {
    precondition(axes.allSatisfy { $0.cellCount % 2 == 0 }, "cells are joined in pairs")
    var (averages, counts) = (values, axes.map(\.cellCount))
    for axis in axes.indices {
      let stride = counts[(axis + 1)...].reduce(1, *)
      var half = [Double](repeating: 0, count: averages.count / 2)
      for row in 0..<half.count / stride {
        let (source, target) = (2 * row * stride, row * stride)
        for offset in 0..<stride {
          half[target + offset] =
            0.5 * (averages[source + offset] + averages[source + stride + offset])
        }
      }
      counts[axis] /= 2
      averages = half
    }
    return BoxDensity(unchecked: axes.map(\.coarsened), values: averages)
  }

  /// The differential entropy in nats without the leading part of what averaging over cells adds.
  ///
  /// S(h) − (S(2h) − S(h))/3 as for one variable; where a number of cells is odd, ``entropy``.
  public var smoothEntropy: Double {
    guard axes.allSatisfy({ $0.cellCount >= 4 && $0.cellCount % 2 == 0 }) else { return entropy }
    let fine = entropy
    return fine - (coarsened.entropy - fine) / 3
  }
}

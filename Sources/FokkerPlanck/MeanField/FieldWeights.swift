internal import Grids
internal import StochasticProcesses

/// The averages of a mean field as sums over the cells of each population.
///
/// ```
/// ⟨φ⟩ = Σᵢ φ(xᵢ) p[i] h / initial mass
/// ```
///
/// The midpoint rule is of second order for a density in motion. A stationary one of finite volumes
/// takes its exact values at the middles, where the rule converges faster than any power of h.
struct FieldWeights {
  let averages: FieldAverages
  /// φ(xᵢ) h / initial mass for each population and function.
  private let weights: [[CellVector]]

  init(_ averages: FieldAverages, axes: [Axis], initialMasses: [Double]) {
    self.averages = averages
    weights = axes.indices.map { population in
      let axis = axes[population]
      let scale = axis.spacing / initialMasses[population]
      return averages.functions[population].map { function in
        CellVector(axis.centers.map { scale * function($0) })
      }
    }
  }

  /// The averages over some cell vectors, one per population: densities or their rates of change.
  func averages(of vectors: [CellVector]) -> [Double] {
    var result: [Double] = []
    result.reserveCapacity(averages.count)
    for (own, vector) in zip(weights, vectors) {
      for weight in own { result.append(weight.product(with: vector)) }
    }
    return result
  }

  /// The functions of one population minus their averages, cell by cell.
  func deviations(ofPopulation population: Int, in density: Density) -> [[Double]] {
    let vector = CellVector(density.values)
    let scale = density.axis.spacing
    return weights[population].map { weight in
      let average = weight.product(with: vector)
      return weight.array.map { $0 / scale - average }
    }
  }
}

extension CellVector {
  /// The sum of the products of corresponding numbers.
  func product(with other: CellVector) -> Double {
    var sums = Lanes.zero
    let whole = count / 8 * 8
    for index in stride(from: 0, to: whole, by: 8) {
      sums = multiplyAdd(loadLanes(pointer + index), loadLanes(other.pointer + index), sums)
    }
    var sum = sums.sum()
    for index in whole..<count { sum += pointer[index] * other.pointer[index] }
    return sum
  }

  /// The sum of the magnitudes of the differences from another vector.
  func distance(to other: CellVector) -> Double {
    var sum = 0.0
    for index in 0..<count { sum += abs(pointer[index] - other.pointer[index]) }
    return sum
  }
}

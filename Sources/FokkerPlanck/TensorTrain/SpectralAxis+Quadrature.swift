internal import LinearAlgebra
internal import RealModule

/// Points and weights of a quadrature.
struct WeightedPoints {
  var points: [Double]
  var weights: [Double]
}

extension SpectralAxis {
  /// The nodes, ascending.
  var nodes: [Double] {
    get throws(FokkerPlanckError) {
      switch extent {
      case .line(let center, let scale):
        let reference = try Self.eigenvalues(
          (1..<count).map { (Double($0) / 2).squareRoot() })
        return reference.map { center + scale * $0 }
      case .interval(let domain):
        let reference = try Self.eigenvalues(
          (1..<count).map { (order: Int) -> Double in
            let n = Double(order)
            return n / (4 * n * n - 1).squareRoot()
          })
        let middle = (domain.lowerBound + domain.upperBound) / 2
        let half = (domain.upperBound - domain.lowerBound) / 2
        return reference.map { (x: Double) -> Double in middle + half * x }
      case .ring(let domain):
        let step = (domain.upperBound - domain.lowerBound) / Double(count)
        return (0..<count).map { domain.lowerBound + (Double($0) + 0.5) * step }
      }
    }
  }

  /// The eigenvalues, ascending, of the matrix with the given numbers beside a diagonal of zeros:
  /// the nodes of the Gauss quadrature of these recurrence coefficients.
  private static func eigenvalues(_ beside: [Double]) throws(FokkerPlanckError) -> [Double] {
    let order = beside.count + 1
    do {
      return try SymmetricTridiagonalEigenDecomposition(
        diagonal: [Double](repeating: 0, count: order), offDiagonal: beside, count: order
      ).eigenvalues.reversed()
    } catch {
      throw .numericalFailure(reason: error.description)
    }
  }

  /// Points close enough for integrals of the functions times smooth functions, to rounding.
  var finePoints: WeightedPoints {
    get throws(FokkerPlanckError) {
      switch extent {
      case .line(let center, let scale):
        // Equal steps are exact to rounding for functions that vanish at both ends and whose
        // wavenumbers stay below those of the steps.
        let turning = Double(2 * count + 1).squareRoot()
        let step = 2 * Double.pi / (turning + 4)
        let half = Int(((turning + 4.5) / step).rounded(.up))
        return WeightedPoints(
          points: (-half...half).map { center + scale * step * Double($0) },
          weights: [Double](repeating: scale * step, count: 2 * half + 1))
      case .interval(let domain):
        let finer = SpectralAxis(unchecked: .interval(domain), count: 2 * count + 8)
        let points = try finer.nodes
        return WeightedPoints(points: points, weights: points.map(finer.weight))
      case .ring(let domain):
        let finer = SpectralAxis(unchecked: .ring(domain), count: 2 * count + 8)
        return WeightedPoints(
          points: try finer.nodes,
          weights: [Double](
            repeating: (domain.upperBound - domain.lowerBound) / Double(finer.count),
            count: finer.count))
      }
    }
  }

  /// The weight of the Gauss quadrature at a node, 1/Σₖ ψₖ²: there functions and nodes are
  /// orthonormal in both indices.
  func weight(at node: Double) -> Double {
    1 / modeValues(at: node).reduce(0) { $0 + $1 * $1 }
  }
}

/// What acts on the weights apart from the gradient; biases are left alone.
struct WeightConstraints<Scalar: NetworkScalar> {
  private let layers: [(first: Int, units: Int, fanIn: Int)]
  private let maximumNorm: Scalar

  init(_ configuration: OptimizerConfiguration, layout: ParameterLayout) {
    layers = layout.layers.map {
      (layout.weights(ofLayer: $0).lowerBound, layout.widths[$0], layout.widths[$0 - 1])
    }
    maximumNorm = Scalar(configuration.maximumNorm)
  }

  /// w ← (1 − factor) w for every weight.
  func decay(_ scalars: UnsafeMutablePointer<Scalar>, factor: Double) {
    guard factor > 0 else { return }
    let keep = Scalar(1 - factor)
    for (first, units, fanIn) in layers {
      for index in first..<first + units * fanIn { scalars[index] *= keep }
    }
  }

  /// Scales down the weights that enter a unit when their norm is above the bound.
  func boundNorms(_ scalars: UnsafeMutablePointer<Scalar>) {
    guard maximumNorm > 0 else { return }
    for (first, units, fanIn) in layers {
      for unit in 0..<units {
        let weights = first + unit * fanIn..<first + (unit + 1) * fanIn
        let square = weights.reduce(Scalar(0)) { $0 + scalars[$1] * scalars[$1] }
        guard square > maximumNorm * maximumNorm else { continue }
        let scale = maximumNorm / square.squareRoot()
        for index in weights { scalars[index] *= scale }
      }
    }
  }
}

internal import RandomStreams
internal import RealModule

extension NetworkConfiguration {
  /// The parameters of a network before training, in the order of the layout; biases are 0.
  ///
  /// ## References
  ///
  /// X. Glorot and Y. Bengio, "Understanding the difficulty of training deep feedforward neural
  /// networks", *AISTATS* (2010). K. He, X. Zhang, S. Ren and J. Sun, "Delving deep into
  /// rectifiers", *ICCV* (2015), [doi:10.1109/ICCV.2015.123](https://doi.org/10.1109/ICCV.2015.123).
  ///
  /// - Parameters:
  ///   - layout: The network's layers.
  ///   - seed: The seed of the ensemble.
  ///   - index: Which of the ensemble's initial states it is.
  /// - Returns: As many numbers as the layout has parameters.
  public func initialParameters(
    layout: ParameterLayout, seed: UInt64, index: Int
  ) -> [Double] {
    var stream = RandomStream(seed: seed, purpose: .initialWeights, index: UInt64(index))
    var parameters = [Double](repeating: 0, count: layout.parameterCount)
    for layer in layout.layers {
      let range = layout.weights(ofLayer: layer)
      let weights = initialLaw.weights(
        fanIn: layout.widths[layer - 1], fanOut: layout.widths[layer], &stream)
      for (position, weight) in zip(range, weights) { parameters[position] = initialScale * weight }
    }
    return parameters
  }
}

extension InitialLaw {
  /// The weights of one layer, shape [to unit][from unit].
  fileprivate func weights(
    fanIn: Int, fanOut: Int, _ stream: inout RandomStream
  ) -> [Double] {
    let (rows, columns) = (Double(fanOut), Double(fanIn))
    func draw(_ law: () -> Double) -> [Double] { (0..<fanIn * fanOut).map { _ in law() } }
    switch self {
    case .truncatedNormal:
      return draw { stream.truncatedNormal(bound: 2) / columns.squareRoot() }
    case .truncatedNormalFanOut:
      return draw { stream.truncatedNormal(bound: 2) / rows.squareRoot() }
    case .glorotNormal: return draw { stream.normal() * (2 / (rows + columns)).squareRoot() }
    case .glorotUniform:
      return draw { (2 * stream.uniform() - 1) * (6 / (rows + columns)).squareRoot() }
    case .heNormal: return draw { stream.normal() * (2 / columns).squareRoot() }
    case .orthogonal:
      let count = min(fanIn, fanOut)
      let length = max(fanIn, fanOut)
      let basis = orthonormalVectors(count: count, length: length, &stream)
      return (0..<fanIn * fanOut).map { index in
        let (row, column) = (index / fanIn, index % fanIn)
        return fanOut <= fanIn ? basis[row][column] : basis[column][row]
      }
    }
  }

  /// Orthonormal vectors with a uniformly random orientation: normal vectors, each freed twice from
  /// its components along those before and scaled to length 1.
  private func orthonormalVectors(
    count: Int, length: Int, _ stream: inout RandomStream
  ) -> [[Double]] {
    var basis: [[Double]] = []
    while basis.count < count {
      var vector = (0..<length).map { _ in stream.normal() }
      for _ in 0..<2 {
        for other in basis {
          let component = zip(vector, other).reduce(0) { $0 + $1.0 * $1.1 }
          for index in 0..<length { vector[index] -= component * other[index] }
        }
      }
      let norm = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
      basis.append(vector.map { $0 / norm })
    }
    return basis
  }
}

extension Activation {
  /// Replaces weighted inputs by outputs.
  @inline(__always)
  func apply<Lanes: LaneVector>(to values: UnsafeMutablePointer<Lanes>, count: Int) {
    switch self {
    case .tanh: transform(values, count) { $0.hyperbolicTangent }
    case .relu: transform(values, count) { $0.maximum(.zero) }
    case .leakyReLU: transform(values, count) { $0.maximum($0 * Lanes(repeating: 0.01)) }
    case .linear: break
    case .softsign: transform(values, count) { $0 / (Lanes.one + $0.absolute) }
    case .softplus: transform(values, count) { $0.softplus }
    case .sigmoid: transform(values, count) { $0.logistic }
    }
  }

  /// Multiplies derivatives with respect to outputs by the slope, which `outputs` determine.
  @inline(__always)
  func multiplyBySlope<Lanes: LaneVector>(
    _ deltas: UnsafeMutablePointer<Lanes>, outputs: UnsafePointer<Lanes>, count: Int
  ) {
    let one = Lanes.one
    switch self {
    case .tanh: scale(deltas, outputs, count) { one - $0 * $0 }
    case .relu: scale(deltas, outputs, count) { $0.indicator(above: .zero) }
    case .leakyReLU:
      scale(deltas, outputs, count) {
        Lanes(repeating: 0.01).plusProduct($0.indicator(above: .zero), Lanes(repeating: 0.99))
      }
    case .linear: break
    case .softsign:
      scale(deltas, outputs, count) { (one - $0.absolute) * (one - $0.absolute) }
    case .softplus: scale(deltas, outputs, count) { one - (Lanes.zero - $0).exponential }
    case .sigmoid: scale(deltas, outputs, count) { $0 * (one - $0) }
    }
  }
}

@inline(__always)
private func transform<Lanes: LaneVector>(
  _ values: UnsafeMutablePointer<Lanes>, _ count: Int, _ function: (Lanes) -> Lanes
) {
  var index = 0
  while index < count {
    values[index] = function(values[index])
    index &+= 1
  }
}

@inline(__always)
private func scale<Lanes: LaneVector>(
  _ deltas: UnsafeMutablePointer<Lanes>, _ outputs: UnsafePointer<Lanes>, _ count: Int,
  _ slope: (Lanes) -> Lanes
) {
  var index = 0
  while index < count {
    deltas[index] = deltas[index] * slope(outputs[index])
    index &+= 1
  }
}

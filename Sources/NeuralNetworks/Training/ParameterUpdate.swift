internal import RealModule

/// The optimiser's state and its step.
final class ParameterUpdate<Scalar: NetworkScalar> {
  typealias Lanes = Scalar.Lanes

  private let configuration: OptimizerConfiguration
  private let vectorCount: Int
  /// The mean gradient of Adam, or the velocity of momentum.
  private let first: AlignedBuffer<Lanes>
  /// The mean squared gradient of Adam.
  private let second: AlignedBuffer<Lanes>
  private var steps = 0

  init(_ configuration: OptimizerConfiguration, paddedCount: Int) {
    self.configuration = configuration
    vectorCount = paddedCount / Lanes.laneCount
    first = AlignedBuffer(count: vectorCount, repeating: .zero)
    second = AlignedBuffer(count: vectorCount, repeating: .zero)
  }

  /// Takes one step and tells whether all parameters are still finite.
  func step(_ parameters: UnsafeMutablePointer<Lanes>, _ gradient: UnsafePointer<Lanes>) -> Bool {
    steps += 1
    switch configuration.kind {
    case .sgd, .gradientDescent:
      descend(parameters, gradient, Lanes(repeating: Scalar(-configuration.learningRate)))
    case .momentum: stepWithMomentum(parameters, gradient)
    case .adam: stepWithAdam(parameters, gradient)
    }
    return isFinite(parameters)
  }

  private func descend(
    _ parameters: UnsafeMutablePointer<Lanes>, _ gradient: UnsafePointer<Lanes>, _ rate: Lanes
  ) {
    for index in 0..<vectorCount {
      parameters[index] = parameters[index].plusProduct(rate, gradient[index])
    }
  }

  private func stepWithMomentum(
    _ parameters: UnsafeMutablePointer<Lanes>, _ gradient: UnsafePointer<Lanes>
  ) {
    let decay = Lanes(repeating: Scalar(configuration.momentum))
    for index in 0..<vectorCount {
      first.pointer[index] = gradient[index].plusProduct(decay, first.pointer[index])
    }
    descend(parameters, first.pointer, Lanes(repeating: Scalar(-configuration.learningRate)))
  }

  /// w ← w − η m̂/(√v̂ + ε) with m̂ = m/(1 − β₁ᵗ) and v̂ = v/(1 − β₂ᵗ).
  private func stepWithAdam(
    _ parameters: UnsafeMutablePointer<Lanes>, _ gradient: UnsafePointer<Lanes>
  ) {
    let (beta1, beta2) = (configuration.adamBeta1, configuration.adamBeta2)
    let rate = Lanes(
      repeating: Scalar(-configuration.learningRate / (1 - Double.pow(beta1, steps))))
    let rootScale = Lanes(repeating: Scalar(1 / (1 - Double.pow(beta2, steps)).squareRoot()))
    let epsilon = Lanes(repeating: Scalar(configuration.adamEpsilon))
    let (keep1, add1) = (Lanes(repeating: Scalar(beta1)), Lanes(repeating: Scalar(1 - beta1)))
    let (keep2, add2) = (Lanes(repeating: Scalar(beta2)), Lanes(repeating: Scalar(1 - beta2)))
    for index in 0..<vectorCount {
      let g = gradient[index]
      let mean = (add1 * g).plusProduct(keep1, first.pointer[index])
      let square = (add2 * g * g).plusProduct(keep2, second.pointer[index])
      first.pointer[index] = mean
      second.pointer[index] = square
      let scale = rate / epsilon.plusProduct(square.squareRoot, rootScale)
      parameters[index] = parameters[index].plusProduct(scale, mean)
    }
  }

  private func isFinite(_ parameters: UnsafePointer<Lanes>) -> Bool {
    var sum = Lanes.zero
    for index in 0..<vectorCount { sum = sum.plusProduct(parameters[index], .zero) }
    return sum.laneSum == 0
  }
}

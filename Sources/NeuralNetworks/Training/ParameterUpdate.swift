internal import RandomStreams
internal import RealModule

/// The optimiser's state and its step.
final class ParameterUpdate<Scalar: NetworkScalar> {
  typealias Lanes = Scalar.Lanes

  private let configuration: OptimizerConfiguration
  private let constraints: WeightConstraints<Scalar>
  private let vectorCount: Int
  private let parameterCount: Int
  /// The mean gradient of Adam, or the velocity of momentum.
  private let firstMoment: AlignedBuffer<Scalar>
  /// The mean squared gradient of Adam.
  private let secondMoment: AlignedBuffer<Scalar>
  private(set) var steps = 0
  private var learningRate: Double
  private var noise: RandomStream

  init(_ configuration: OptimizerConfiguration, layout: ParameterLayout, paddedCount: Int) {
    self.configuration = configuration
    parameterCount = layout.parameterCount
    vectorCount = paddedCount / Lanes.laneCount
    firstMoment = AlignedBuffer(count: paddedCount, repeating: 0)
    secondMoment = AlignedBuffer(count: paddedCount, repeating: 0)
    constraints = WeightConstraints(configuration, layout: layout)
    learningRate = configuration.learningRate
    noise = RandomStream(seed: 0, purpose: .injectedNoise)
  }

  /// Sets the learning rate of an epoch and the noise that its steps inject.
  func beginEpoch(learningRate: Double, noise: @autoclosure () -> RandomStream) {
    self.learningRate = learningRate
    if configuration.kind == .langevin { self.noise = noise() }
  }

  /// The optimiser's moments, as many as it keeps.
  var moments: (first: [Double], second: [Double]) {
    func values(_ buffer: AlignedBuffer<Scalar>) -> [Double] {
      (0..<parameterCount).map { Double(buffer.pointer[$0]) }
    }
    let count = configuration.momentCount
    return (count >= 1 ? values(firstMoment) : [], count >= 2 ? values(secondMoment) : [])
  }

  /// Goes on from where a checkpoint was made.
  func restore(_ checkpoint: NetworkCheckpoint) {
    steps = checkpoint.steps
    for (index, value) in checkpoint.firstMoments.enumerated() {
      firstMoment.pointer[index] = Scalar(value)
    }
    for (index, value) in checkpoint.secondMoments.enumerated() {
      secondMoment.pointer[index] = Scalar(value)
    }
  }

  /// Counts a step that is not taken.
  func skipStep() { steps += 1 }

  /// Takes one step and tells whether all parameters are still finite.
  func step(_ weights: AlignedBuffer<Scalar>, _ slopes: AlignedBuffer<Scalar>) -> Bool {
    let (parameters, gradient) = (LaneView(weights), LaneView(slopes))
    steps += 1
    constraints.decay(weights.pointer, factor: learningRate * configuration.weightDecay)
    switch configuration.kind {
    case .sgd, .gradientDescent: descend(parameters, gradient)
    case .momentum: stepWithMomentum(parameters, gradient)
    case .adam: stepWithAdam(parameters, gradient)
    case .langevin:
      descend(parameters, gradient)
      injectNoise(weights.pointer)
    }
    constraints.boundNorms(weights.pointer)
    return isFinite(parameters)
  }

  private func descend(
    _ parameters: LaneView<Scalar>, _ gradient: LaneView<Scalar>
  ) {
    let rate = Lanes(repeating: Scalar(-learningRate))
    for index in 0..<vectorCount {
      parameters[index] = parameters[index].plusProduct(rate, gradient[index])
    }
  }

  private func stepWithMomentum(
    _ parameters: LaneView<Scalar>, _ gradient: LaneView<Scalar>
  ) {
    let first = LaneView(firstMoment)
    let decay = Lanes(repeating: Scalar(configuration.momentum))
    for index in 0..<vectorCount {
      first[index] = gradient[index].plusProduct(decay, first[index])
    }
    descend(parameters, first)
  }

  /// w ← w − η m̂/(√v̂ + ε) with m̂ = m/(1 − β₁ᵗ) and v̂ = v/(1 − β₂ᵗ).
  ///
  /// ## Reference
  ///
  /// D. P. Kingma and J. Ba, "Adam: a method for stochastic optimization", arXiv:1412.6980 (2014).
  private func stepWithAdam(
    _ parameters: LaneView<Scalar>, _ gradient: LaneView<Scalar>
  ) {
    let (first, second) = (LaneView(firstMoment), LaneView(secondMoment))
    let (beta1, beta2) = (configuration.adamBeta1, configuration.adamBeta2)
    let rate = Lanes(repeating: Scalar(-learningRate / (1 - Double.pow(beta1, steps))))
    let rootScale = Lanes(repeating: Scalar(1 / (1 - Double.pow(beta2, steps)).squareRoot()))
    let epsilon = Lanes(repeating: Scalar(configuration.adamEpsilon))
    let (keep1, add1) = (Lanes(repeating: Scalar(beta1)), Lanes(repeating: Scalar(1 - beta1)))
    let (keep2, add2) = (Lanes(repeating: Scalar(beta2)), Lanes(repeating: Scalar(1 - beta2)))
    for index in 0..<vectorCount {
      let g = gradient[index]
      let mean = (add1 * g).plusProduct(keep1, first[index])
      let square = (add2 * g * g).plusProduct(keep2, second[index])
      first[index] = mean
      second[index] = square
      let scale = rate / epsilon.plusProduct(square.squareRoot, rootScale)
      parameters[index] = parameters[index].plusProduct(scale, mean)
    }
  }

  /// w ← w + √(2 η T) ξ.
  ///
  /// ## Reference
  ///
  /// M. Welling and Y. W. Teh, "Bayesian learning via stochastic gradient Langevin dynamics",
  /// *ICML* (2011).
  private func injectNoise(_ scalars: UnsafeMutablePointer<Scalar>) {
    let deviation = (2 * learningRate * configuration.temperature).squareRoot()
    for index in 0..<parameterCount { scalars[index] += Scalar(deviation * noise.normal()) }
  }

  private func isFinite(_ parameters: LaneView<Scalar>) -> Bool {
    var sum = Lanes.zero
    for index in 0..<vectorCount { sum = sum.plusProduct(parameters[index], .zero) }
    return sum.laneSum == 0
  }
}

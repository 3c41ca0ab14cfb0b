internal import RandomStreams
internal import RealModule

/// The motion of one network after its branching epoch.
final class Continuation<Scalar: NetworkScalar> {
  /// Where the gradients are taken when not at the moving weights.
  let pointOfGradient: AlignedBuffer<Scalar>?
  /// The weights at the branching epoch.
  private let origin: [Double]
  /// The chain that moves the weights in place of steps.
  let chain: NetworkRelaxation<Scalar>?
  /// The directions of this epoch's pull towards improved encoders, one for every hidden layer; none
  /// without a pull.
  private(set) var directions: [[Double]] = []
  private let pull: EncoderPull<Scalar>?
  private let meanGradient: [Double]
  private let motion: ContinuedMotion
  private let layout: ParameterLayout
  /// The deviation of added noise in every parameter; empty without any.
  private let noiseDeviations: [Double]
  /// The stiff directions, of length 1.
  private let stiff: [[Double]]
  private let seed: UInt64
  private var noise: RandomStream

  /// Prepares the motion from what was recorded at the branching epoch.
  ///
  /// - Parameters:
  ///   - outline: The training.
  ///   - state: The weights, the mean gradient and the deviations of a batch's gradient.
  ///   - kernel: The network.
  ///   - tokens: The training set.
  ///   - address: The address of random numbers that prepare the motion.
  ///   - encoderIteration: What improves the encoders of hidden layers, if the motion follows it.
  init(
    _ outline: TrainingOutline, from state: BranchState, kernel: DenseNetwork<Scalar>,
    tokens: TokenList, address: UInt64, encoderIteration: (any EncoderIteration)?
  ) {
    let configuration = outline.configuration
    let continuation = configuration.continuation
    motion = continuation.motion
    layout = outline.layout
    (origin, meanGradient) = (state.parameters, state.meanGradient)
    (seed, noise) = (configuration.seed, RandomStream(seed: 0, purpose: .continuedNoise))
    if motion.isNoiseAlone {
      let point = AlignedBuffer<Scalar>(count: kernel.paddedCount, repeating: 0)
      for (index, value) in state.parameters.enumerated() { point.pointer[index] = Scalar(value) }
      pointOfGradient = point
    } else {
      pointOfGradient = nil
    }
    noiseDeviations = state.addedNoise(layout, configuration)
    chain =
      motion.isMonteCarlo
      ? NetworkRelaxation(outline, from: state, kernel: kernel, tokens: tokens, address: address)
      : nil
    let classCount = kernel.output == .singleSigmoid ? 2 : outline.layout.widths.last ?? 0
    pull =
      motion.followsEncoder
      ? encoderIteration.map {
        EncoderPull(kernel, tokens, classCount: classCount, iteration: $0)
      } : nil
    stiff =
      motion == .flatNoise
      ? StiffDirections(kernel, tokens, at: state.parameters).directions(
        above: continuation.flatFraction) : []
  }

  /// Whether the motion takes the steps of the optimiser.
  var movesWeights: Bool { motion != .frozen }

  /// Sets the stream of the noise of an epoch, and the pull towards encoders that are improved from
  /// those of its first weights.
  func beginEpoch(
    address: UInt64, at parameters: AlignedBuffer<Scalar>
  ) throws(TrainingError) {
    if !noiseDeviations.isEmpty {
      noise = RandomStream(seed: seed, purpose: .continuedNoise, index: address)
    }
    if let pull { directions = try pull.directions(at: parameters) }
  }

  /// Turns the gradient of a batch into that which the step follows.
  func adjust(_ gradient: AlignedBuffer<Scalar>) {
    guard motion.isNoiseAlone else { return }
    for (index, mean) in meanGradient.enumerated() { gradient.pointer[index] -= Scalar(mean) }
  }

  /// Does what follows a step.
  func finishStep(_ parameters: AlignedBuffer<Scalar>) {
    if !noiseDeviations.isEmpty { addNoise(parameters) }
    if !directions.isEmpty { followPull(parameters) }
    if motion.boundsGain { boundGain(parameters) }
  }

  /// What is looked at while the optimiser moves the weights: the same, but for the gain alone.
  func display(_ parameters: AlignedBuffer<Scalar>, in shown: AlignedBuffer<Scalar>) -> Bool {
    guard motion == .gainOnly else { return false }
    for layer in layout.layers {
      let weights = layout.weights(ofLayer: layer)
      var (now, then) = (0.0, 0.0)
      for index in weights {
        now += Double(parameters.pointer[index]) * Double(parameters.pointer[index])
        then += origin[index] * origin[index]
      }
      let factor = then > 0 ? (now / then).squareRoot() : 1
      for index in layout.parameters(ofLayer: layer) {
        shown.pointer[index] = Scalar(factor * origin[index])
      }
    }
    return true
  }

  private func addNoise(_ parameters: AlignedBuffer<Scalar>) {
    var kick = noiseDeviations.map { $0 * noise.normal() }
    for direction in stiff {
      let component = zip(kick, direction).reduce(0) { $0 + $1.0 * $1.1 }
      for index in kick.indices { kick[index] -= component * direction[index] }
    }
    for (index, value) in kick.enumerated() { parameters.pointer[index] += Scalar(value) }
  }

  /// Moves every hidden layer along its pull as far as noise would go in the root mean square.
  private func followPull(_ parameters: AlignedBuffer<Scalar>) {
    for (layer, direction) in zip(layout.layers, directions) {
      let range = layout.parameters(ofLayer: layer)
      let length = range.reduce(0) { $0 + noiseDeviations[$1] * noiseDeviations[$1] }.squareRoot()
      for (index, part) in zip(range, direction) {
        parameters.pointer[index] += Scalar(length * part)
      }
    }
  }

  /// Scales down the weights and the bias of every unit whose norm is beyond that of the branching
  /// epoch.
  private func boundGain(_ parameters: AlignedBuffer<Scalar>) {
    for layer in layout.layers {
      let fanIn = layout.widths[layer - 1]
      let first = layout.weights(ofLayer: layer).lowerBound
      for unit in 0..<layout.widths[layer] {
        let weights = first + unit * fanIn..<first + (unit + 1) * fanIn
        let bias = layout.biases(ofLayer: layer).lowerBound + unit
        var now = square(parameters.pointer[bias])
        var bound = origin[bias] * origin[bias]
        for index in weights {
          now += square(parameters.pointer[index])
          bound += origin[index] * origin[index]
        }
        guard now > bound else { continue }
        let factor = Scalar((bound / now).squareRoot())
        for index in weights { parameters.pointer[index] *= factor }
        parameters.pointer[bias] *= factor
      }
    }
  }
}

/// The square of a parameter in double precision.
private func square<Scalar: NetworkScalar>(_ value: Scalar) -> Double {
  Double(value) * Double(value)
}

/// What was recorded of a network at its branching epoch.
struct BranchState {
  var parameters: [Double]
  var meanGradient: [Double]
  var gradientDeviations: [Double]

  /// Takes the state from a record that has come at least so far.
  init(_ record: NetworkRecord, _ outline: TrainingOutline) {
    let branch = outline.configuration.continuation.epoch
    guard let row = outline.epochs.firstIndex(of: branch) else {
      preconditionFailure("the branching epoch is recorded")
    }
    let count = outline.layout.parameterCount
    func values(_ quantity: RecordedQuantity) -> [Double] {
      Array(record[quantity][row * count..<(row + 1) * count])
    }
    parameters = values(.parameters)
    meanGradient = values(.gradientMeans)
    gradientDeviations = values(.gradientStandardDeviations)
  }

  /// The deviation of the noise that a motion adds to every parameter in a step; empty for none.
  func addedNoise(_ layout: ParameterLayout, _ configuration: TrainingConfiguration) -> [Double] {
    let continuation = configuration.continuation
    let factor = continuation.noiseFactor
    switch continuation.motion {
    case .isotropicNoise, .flatNoise:
      return stepDeviations(
        layout, learningRate: configuration.optimizer.learningRate, factor: factor)
    case .langevin, .langevinBottleneck:
      let scale = configuration.branchLearningRate * factor.squareRoot()
      return gradientDeviations.map { scale * $0 }
    default: return []
    }
  }

  /// The deviation that independent noise gives every parameter in a step, the same all over a layer:
  /// η times the root of the mean variance of a batch's gradient, times the root of a factor.
  private func stepDeviations(
    _ layout: ParameterLayout, learningRate: Double, factor: Double
  ) -> [Double] {
    var result = [Double](repeating: 0, count: layout.parameterCount)
    for layer in layout.layers {
      let range = layout.parameters(ofLayer: layer)
      let squares = range.reduce(0) { $0 + gradientDeviations[$1] * gradientDeviations[$1] }
      let deviation = learningRate * (factor * squares / Double(range.count)).squareRoot()
      for index in range { result[index] = deviation }
    }
    return result
  }
}

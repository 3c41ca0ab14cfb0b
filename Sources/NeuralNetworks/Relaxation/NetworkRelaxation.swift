internal import RandomStreams

/// The chain of Metropolis that a network follows after its branching epoch, layer by layer.
final class NetworkRelaxation<Scalar: NetworkScalar> {
  private let layout: ParameterLayout
  private let sweepsPerEpoch: Int
  private let seed: UInt64
  private var energy: NetworkEnergy<Scalar>
  private var sampler: MetropolisSampler

  /// Tunes the proposals at the branching epoch; the chain itself begins at the state of the branch.
  ///
  /// - Parameters:
  ///   - outline: The training.
  ///   - state: What was recorded at the branching epoch.
  ///   - kernel: The network.
  ///   - tokens: The training set.
  ///   - address: The address of the random numbers of the tuning.
  init(
    _ outline: TrainingOutline, from state: BranchState, kernel: DenseNetwork<Scalar>,
    tokens: TokenList, address: UInt64
  ) {
    let configuration = outline.configuration
    let continuation = configuration.continuation
    layout = outline.layout
    sweepsPerEpoch = outline.stepsPerEpoch
    seed = configuration.seed
    energy = NetworkEnergy(kernel, tokens)
    let measured = GradientTemperature(
      gradientDeviations: state.gradientDeviations, layout: layout,
      learningRate: configuration.branchLearningRate)
    let rate = configuration.branchLearningRate
    sampler = MetropolisSampler(
      temperature: continuation.noiseFactor * measured.network,
      blocks: layout.layers.map { outline.layout.parameters(ofLayer: $0) },
      // The size of a step of the gradient's noise, √(2 T η).
      deviations: measured.layers.map {
        max((2 * rate * $0).squareRoot(), Double.leastNormalMagnitude)
      })
    var stream = RandomStream(seed: seed, purpose: .monteCarlo, index: address)
    let start = energy.energy(of: state.parameters.span)
    sampler.tune(
      from: state.parameters, energy: start, of: &energy, &stream, sweeps: continuation.burnIn,
      acceptance: continuation.acceptance)
  }

  /// Makes the sweeps of an epoch.
  ///
  /// - Parameters:
  ///   - parameters: The weights, which move.
  ///   - directions: For every hidden layer the direction that every second sweep proposes; none for
  ///     random proposals alone.
  ///   - address: The address of the epoch's random numbers.
  /// - Returns: The fraction of accepted proposals in every layer.
  func relax(
    _ parameters: AlignedBuffer<Scalar>, directions: [[Double]], address: UInt64
  ) -> [Double] {
    var stream = RandomStream(seed: seed, purpose: .monteCarlo, index: address)
    var state = (0..<layout.parameterCount).map { Double(parameters.pointer[$0]) }
    var current = energy.energy(of: state.span)
    sampler.forgetCounts()
    for sweep in 0..<sweepsPerEpoch {
      if directions.isEmpty || sweep % 2 == 0 {
        sampler.sweep(&state, energy: &current, of: &energy, &stream)
      } else {
        for (block, direction) in directions.enumerated() {
          sampler.propose(
            block, along: direction, &state, energy: &current, of: &energy, &stream)
        }
      }
    }
    for (index, value) in state.enumerated() { parameters.pointer[index] = Scalar(value) }
    return layout.layers.map { sampler.acceptance(ofBlock: $0 - 1) }
  }
}

internal import RandomStreams

/// The order in which a network meets its training samples in an epoch.
struct BatchSampler {
  let seed: UInt64
  let network: Int
  let sampling: BatchSampling
  let batchSize: Int
  let stepsPerEpoch: Int
  private let isFullBatch: Bool
  private let source: TokenList
  private let order: TokenList
  private let measured: TokenList

  init(seed: UInt64, network: Int, optimizer: OptimizerConfiguration, tokens: TokenList) {
    self.seed = seed
    self.network = network
    let size = optimizer.effectiveBatchSize(trainingSetSize: tokens.count)
    batchSize = size
    stepsPerEpoch = optimizer.stepsPerEpoch(trainingSetSize: tokens.count)
    sampling = optimizer.sampling
    isFullBatch = optimizer.kind == .gradientDescent
    source = tokens
    let count = sampling == .withReplacement && !isFullBatch ? stepsPerEpoch * size : tokens.count
    order = TokenList([UInt32](repeating: tokens.pointer[0], count: count))
    measured = TokenList([UInt32](repeating: tokens.pointer[0], count: tokens.count))
  }

  /// The tokens of an epoch of training, batch after batch.
  ///
  /// They are a function of (seed, network, epoch).
  func tokens(epoch: Int) -> TokenList {
    if isFullBatch { return source }
    switch sampling {
    case .reshuffled: shuffle(into: order, purpose: .batches, epoch: epoch)
    case .withReplacement: draw(epoch: epoch)
    }
    return order
  }

  /// The training samples in the random order that measurement cuts into batches.
  func measurementOrder(epoch: Int) -> TokenList {
    shuffle(into: measured, purpose: .gradientMeasurement, epoch: epoch)
    return measured
  }

  private func shuffle(into order: TokenList, purpose: StreamPurpose, epoch: Int) {
    order.pointer.update(from: source.pointer, count: source.count)
    var stream = RandomStream(seed: seed, purpose: purpose, index: address(epoch))
    var last = source.count - 1
    while last > 0 {
      let word = UInt32(truncatingIfNeeded: stream.next())
      let other = Int(UInt64(word) &* UInt64(last + 1) &>> 32)
      let token = order.pointer[last]
      order.pointer[last] = order.pointer[other]
      order.pointer[other] = token
      last -= 1
    }
  }

  private func draw(epoch: Int) {
    var stream = RandomStream(seed: seed, purpose: .batches, index: address(epoch))
    for index in 0..<order.count {
      let word = UInt32(truncatingIfNeeded: stream.next())
      order.pointer[index] = source.pointer[Int(UInt64(word) &* UInt64(source.count) &>> 32)]
    }
  }

  private func address(_ epoch: Int) -> UInt64 { UInt64(network) << 32 | UInt64(epoch) }
}

internal import RandomStreams

/// The order in which a network meets its training samples in an epoch.
struct BatchSampler {
  let seed: UInt64
  /// The index of the stream of batches.
  let index: Int
  let sampling: BatchSampling
  let batchSize: Int
  let stepsPerEpoch: Int
  let isFullBatch: Bool
  private let source: TokenList
  private let order: TokenList
  private let measured: TokenList
  private let words: AlignedBuffer<UInt32>

  init(seed: UInt64, index: Int, optimizer: OptimizerConfiguration, tokens: TokenList) {
    self.seed = seed
    self.index = index
    let size = optimizer.effectiveBatchSize(trainingSetSize: tokens.count)
    batchSize = size
    stepsPerEpoch = optimizer.stepsPerEpoch(trainingSetSize: tokens.count)
    sampling = optimizer.sampling
    isFullBatch = optimizer.kind == .gradientDescent
    source = tokens
    let count = sampling == .withReplacement && !isFullBatch ? stepsPerEpoch * size : tokens.count
    order = TokenList([UInt32](repeating: tokens.pointer[0], count: count))
    measured = TokenList([UInt32](repeating: tokens.pointer[0], count: tokens.count))
    let blocks = (max(count, tokens.count) + RandomWords.blockSize - 1) / RandomWords.blockSize
    words = AlignedBuffer(count: blocks * RandomWords.blockSize, repeating: 0)
    if sampling == .fixedBlocks { shuffle(into: order, purpose: .batches, epoch: 0) }
  }

  /// The tokens of an epoch of training, batch after batch.
  ///
  /// They are a function of (seed, index, epoch); fixed blocks of (seed, index).
  func tokens(epoch: Int) -> TokenList {
    if isFullBatch { return source }
    switch sampling {
    case .reshuffled: shuffle(into: order, purpose: .batches, epoch: epoch)
    case .withReplacement: draw(epoch: epoch)
    case .fixedBlocks: break
    }
    return order
  }

  /// The training samples in the random order that measurement cuts into batches.
  func measurementOrder(epoch: Int) -> TokenList {
    shuffle(into: measured, purpose: .gradientMeasurement, epoch: epoch)
    return measured
  }

  /// A random permutation by Fisher and Yates; a draw below n errs by less than n/2³².
  private func shuffle(into order: TokenList, purpose: StreamPurpose, epoch: Int) {
    fillWords(purpose: purpose, epoch: epoch)
    let (tokens, words) = (order.pointer, words.pointer)
    tokens.update(from: source.pointer, count: source.count)
    var last = source.count &- 1
    while last > 0 {
      let other = Int(truncatingIfNeeded: (UInt64(words[last]) &* UInt64(last &+ 1)) &>> 32)
      let token = tokens[last]
      tokens[last] = tokens[other]
      tokens[other] = token
      last &-= 1
    }
  }

  private func draw(epoch: Int) {
    fillWords(purpose: .batches, epoch: epoch)
    let (tokens, words, source) = (order.pointer, words.pointer, source.pointer)
    let range = UInt64(self.source.count)
    var index = 0
    while index < order.count {
      tokens[index] = source[Int(truncatingIfNeeded: (UInt64(words[index]) &* range) &>> 32)]
      index &+= 1
    }
  }

  private func fillWords(purpose: StreamPurpose, epoch: Int) {
    RandomWords(seed: seed, purpose: purpose, index: address(epoch))
      .fill(words.pointer, count: words.count)
  }

  /// The index of the random stream of an epoch.
  func address(_ epoch: Int) -> UInt64 { UInt64(index) << 32 | UInt64(epoch) }
}

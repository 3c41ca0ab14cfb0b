extension DenseNetwork {
  /// Sums the gradient of the loss over samples, in the lane sums.
  func sumGradient(
    _ tokens: UnsafePointer<UInt32>, count: Int, _ parameters: UnsafePointer<Scalar>
  ) {
    var first = 0
    while first < count {
      let samples = min(samplesPerChunk, count &- first)
      let vectors = vectorCount(for: samples)
      forward(tokens + first, vectors, parameters)
      propagate(tokens, first, samples, vectors, parameters)
      first &+= samples
    }
  }

  /// Sums the loss and the correct classifications over samples, and the gradient if wanted.
  func evaluate(
    _ tokens: UnsafePointer<UInt32>, count: Int, _ parameters: UnsafePointer<Scalar>,
    withGradient: Bool
  ) -> EvaluationSums {
    var total = EvaluationSums()
    var first = 0
    while first < count {
      let samples = min(samplesPerChunk, count &- first)
      let vectors = vectorCount(for: samples)
      forward(tokens + first, vectors, parameters)
      let sums = evaluateOutputs(tokens + first, samples, vectors)
      total.loss += sums.loss
      total.correct += sums.correct
      if withGradient { propagate(tokens, first, samples, vectors, parameters) }
      first &+= samples
    }
    return total
  }

  @inline(__always)
  private func propagate(
    _ tokens: UnsafePointer<UInt32>, _ first: Int, _ samples: Int, _ vectors: Int,
    _ parameters: UnsafePointer<Scalar>
  ) {
    setOutputDeltas(tokens + first, samples, vectors)
    backward(vectors, parameters)
    accumulate(vectors, continuing: first > 0)
  }
}

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

  /// Sums the loss and the correct classifications over samples.
  func evaluate(
    _ tokens: UnsafePointer<UInt32>, count: Int, _ parameters: UnsafePointer<Scalar>
  ) -> EvaluationSums {
    evaluate(tokens, count: count, parameters) { _, _, _ in }
  }

  /// Sums the loss, the correct classifications and, in the lane sums, the gradient over samples, and
  /// adds the samples' own gradients to the moments if there are any.
  func evaluateWithGradient(
    _ tokens: UnsafePointer<UInt32>, count: Int, _ parameters: UnsafePointer<Scalar>,
    moments: SampleMoments<Scalar>? = nil
  ) -> EvaluationSums {
    evaluate(tokens, count: count, parameters) { first, samples, vectors in
      propagate(tokens, first, samples, vectors, parameters)
      moments?.add(self, sampleCount: samples, vectors)
    }
  }

  /// Evaluates chunk after chunk; `chunkEvaluated` is given its first sample, the number of its
  /// samples and that of its vectors.
  @inline(__always)
  private func evaluate(
    _ tokens: UnsafePointer<UInt32>, count: Int, _ parameters: UnsafePointer<Scalar>,
    chunkEvaluated: (Int, Int, Int) -> Void
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
      chunkEvaluated(first, samples, vectors)
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

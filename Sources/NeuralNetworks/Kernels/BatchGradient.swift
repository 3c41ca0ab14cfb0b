extension DenseNetwork {
  /// Adds up the gradient of the loss over samples, in the lane sums.
  func addGradient(
    _ tokens: UnsafePointer<UInt32>, count: Int, _ parameters: UnsafePointer<Scalar>
  ) {
    var first = 0
    while first < count {
      let samples = min(samplesPerChunk, count &- first)
      let vectors = vectorCount(for: samples)
      forward(tokens + first, vectors, parameters)
      setOutputDeltas(tokens + first, samples, vectors)
      backward(vectors, parameters)
      accumulate(vectors)
      first &+= samples
    }
  }

  /// Adds up the loss and the correct classifications over samples, and the gradient if wanted.
  func evaluate(
    _ tokens: UnsafePointer<UInt32>, count: Int, _ parameters: UnsafePointer<Scalar>,
    addingGradient: Bool
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
      if addingGradient {
        setOutputDeltas(tokens + first, samples, vectors)
        backward(vectors, parameters)
        accumulate(vectors)
      }
      first &+= samples
    }
    return total
  }
}

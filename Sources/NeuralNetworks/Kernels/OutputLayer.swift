/// What an evaluation of a network on labelled samples adds up.
struct EvaluationSums {
  /// The sum of the samples' losses, in nats.
  var loss = 0.0
  /// The number of samples whose most probable class is their label.
  var correct = 0.0
}

extension DenseNetwork {
  /// Turns the weighted inputs of the output units into probabilities.
  func normaliseOutputs(_ vectorCount: Int) {
    let logits = outputLayer.rows
    for vector in 0..<vectorCount {
      switch output {
      case .sigmoid, .singleSigmoid:
        for unit in 0..<outputWidth {
          logits[unit &* Self.vectorsPerChunk &+ vector] =
            logits[unit &* Self.vectorsPerChunk &+ vector].logistic
        }
      case .softmax:
        let largest = largestLogit(vector)
        let total = exponentials(of: logits, minus: largest, into: logits, vector)
        for unit in 0..<outputWidth {
          logits[unit &* Self.vectorsPerChunk &+ vector] =
            logits[unit &* Self.vectorsPerChunk &+ vector] / total
        }
      }
    }
  }

  /// Sets the derivatives of the loss with respect to the output's weighted inputs:
  /// probability − target, and 0 for lanes beyond the samples.
  func setOutputDeltas(_ tokens: UnsafePointer<UInt32>, _ sampleCount: Int, _ vectorCount: Int) {
    let logits = outputLayer.rows
    let deltas = outputLayer.deltas
    for vector in 0..<vectorCount {
      let first = vector &* Lanes.laneCount
      var total = Lanes.one
      if output == .softmax {
        total = exponentials(of: logits, minus: largestLogit(vector), into: deltas, vector)
      }
      for unit in 0..<outputWidth {
        let index = unit &* Self.vectorsPerChunk &+ vector
        let probability =
          output == .softmax ? deltas[index] / total : logits[index].logistic
        let delta = probability - Lanes.indicator(label: firstLabel &+ unit, of: tokens + first)
        deltas[index] =
          sampleCount &- first >= Lanes.laneCount ? delta : delta.keepingFirst(sampleCount &- first)
      }
    }
  }

  /// The loss and the number of correct classifications of the samples in the chunk.
  func evaluateOutputs(
    _ tokens: UnsafePointer<UInt32>, _ sampleCount: Int, _ vectorCount: Int
  ) -> EvaluationSums {
    var loss = Lanes.zero
    var correct = Lanes.zero
    let logits = outputLayer.rows
    for vector in 0..<vectorCount {
      let count = min(sampleCount &- vector &* Lanes.laneCount, Lanes.laneCount)
      guard count > 0 else { break }
      let tokens = tokens + vector &* Lanes.laneCount
      var own = Lanes.zero
      var rival = Lanes(repeating: -.greatestFiniteMagnitude)
      if output == .singleSigmoid {
        // Class 0 has no unit; its weighted input counts as 0.
        rival = rival * Lanes.indicator(label: 0, of: tokens)
      }
      var sampleLoss = Lanes.zero
      for unit in 0..<outputWidth {
        let logit = logits[unit &* Self.vectorsPerChunk &+ vector]
        let target = Lanes.indicator(label: firstLabel &+ unit, of: tokens)
        own = own.plusProduct(target, logit)
        rival = rival.maximum(logit.plusProduct(target, Lanes(repeating: -1e30)))
        if output != .softmax { sampleLoss = sampleLoss + logit.softplus }
      }
      if output != .softmax {
        sampleLoss = sampleLoss - own
      } else {
        sampleLoss = logarithmOfSum(vector) - own
      }
      loss = loss + sampleLoss.keepingFirst(count)
      correct = correct + own.indicator(above: rival).keepingFirst(count)
    }
    return EvaluationSums(loss: Double(loss.laneSum), correct: Double(correct.laneSum))
  }

  /// The class of unit 0.
  @inline(__always)
  private var firstLabel: Int { output == .singleSigmoid ? 1 : 0 }

  @inline(__always)
  private var outputWidth: Int { outputLayer.width }

  @inline(__always)
  private func largestLogit(_ vector: Int) -> Lanes {
    let logits = outputLayer.rows
    return (1..<outputWidth).reduce(logits[vector]) {
      $0.maximum(logits[$1 &* Self.vectorsPerChunk &+ vector])
    }
  }

  @inline(__always)
  private func exponentials(
    of logits: UnsafePointer<Lanes>, minus largest: Lanes,
    into results: UnsafeMutablePointer<Lanes>, _ vector: Int
  ) -> Lanes {
    var total = Lanes.zero
    for unit in 0..<outputWidth {
      let index = unit &* Self.vectorsPerChunk &+ vector
      let exponential = (logits[index] - largest).exponential
      results[index] = exponential
      total = total + exponential
    }
    return total
  }

  /// ln Σ exp(logit): folded two at a time, ln(eᵃ + eᵇ) = a + softplus(b − a).
  @inline(__always)
  private func logarithmOfSum(_ vector: Int) -> Lanes {
    let logits = outputLayer.rows
    return (1..<outputWidth).reduce(logits[vector]) { sum, unit in
      sum + (logits[unit &* Self.vectorsPerChunk &+ vector] - sum).softplus
    }
  }
}

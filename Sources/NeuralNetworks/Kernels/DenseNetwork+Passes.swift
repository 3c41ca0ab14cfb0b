extension DenseNetwork {
  /// Loads samples and computes the activations of all layers, weighted inputs in the last.
  func forward(
    _ tokens: UnsafePointer<UInt32>, _ vectorCount: Int, _ parameters: UnsafePointer<Scalar>
  ) {
    encoding.load(
      tokens, vectorCount: vectorCount, into: layers.pointer[0].rows,
      rowStride: Self.vectorsPerChunk)
    switch activation {
    case .tanh: forward(vectorCount, parameters, HyperbolicTangent.self)
    case .relu: forward(vectorCount, parameters, RectifiedLinear.self)
    case .leakyReLU: forward(vectorCount, parameters, LeakyRectifiedLinear.self)
    case .linear: forward(vectorCount, parameters, Identity.self)
    case .softsign: forward(vectorCount, parameters, Softsign.self)
    case .softplus: forward(vectorCount, parameters, Softplus.self)
    case .sigmoid: forward(vectorCount, parameters, Logistic.self)
    }
  }

  /// Propagates the derivatives from the output to the first hidden layer.
  func backward(_ vectorCount: Int, _ parameters: UnsafePointer<Scalar>) {
    switch activation {
    case .tanh: backward(vectorCount, parameters, HyperbolicTangent.self)
    case .relu: backward(vectorCount, parameters, RectifiedLinear.self)
    case .leakyReLU: backward(vectorCount, parameters, LeakyRectifiedLinear.self)
    case .linear: backward(vectorCount, parameters, Identity.self)
    case .softsign: backward(vectorCount, parameters, Softsign.self)
    case .softplus: backward(vectorCount, parameters, Softplus.self)
    case .sigmoid: backward(vectorCount, parameters, Logistic.self)
    }
  }

  /// Multiplies the deltas of the hidden layers by the slopes of their units.
  func applySlopes(_ vectorCount: Int) {
    switch activation {
    case .tanh: applySlopes(vectorCount, HyperbolicTangent.self)
    case .relu: applySlopes(vectorCount, RectifiedLinear.self)
    case .leakyReLU: applySlopes(vectorCount, LeakyRectifiedLinear.self)
    case .linear: applySlopes(vectorCount, Identity.self)
    case .softsign: applySlopes(vectorCount, Softsign.self)
    case .softplus: applySlopes(vectorCount, Softplus.self)
    case .sigmoid: applySlopes(vectorCount, Logistic.self)
    }
  }

  private func applySlopes<Function: ActivationFunction>(
    _ vectorCount: Int, _ function: Function.Type
  ) {
    for layer in 1..<layers.count &- 1 {
      let plan = layers.pointer[layer]
      for unit in 0..<plan.width {
        let first = unit &* Self.vectorsPerChunk
        for index in first..<first &+ vectorCount {
          plan.deltas[index] = plan.deltas[index] * Function.slope(output: plan.rows[index])
        }
      }
    }
  }

  /// Adds the chunk's gradient to the sums, or starts them with it.
  func accumulate(_ vectorCount: Int, continuing: Bool) {
    var layer = 1
    while layer < layers.count {
      let (plan, before) = (layers.pointer[layer], layers.pointer[layer &- 1])
      let operands = OuterProductOperands<Scalar>(
        deltas: plan.deltas, inputs: before.rows, rowStride: Self.vectorsPerChunk,
        vectorCount: vectorCount, sums: sums.pointer + plan.weights, inputCount: plan.fanIn,
        biasSums: sums.pointer + plan.biases, continuesSums: continuing)
      operands.run(unitCount: plan.width)
      layer &+= 1
    }
  }

  @inline(__always)
  private func forward<Function: ActivationFunction>(
    _ vectorCount: Int, _ parameters: UnsafePointer<Scalar>, _ function: Function.Type
  ) {
    var layer = 1
    while layer < layers.count {
      let (plan, before) = (layers.pointer[layer], layers.pointer[layer &- 1])
      let operands = DotProductOperands<Scalar>(
        weights: parameters + plan.weights, unitStride: plan.fanIn, inputStride: 1,
        biases: parameters + plan.biases, inputs: before.rows, inputCount: plan.fanIn,
        results: plan.rows, outputs: plan.rows, rowStride: Self.vectorsPerChunk,
        vectorCount: vectorCount)
      if layer &+ 1 < layers.count {
        operands.run(unitCount: plan.width, FunctionEpilogue<Function>.self)
      } else {
        operands.run(unitCount: plan.width, FunctionEpilogue<Identity>.self)
      }
      layer &+= 1
    }
  }

  @inline(__always)
  private func backward<Function: ActivationFunction>(
    _ vectorCount: Int, _ parameters: UnsafePointer<Scalar>, _ function: Function.Type
  ) {
    var layer = layers.count &- 2
    while layer > 0 {
      let (plan, next) = (layers.pointer[layer], layers.pointer[layer &+ 1])
      let operands = DotProductOperands<Scalar>(
        weights: parameters + next.weights, unitStride: 1, inputStride: plan.width,
        biases: noBiases, inputs: next.deltas, inputCount: next.width, results: plan.deltas,
        outputs: plan.rows, rowStride: Self.vectorsPerChunk, vectorCount: vectorCount)
      operands.run(unitCount: plan.width, SlopeEpilogue<Function>.self)
      layer &-= 1
    }
  }
}

/// A function of many variables that a chain samples with the weight exp(−E/T).
public protocol EnergyFunction {
  /// The energy of a state; one that is not a number is never accepted.
  mutating func energy(of state: Span<Double>) -> Double
}

/// The mean loss of a network over its training set, as a function of weights and biases.
///
/// Parameters are rounded to the precision of the training. Every energy costs one loss evaluation of
/// each training pattern.
struct NetworkEnergy<Scalar: NetworkScalar>: EnergyFunction {
  private let kernel: DenseNetwork<Scalar>
  private let tokens: TokenList
  private let parameters: AlignedBuffer<Scalar>

  init(_ kernel: DenseNetwork<Scalar>, _ tokens: TokenList) {
    (self.kernel, self.tokens) = (kernel, tokens)
    parameters = AlignedBuffer(count: kernel.paddedCount, repeating: 0)
  }

  func energy(of state: Span<Double>) -> Double {
    for index in 0..<state.count { parameters.pointer[index] = Scalar(state[index]) }
    let sums = kernel.evaluate(tokens.pointer, count: tokens.count, parameters.pointer)
    return sums.loss / Double(tokens.count)
  }
}

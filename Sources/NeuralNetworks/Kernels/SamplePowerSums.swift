/// The sums over samples of the second, third and fourth powers of every parameter's gradient.
///
/// The gradient of one sample with respect to a weight is delta · input, so that its powers are
/// products of powers and the sums are outer products like the gradient itself.
final class SamplePowerSums<Scalar: NetworkScalar> {
  typealias Lanes = Scalar.Lanes

  /// The powers that are summed.
  static var powers: ClosedRange<Int> { 2...4 }

  private let sums: [AlignedBuffer<Lanes>]
  private let deltas: AlignedBuffer<Lanes>
  private let inputs: AlignedBuffer<Lanes>
  private let parameterCount: Int

  init(_ kernel: DenseNetwork<Scalar>) {
    let rows = (kernel.layout.widths.max() ?? 1) * DenseNetwork<Scalar>.vectorsPerChunk
    deltas = AlignedBuffer(count: rows, repeating: .zero)
    inputs = AlignedBuffer(count: rows, repeating: .zero)
    sums = Self.powers.map { _ in AlignedBuffer(count: kernel.paddedCount, repeating: .zero) }
    parameterCount = kernel.layout.parameterCount
  }

  /// Adds the chunk that the network has just propagated, or starts the sums with it.
  func add(_ kernel: DenseNetwork<Scalar>, _ vectorCount: Int, continuing: Bool) {
    for layer in 1..<kernel.layers.count {
      let (plan, before) = (kernel.layers.pointer[layer], kernel.layers.pointer[layer &- 1])
      copy(plan.deltas, plan.width, vectorCount, to: deltas.pointer)
      copy(before.rows, plan.fanIn, vectorCount, to: inputs.pointer)
      for sum in sums {
        multiply(deltas.pointer, by: plan.deltas, plan.width, vectorCount)
        multiply(inputs.pointer, by: before.rows, plan.fanIn, vectorCount)
        let operands = OuterProductOperands<Scalar>(
          deltas: deltas.pointer, inputs: inputs.pointer,
          rowStride: DenseNetwork<Scalar>.vectorsPerChunk, vectorCount: vectorCount,
          sums: sum.pointer + plan.weights, inputCount: plan.fanIn,
          biasSums: sum.pointer + plan.biases, continuesSums: continuing)
        operands.run(unitCount: plan.width)
      }
    }
  }

  /// The sums of a power, shape [parameter].
  func values(ofPower power: Int) -> [Double] {
    let sum = sums[power - Self.powers.lowerBound].pointer
    return (0..<parameterCount).map { Double(sum[$0].laneSum) }
  }

  private func copy(
    _ rows: UnsafePointer<Lanes>, _ count: Int, _ vectorCount: Int,
    to results: UnsafeMutablePointer<Lanes>
  ) {
    results.update(from: rows, count: count &* DenseNetwork<Scalar>.vectorsPerChunk)
  }

  private func multiply(
    _ rows: UnsafeMutablePointer<Lanes>, by factors: UnsafePointer<Lanes>, _ count: Int,
    _ vectorCount: Int
  ) {
    for row in 0..<count {
      let first = row &* DenseNetwork<Scalar>.vectorsPerChunk
      for index in first..<first &+ vectorCount { rows[index] = rows[index] * factors[index] }
    }
  }
}

/// The sums over samples of the products of two gradients of a layer's parameters.
///
/// With deltas d and inputs x of a sample the gradient of weight (u, i) is d_u x_i, so that
///
/// ```
/// Σ g_ui g_vj = Σ (d_u d_v)(x_i x_j)
/// ```
///
/// is a product of a table of pairs of deltas and one of pairs of inputs. Counting every pair once
/// saves more than half of the work of the covariance matrix; a bias has the input 1.
final class SampleCovarianceSums<Scalar: NetworkScalar> {
  typealias Lanes = Scalar.Lanes

  /// The layer, from 1.
  let layer: Int
  private let width: Int
  private let fanIn: Int
  private let deltaPairs: AlignedBuffer<Lanes>
  private let inputPairs: AlignedBuffer<Lanes>
  private let sums: AlignedBuffer<Lanes>
  private let biasSums: AlignedBuffer<Lanes>

  init(_ kernel: DenseNetwork<Scalar>, layer: Int) {
    let plan = kernel.layers.pointer[layer]
    self.layer = layer
    (width, fanIn) = (plan.width, plan.fanIn)
    let rows = width * (width + 1) / 2
    let columns = fanIn * (fanIn + 3) / 2
    let stride = DenseNetwork<Scalar>.vectorsPerChunk
    deltaPairs = AlignedBuffer(count: rows * stride, repeating: .zero)
    inputPairs = AlignedBuffer(count: columns * stride, repeating: .zero)
    sums = AlignedBuffer(count: rows * columns, repeating: .zero)
    biasSums = AlignedBuffer(count: rows, repeating: .zero)
  }

  private var pairCount: Int { width * (width + 1) / 2 }

  /// The number of pairs of inputs; the pairs of an input and the 1 of a bias come last.
  private var columnCount: Int { fanIn * (fanIn + 3) / 2 }

  /// Adds the chunk that the network has just propagated, or starts the sums with it.
  func add(_ kernel: DenseNetwork<Scalar>, _ vectorCount: Int, continuing: Bool) {
    let (plan, before) = (kernel.layers.pointer[layer], kernel.layers.pointer[layer - 1])
    let stride = DenseNetwork<Scalar>.vectorsPerChunk
    multiplyPairs(plan.deltas, width, vectorCount, into: deltaPairs.pointer)
    multiplyPairs(before.rows, fanIn, vectorCount, into: inputPairs.pointer)
    (inputPairs.pointer + (columnCount - fanIn) * stride)
      .update(from: before.rows, count: fanIn * stride)
    let operands = OuterProductOperands<Scalar>(
      deltas: deltaPairs.pointer, inputs: inputPairs.pointer, rowStride: stride,
      vectorCount: vectorCount, sums: sums.pointer, inputCount: columnCount,
      biasSums: biasSums.pointer, continuesSums: continuing)
    operands.run(unitCount: pairCount)
  }

  /// The products of every two rows, in the order (0, 0), (0, 1) … (1, 1), (1, 2) … of the rows.
  private func multiplyPairs(
    _ rows: UnsafePointer<Lanes>, _ count: Int, _ vectorCount: Int,
    into products: UnsafeMutablePointer<Lanes>
  ) {
    let stride = DenseNetwork<Scalar>.vectorsPerChunk
    var product = products
    for first in 0..<count {
      let a = rows + first &* stride
      for second in first..<count {
        let b = rows + second &* stride
        for index in 0..<vectorCount { product[index] = a[index] * b[index] }
        product += stride
      }
    }
  }

  /// (tr C)² / tr C² of the covariance C of the gradients of `sampleCount` samples.
  ///
  /// - Parameters:
  ///   - mean: The mean gradient of the layer's parameters, weights before biases.
  ///   - sampleCount: The number of samples.
  /// - Returns: A number from 1 to that of the parameters; not a number when all gradients are equal.
  func participationRatio(mean: [Double], sampleCount: Int) -> Double {
    let columns = columnIndices
    let table = (0..<pairCount * columnCount).map {
      Double(sums.pointer[$0].laneSum) / Double(sampleCount)
    }
    let biases = (0..<pairCount).map { Double(biasSums.pointer[$0].laneSum) / Double(sampleCount) }
    func own(_ unit: Int, _ input: Int) -> Double {
      mean[input < fanIn ? unit * fanIn + input : fanIn * width + unit]
    }
    var (trace, square) = (0.0, 0.0)
    var pair = 0
    for u in 0..<width {
      for v in u..<width {
        for i in 0...fanIn {
          for j in 0...fanIn {
            let column = columns[i * (fanIn + 1) + j]
            let raw = column < columnCount ? table[pair * columnCount + column] : biases[pair]
            let covariance = raw - own(u, i) * own(v, j)
            square += (u == v ? 1 : 2) * covariance * covariance
            if u == v, i == j { trace += covariance }
          }
        }
        pair += 1
      }
    }
    return square > 0 ? trace * trace / square : .nan
  }

  /// The column of every two inputs, the one of the biases being the last.
  private var columnIndices: [Int] {
    var columns = [Int](repeating: columnCount, count: (fanIn + 1) * (fanIn + 1))
    var column = 0
    for first in 0..<fanIn {
      for second in first..<fanIn {
        columns[first * (fanIn + 1) + second] = column
        columns[second * (fanIn + 1) + first] = column
        column += 1
      }
    }
    for input in 0..<fanIn {
      columns[input * (fanIn + 1) + fanIn] = column + input
      columns[fanIn * (fanIn + 1) + input] = column + input
    }
    return columns
  }
}

internal import LinearAlgebra

/// The inverses of the blocks of a local system that couple neither its left nor its right frame.
///
/// For every pair of frame vectors (a, b) that is an n × n matrix; the matrices of all b are inverted
/// side by side, so that the vector unit works on them together.
struct DiagonalBlockInverse {
  private let leftRank: Int
  private let size: Int
  private let rightRank: Int
  /// The inverses, (a, i, j, b).
  private var elements: [Double]

  init(left: OperatorInterface, block: OperatorBlock, right: OperatorInterface) {
    (leftRank, size, rightRank) = (left.testRank, block.size, right.testRank)
    let (pairs, ranks) = (size * size, (block.leftRank, block.rightRank))
    var partial = [Double](repeating: 0, count: leftRank * pairs * ranks.1)
    elements = [Double](repeating: 0, count: leftRank * pairs * rightRank)
    DenseKernels.multiply(
      rows: leftRank, columns: pairs * ranks.1, inner: ranks.0, left.diagonal, stride: ranks.0,
      block.elements, stride: pairs * ranks.1, into: &partial, stride: pairs * ranks.1)
    DenseKernels.multiply(
      rows: leftRank * pairs, columns: rightRank, inner: ranks.1, partial, stride: ranks.1,
      right.diagonal, stride: ranks.1, into: &elements, stride: rightRank, rightTransposed: true)
    elements.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      for a in 0..<leftRank {
        Self.invert(base + a * pairs * rightRank, size: size, lanes: rightRank)
      }
    }
  }

  /// Sets y[a, i, b] = Σⱼ inverse[a, i, j, b] x[a, j, b].
  func apply(_ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>) {
    let lanes = rightRank
    elements.withUnsafeBufferPointer { buffer in
      guard var row = buffer.baseAddress else { return }
      for a in 0..<leftRank {
        let source = x + a * size * lanes
        for i in 0..<size {
          let target = y + (a * size + i) * lanes
          for b in 0..<lanes { target[b] = 0 }
          for j in 0..<size {
            let part = source + j * lanes
            for b in 0..<lanes { target[b] += row[b] * part[b] }
            row += lanes
          }
        }
      }
    }
  }

  /// Inverts matrices (i, j, lane) in place by the Gauss-Jordan method without exchanges.
  ///
  /// A pivot that is nearly zero is replaced by one: a worse preconditioner, not a wrong result.
  private static func invert(
    _ matrices: UnsafeMutablePointer<Double>, size: Int, lanes: Int
  ) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * lanes) { scratch in
      guard let pivots = scratch.baseAddress else { return }
      let factors = pivots + lanes
      for k in 0..<size {
        let row = matrices + k * size * lanes
        let diagonal = row + k * lanes
        for b in 0..<lanes {
          pivots[b] = abs(diagonal[b]) > 1e-10 ? 1 / diagonal[b] : 1
          diagonal[b] = 1
        }
        for j in 0..<size {
          let element = row + j * lanes
          for b in 0..<lanes { element[b] *= pivots[b] }
        }
        for i in 0..<size where i != k {
          let other = matrices + i * size * lanes
          let entry = other + k * lanes
          for b in 0..<lanes {
            factors[b] = entry[b]
            entry[b] = 0
          }
          for j in 0..<size {
            let (target, source) = (other + j * lanes, row + j * lanes)
            for b in 0..<lanes { target[b] -= factors[b] * source[b] }
          }
        }
      }
    }
  }
}

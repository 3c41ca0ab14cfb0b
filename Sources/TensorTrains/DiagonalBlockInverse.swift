internal import LinearAlgebra

/// The inverses of the blocks of a local system that couple neither its left nor its right frame.
///
/// For every pair of frame vectors (a, b) that is an n × n matrix; the matrices of all b are inverted
/// side by side, so that the vector unit works on them together. Single precision is enough for a
/// preconditioner and halves the memory that every product has to read.
struct DiagonalBlockInverse {
  private let leftRank: Int
  private let size: Int
  private let rightRank: Int
  /// The inverses, (a, i, j, b).
  private var elements: [Float]

  init(left: OperatorInterface, block: OperatorBlock, right: OperatorInterface) {
    (leftRank, size, rightRank) = (left.testRank, block.size, right.testRank)
    let (pairs, bonds) = (size * size, block.rightRank)
    var partial = [Double](repeating: 0, count: leftRank * pairs * bonds)
    var whole = [Double](repeating: 0, count: leftRank * pairs * rightRank)
    DenseKernels.multiply(
      rows: leftRank, columns: pairs * bonds, inner: block.leftRank, left.diagonal,
      stride: block.leftRank, block.elements, stride: pairs * bonds, into: &partial,
      stride: pairs * bonds)
    DenseKernels.multiply(
      rows: leftRank * pairs, columns: rightRank, inner: bonds, partial, stride: bonds,
      right.diagonal, stride: bonds, into: &whole, stride: rightRank, rightTransposed: true)
    elements = whole.map { Float($0) }
    elements.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      for a in 0..<leftRank {
        Self.invert(base + a * pairs * rightRank, size: size, lanes: rightRank)
      }
    }
  }

  /// Sets y[a, i, b] = Σⱼ inverse[a, i, j, b] x[a, j, b].
  func apply(_ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>) {
    let (lanes, slab) = (rightRank, size * rightRank)
    elements.withUnsafeBufferPointer { buffer in
      withUnsafeTemporaryAllocation(of: Float.self, capacity: slab + lanes) { scratch in
        guard var row = buffer.baseAddress, let source = scratch.baseAddress else { return }
        let sum = source + slab
        for a in 0..<leftRank {
          for index in 0..<slab { source[index] = Float(x[a * slab + index]) }
          for i in 0..<size {
            for b in 0..<lanes { sum[b] = 0 }
            for j in 0..<size {
              let part = source + j * lanes
              for b in 0..<lanes { sum[b] += row[b] * part[b] }
              row += lanes
            }
            let target = y + a * slab + i * lanes
            for b in 0..<lanes { target[b] = Double(sum[b]) }
          }
        }
      }
    }
  }

  /// Inverts matrices (i, j, lane) in place by the Gauss-Jordan method without exchanges.
  ///
  /// A pivot that is nearly zero is replaced by one: a worse preconditioner, not a wrong result.
  private static func invert(
    _ matrices: UnsafeMutablePointer<Float>, size: Int, lanes: Int
  ) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * lanes) { scratch in
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

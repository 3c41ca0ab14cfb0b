internal import Grids
internal import StochasticProcesses

/// The mixed elements of the diffusion matrix in every cell, and the derivatives 2 ∂²(Dₐ_b p)/∂a∂b.
///
/// The current through a face across one axis is the central difference along the other one,
/// averaged over both sides of the face; none passes through walls. Second order, conservative; not
/// a generator, since cells on two corners gain a negative rate.
final class MixedDiffusion {
  let shape: BoxShape
  /// Dₐ_b in every cell, for the pairs of ``BoxShape/pairs``.
  let coefficients: [CellVector]
  private(set) var isPresent: [Bool]
  private let product: CellVector
  private let slope: CellVector

  init(shape: BoxShape) {
    self.shape = shape
    let count = shape.pairs.count
    coefficients = (0..<count).map { _ in CellVector(count: shape.cellCount) }
    isPresent = [Bool](repeating: false, count: count)
    let scratch = count > 0 ? shape.cellCount : 0
    (product, slope) = (CellVector(count: scratch), CellVector(count: scratch))
  }

  /// Looks which pairs have a coefficient other than zero.
  func findPresent() {
    for index in coefficients.indices {
      isPresent[index] = coefficients[index].sumOfMagnitudes > 0
    }
  }

  /// Adds factor times the mixed derivatives of all pairs to a field.
  func add(of p: CellVector, times factor: Double, to target: CellVector) {
    for (index, pair) in shape.pairs.enumerated() where isPresent[index] {
      let d = coefficients[index].pointer
      for cell in 0..<p.count { product.pointer[cell] = d[cell] * p.pointer[cell] }
      let scale = factor / (shape.axes[pair.first].spacing * shape.axes[pair.second].spacing)
      setSlope(along: pair.second)
      addInflow(along: pair.first, times: scale, to: target)
      setSlope(along: pair.first)
      addInflow(along: pair.second, times: scale, to: target)
    }
  }

  /// Sets half the central difference of the product along an axis.
  private func setSlope(along axis: Int) {
    let (q, out) = (product.pointer, slope.pointer)
    let boundaries = shape.boundaries[axis]
    forEachBlock(along: axis) { base, count, stride in
      let top = count - stride
      if boundaries == .periodic {
        for i in base..<base + stride {
          out[i] = 0.5 * (q[i + stride] - q[i + top])
          out[i + top] = 0.5 * (q[i] - q[i + top - stride])
        }
      } else {
        // Beyond an absorbing wall the density is continued with the opposite sign.
        let below = boundaries.absorbsBelow ? 0.5 : 1
        let above = boundaries.absorbsAbove ? 0.5 : 1
        for i in base..<base + stride {
          out[i] = below * (q[i + stride] - q[i]) + (1 - below) * 2 * q[i]
          out[i + top] =
            above * (q[i + top] - q[i + top - stride]) - (1 - above) * 2 * q[i + top]
        }
      }
      for i in base + stride..<max(base + stride, base + top) {
        out[i] = 0.5 * (q[i + stride] - q[i - stride])
      }
    }
  }

  /// Adds the difference of the currents through both faces across an axis, averages of the slope.
  private func addInflow(along axis: Int, times scale: Double, to target: CellVector) {
    let (s, out) = (slope.pointer, target.pointer)
    let half = 0.5 * scale
    let isRing = shape.isRing(axis)
    forEachBlock(along: axis) { base, count, stride in
      let top = count - stride
      for i in base..<base + stride {
        out[i] += half * (s[i + stride] - (isRing ? s[i + top] : -s[i]))
        out[i + top] += half * ((isRing ? s[i] : -s[i + top]) - s[i + top - stride])
      }
      for i in base + stride..<max(base + stride, base + top) {
        out[i] += half * (s[i + stride] - s[i - stride])
      }
    }
  }

  /// Calls a function with the start, the size and the stride of every block of lines along an axis.
  @inline(__always)
  private func forEachBlock(along axis: Int, _ body: (Int, Int, Int) -> Void) {
    let stride = shape.strides[axis]
    let count = stride * shape.axes[axis].cellCount
    for base in Swift.stride(from: 0, to: shape.cellCount, by: count) { body(base, count, stride) }
  }
}

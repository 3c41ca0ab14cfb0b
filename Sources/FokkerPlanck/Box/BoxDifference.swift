internal import Grids
internal import StochasticProcesses

/// Differences along the axes of a box, between the middles of its cells.
struct BoxDifference {
  let shape: BoxShape

  /// ∂f/∂x along an axis: fourth order where two neighbours lie on either side, second order beside
  /// walls.
  func slope(of values: UnsafePointer<Double>, along axis: Int) -> CellVector {
    let result = CellVector(count: shape.cellCount)
    let (count, stride) = (shape.axes[axis].cellCount, shape.strides[axis])
    let inverse = 1 / shape.axes[axis].spacing
    let isRing = shape.isRing(axis)
    for cell in 0..<shape.cellCount {
      let index = shape.index(of: cell, along: axis)
      let line = values + (cell - index * stride)
      func at(_ index: Int) -> Double { line[(index + count) % count * stride] }
      let slope: Double
      if isRing ? count > 4 : index >= 2 && index < count - 2 {
        let (near, far) = (at(index + 1) - at(index - 1), at(index + 2) - at(index - 2))
        slope = (8 * near - far) / 12
      } else if isRing || index >= 1 && index < count - 1 {
        slope = (at(index + 1) - at(index - 1)) / 2
      } else if count > 2 {
        let sense = index == 0 ? 1 : -1
        let (first, second) = (at(index + sense), at(index + 2 * sense))
        slope = Double(sense) * (4 * first - 3 * at(index) - second) / 2
      } else {
        slope = at(1) - at(0)
      }
      result.pointer[cell] = slope * inverse
    }
    return result
  }

  /// The values in the middles of the cells from averages, p − Σ δ²p/24.
  ///
  /// Fourth order; those that are not positive become zero.
  func pointValues(of averages: [Double]) -> CellVector {
    let result = CellVector(averages)
    for axis in shape.axes.indices {
      let (count, stride) = (shape.axes[axis].cellCount, shape.strides[axis])
      guard count > 2 else { continue }
      for cell in averages.indices {
        let index = shape.index(of: cell, along: axis)
        let first = cell - index * stride
        // Beside a wall the curvature of the next cell is taken.
        let middle = shape.isRing(axis) ? index : min(max(index, 1), count - 2)
        func at(_ index: Int) -> Double { averages[first + (index + count) % count * stride] }
        result.pointer[cell] -= (at(middle + 1) - 2 * at(middle) + at(middle - 1)) / 24
      }
    }
    for cell in 0..<result.count { result.pointer[cell] = max(0, result.pointer[cell]) }
    return result
  }
}

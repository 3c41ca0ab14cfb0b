/// One number per cell in memory of its own, for kernels that work on pointers.
final class CellVector {
  let count: Int
  let pointer: UnsafeMutablePointer<Double>

  init(count: Int) {
    self.count = count
    pointer = UnsafeMutableRawPointer.allocate(
      byteCount: max(1, count) * MemoryLayout<Double>.stride, alignment: 64
    ).bindMemory(to: Double.self, capacity: count)
    pointer.initialize(repeating: 0, count: count)
  }

  convenience init(_ values: [Double]) {
    self.init(count: values.count)
    for index in values.indices { pointer[index] = values[index] }
  }

  deinit { UnsafeMutableRawPointer(pointer).deallocate() }

  var buffer: UnsafeMutableBufferPointer<Double> {
    UnsafeMutableBufferPointer(start: pointer, count: count)
  }

  var array: [Double] { Array(buffer) }

  /// The sum and the smallest of the numbers.
  var sumAndMinimum: (sum: Double, minimum: Double) {
    var sums = SIMD8<Double>(repeating: 0)
    var minima = SIMD8<Double>(repeating: .infinity)
    let whole = count / 8 * 8
    for index in stride(from: 0, to: whole, by: 8) {
      let lanes = loadLanes(pointer + index)
      sums += lanes
      minima = smaller(minima, lanes)
    }
    var (sum, minimum) = (sums.sum(), minima.min())
    for index in whole..<count {
      sum += pointer[index]
      minimum = min(minimum, pointer[index])
    }
    return (sum, minimum)
  }

  /// The sum of the magnitudes.
  var sumOfMagnitudes: Double {
    var sum = 0.0
    for index in 0..<count { sum += abs(pointer[index]) }
    return sum
  }
}

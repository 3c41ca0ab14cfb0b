internal import Grids

/// The sums of the first four powers of increments in the cells of their starting points.
///
/// Powers are those of the distance from `shift`, a typical increment, so that a strong common drift
/// does not cancel. There is one more cell for starting points outside the axis.
struct PowerSums {
  let axis: Axis
  let shift: Double
  var counts: [Int]
  var sums: [SIMD4<Double>]

  /// Sums the increments of a path over `lagSteps`, each observation starting one.
  init(path: UnsafeBufferPointer<Double>, lagSteps: Int, axis: Axis) {
    let count = path.count - lagSteps
    let shift = (path[path.count - 1] - path[0]) * Double(lagSteps) / Double(path.count - 1)
    self.init(axis: axis, shift: shift.isFinite ? shift : 0)
    guard let base = path.baseAddress else { return }
    add(starts: base, others: base + lagSteps, count: count, areEnds: true)
  }

  /// Sums increments whose starting points are given.
  init(
    starts: UnsafeBufferPointer<Double>, increments: UnsafeBufferPointer<Double>, axis: Axis
  ) {
    var typical = 0.0
    let stride = max(1, increments.count / 1024)
    var taken = 0
    for index in Swift.stride(from: 0, to: increments.count, by: stride) {
      typical += increments[index]
      taken += 1
    }
    self.init(axis: axis, shift: taken > 0 ? typical / Double(taken) : 0)
    guard let first = starts.baseAddress, let second = increments.baseAddress else { return }
    add(starts: first, others: second, count: increments.count, areEnds: false)
  }

  private init(axis: Axis, shift: Double) {
    self.axis = axis
    self.shift = shift
    counts = [Int](repeating: 0, count: axis.cellCount + 1)
    sums = [SIMD4<Double>](repeating: .zero, count: axis.cellCount + 1)
  }

  /// Adds samples with a few copies of the table in turns: successive samples often fall into one
  /// cell, and an addition would wait for the one before it.
  private mutating func add(
    starts: UnsafePointer<Double>, others: UnsafePointer<Double>, count: Int, areEnds: Bool
  ) {
    let cells = axis.cellCount + 1
    let copies = cells <= 512 ? 4 : 1
    var countCopies = [Int](repeating: 0, count: copies * cells)
    var sumCopies = [SIMD4<Double>](repeating: .zero, count: copies * cells)
    countCopies.withUnsafeMutableBufferPointer { counts in
      sumCopies.withUnsafeMutableBufferPointer { sums in
        guard let counts = counts.baseAddress, let sums = sums.baseAddress else { return }
        let scatter = PowerScatter(
          axis, shift: shift, counts: counts, sums: sums, stride: copies == 1 ? 0 : cells)
        if areEnds {
          scatter.add(starts: starts, ends: others, count: count)
        } else {
          scatter.add(starts: starts, increments: others, count: count)
        }
      }
    }
    for copy in 0..<copies {
      for cell in 0..<cells {
        counts[cell] += countCopies[copy * cells + cell]
        sums[cell] += sumCopies[copy * cells + cell]
      }
    }
  }
}

/// Where the powers of increments are added, eight samples at a time.
private struct PowerScatter {
  let lowerBound: Double
  let inverseSpacing: Double
  let cellCount: Int
  let shift: Double
  let counts: UnsafeMutablePointer<Int>
  let sums: UnsafeMutablePointer<SIMD4<Double>>
  let stride: Int

  init(
    _ axis: Axis, shift: Double, counts: UnsafeMutablePointer<Int>,
    sums: UnsafeMutablePointer<SIMD4<Double>>, stride: Int
  ) {
    lowerBound = axis.lowerBound
    inverseSpacing = 1 / axis.spacing
    cellCount = axis.cellCount
    self.shift = shift
    self.counts = counts
    self.sums = sums
    self.stride = stride
  }

  func add(starts: UnsafePointer<Double>, ends: UnsafePointer<Double>, count: Int) {
    let (first, second) = (UnsafeRawPointer(starts), UnsafeRawPointer(ends))
    for group in 0..<(count / 8) {
      let x = first.loadUnaligned(fromByteOffset: group &* 64, as: SIMD8<Double>.self)
      let y = second.loadUnaligned(fromByteOffset: group &* 64, as: SIMD8<Double>.self)
      add(x, y - x)
    }
    for index in (count / 8 * 8)..<count { add(starts[index], ends[index] - starts[index]) }
  }

  func add(starts: UnsafePointer<Double>, increments: UnsafePointer<Double>, count: Int) {
    let (first, second) = (UnsafeRawPointer(starts), UnsafeRawPointer(increments))
    for group in 0..<(count / 8) {
      add(
        first.loadUnaligned(fromByteOffset: group &* 64, as: SIMD8<Double>.self),
        second.loadUnaligned(fromByteOffset: group &* 64, as: SIMD8<Double>.self))
    }
    for index in (count / 8 * 8)..<count { add(starts[index], increments[index]) }
  }

  @inline(__always)
  private func add(_ x: Double, _ increment: Double) {
    let position = (x - lowerBound) * inverseSpacing
    let top = Double(cellCount)
    let cell =
      position >= 0 && position <= top ? min(Int(position), cellCount - 1) : cellCount
    add(Int32(cell), copy: 0, increment - shift)
  }

  @inline(__always)
  private func add(_ x: SIMD8<Double>, _ increments: SIMD8<Double>) {
    let d = increments - shift
    let cells = cells(of: x)
    // Written out: a loop over the lanes would go through memory.
    add(cells[0], copy: 0, d[0])
    add(cells[1], copy: 1, d[1])
    add(cells[2], copy: 2, d[2])
    add(cells[3], copy: 3, d[3])
    add(cells[4], copy: 0, d[4])
    add(cells[5], copy: 1, d[5])
    add(cells[6], copy: 2, d[6])
    add(cells[7], copy: 3, d[7])
  }

  @inline(__always)
  private func add(_ cell: Int32, copy: Int, _ d: Double) {
    let place = copy &* stride &+ Int(cell)
    let square = d * d
    sums[place] += SIMD4(d, square, square * d, square * square)
    counts[place] &+= 1
  }

  /// The cells of eight points, to 10⁻⁹ of a cell; the one after the last cell when a point lies outside.
  @inline(__always)
  private func cells(of x: SIMD8<Double>) -> SIMD8<Int32> {
    let top = Double(cellCount)
    let position = (x - lowerBound) * inverseSpacing
    var inside = position
    inside.replace(with: top - 0.5, where: position .> top - 0.5)
    inside.replace(with: top + 0.5, where: .!((position .>= 0) .& (position .<= top)))
    // Adding 1.5 · 2⁵² rounds to the nearest whole number, which is then in the lowest bits.
    let whole = (inside - (0.5 - 0x1p-30)) + 0x1.8p52
    return SIMD8<Int32>(truncatingIfNeeded: unsafeBitCast(whole, to: SIMD8<UInt64>.self))
  }
}

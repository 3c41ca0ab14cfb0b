/// The equations of the points that elements share, for all poles: tridiagonal, with a last row and
/// a last column that close a ring.
///
/// ```
/// d[i] x[i] + u[i] x[i+1] + l[i−1] x[i−1] + c[i] x[last] = g[i],     d[last] x[last] + Σ r[i] x[i] = g[last]
/// ```
final class InterfaceSystem {
  let count: Int
  private let isRing: Bool
  private let fixesLower: Bool
  private let fixesUpper: Bool
  /// Per interface d, u, l, c and r, each as real and imaginary parts.
  private let memory: UnsafeMutablePointer<Lanes>

  private enum Entry: Int {
    case diagonal = 0
    case upper = 2
    case lower = 4
    case column = 6
    case row = 8
  }

  /// - Parameters:
  ///   - elementCount: The number of elements, at least three on a ring.
  ///   - isRing: Whether the last element joins the first.
  ///   - fixesLower: Whether the solution is zero at the lower end.
  ///   - fixesUpper: Whether the solution is zero at the upper end.
  init(elementCount: Int, isRing: Bool, fixesLower: Bool, fixesUpper: Bool) {
    count = isRing ? elementCount : elementCount + 1
    self.isRing = isRing
    self.fixesLower = fixesLower
    self.fixesUpper = fixesUpper
    memory = .allocate(capacity: 10 * count)
    memory.initialize(repeating: .zero, count: 10 * count)
  }

  deinit { memory.deallocate() }

  private func at(_ index: Int, _ entry: Entry) -> UnsafeMutablePointer<Lanes> {
    memory + (10 * index + entry.rawValue)
  }

  private func add(_ value: ComplexLanes, _ index: Int, _ entry: Entry) {
    let place = at(index, entry)
    place[0] += value.real
    place[1] += value.imaginary
  }

  /// Collects what the elements leave for their ends and factorises.
  func factorize(_ blocks: [ElementBlock]) {
    memory.update(repeating: .zero, count: 10 * count)
    let last = count - 1
    for (left, block) in blocks.enumerated() {
      let right = left == last ? 0 : left + 1
      add(block.remaining(0, 0), left, .diagonal)
      add(block.remaining(1, 1), right, .diagonal)
      if right == last {
        add(block.remaining(0, 1), left, .column)
        add(block.remaining(1, 0), left, .row)
      } else if left == last {
        add(block.remaining(0, 1), right, .row)
        add(block.remaining(1, 0), right, .column)
      } else {
        add(block.remaining(0, 1), left, .upper)
        add(block.remaining(1, 0), left, .lower)
      }
    }
    fixEnds()
    eliminate()
  }

  /// Replaces the equation of an absorbing end by x = 0 and uncouples it.
  private func fixEnds() {
    let one = ComplexLanes(real: Lanes(repeating: 1), imaginary: .zero)
    if fixesLower {
      memory.update(repeating: .zero, count: 10)
      one.store(at: at(0, .diagonal))
    }
    if fixesUpper {
      for index in 0..<count {
        ComplexLanes.zero.store(at: at(index, .column))
        ComplexLanes.zero.store(at: at(index, .row))
      }
      one.store(at: at(count - 1, .diagonal))
    }
  }

  private func eliminate() {
    let last = count - 1
    for index in 0..<last {
      let inverse = ComplexLanes(at: at(index, .diagonal)).reciprocal
      inverse.store(at: at(index, .diagonal))
      let upper = ComplexLanes(at: at(index, .upper))
      let column = ComplexLanes(at: at(index, .column))
      let row = ComplexLanes(at: at(index, .row)) * inverse
      row.store(at: at(index, .row))
      subtract(row, column, from: at(last, .diagonal))
      guard index + 1 < last else { continue }
      let lower = ComplexLanes(at: at(index, .lower)) * inverse
      lower.store(at: at(index, .lower))
      subtract(lower, upper, from: at(index + 1, .diagonal))
      subtract(lower, column, from: at(index + 1, .column))
      subtract(row, upper, from: at(index + 1, .row))
    }
    ComplexLanes(at: at(last, .diagonal)).reciprocal.store(at: at(last, .diagonal))
  }

  private func subtract(
    _ factor: ComplexLanes, _ value: ComplexLanes, from place: UnsafeMutablePointer<Lanes>
  ) {
    ComplexLanes(at: place).subtracting(factor, times: value).store(at: place)
  }

  /// Replaces the right-hand side by the solution.
  func solve(_ g: UnsafeMutablePointer<Lanes>) {
    let last = count - 1
    if fixesLower { ComplexLanes.zero.store(at: g) }
    if fixesUpper { ComplexLanes.zero.store(at: g + 2 * last) }
    for index in 0..<last {
      let value = ComplexLanes(at: g + 2 * index)
      subtract(ComplexLanes(at: at(index, .row)), value, from: g + 2 * last)
      guard index + 1 < last else { continue }
      subtract(ComplexLanes(at: at(index, .lower)), value, from: g + 2 * (index + 1))
    }
    let end = ComplexLanes(at: g + 2 * last) * ComplexLanes(at: at(last, .diagonal))
    end.store(at: g + 2 * last)
    for index in stride(from: last - 1, through: 0, by: -1) {
      var value = ComplexLanes(at: g + 2 * index)
        .subtracting(ComplexLanes(at: at(index, .column)), times: end)
      if index + 1 < last {
        value = value.subtracting(
          ComplexLanes(at: at(index, .upper)), times: ComplexLanes(at: g + 2 * (index + 1)))
      }
      (value * ComplexLanes(at: at(index, .diagonal))).store(at: g + 2 * index)
    }
  }
}

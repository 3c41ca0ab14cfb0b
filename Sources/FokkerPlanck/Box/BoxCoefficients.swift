internal import Grids
internal import StochasticProcesses

/// Points of a box, and the drift and the diffusion matrix of a process there.
final class BoxCoefficients {
  let dimension: Int
  /// The number of points in use.
  private(set) var count: Int
  /// The coordinates, variable by variable.
  let points: CellVector
  private let drift: CellVector
  private let diffusion: CellVector
  private let evaluateProcess:
    (
      UnsafeBufferPointer<Double>, Double, UnsafeMutableBufferPointer<Double>,
      UnsafeMutableBufferPointer<Double>
    ) -> Void

  init<Process: MultivariateDiffusionProcess>(
    _ process: Process, capacity: Int
  ) where Process.Scalar == Double {
    dimension = process.dimension
    count = capacity
    points = CellVector(count: dimension * capacity)
    drift = CellVector(count: dimension * capacity)
    diffusion = CellVector(count: MatrixTriangle.count(dimension: dimension) * capacity)
    evaluateProcess = { points, time, drift, diffusion in
      var driftSpan = drift.mutableSpan
      var diffusionSpan = diffusion.mutableSpan
      process.evaluate(at: points.span, time: time, drift: &driftSpan, diffusion: &diffusionSpan)
    }
  }

  /// The coefficients at the middles of all cells, in the order of the cells.
  convenience init<Process: MultivariateDiffusionProcess>(
    _ process: Process, atCellsOf shape: BoxShape
  ) where Process.Scalar == Double {
    self.init(process, capacity: shape.cellCount)
    for variable in 0..<dimension {
      let target = coordinates(of: variable)
      for cell in 0..<count {
        target[cell] = shape.axes[variable].center(ofCell: shape.index(of: cell, along: variable))
      }
    }
  }

  /// Uses as many points, at most as many as there is room for.
  func use(count: Int) {
    precondition(dimension * count <= points.count, "there is no room for so many points")
    self.count = count
  }

  /// A coordinate of all points.
  func coordinates(of variable: Int) -> UnsafeMutablePointer<Double> {
    points.pointer + variable * count
  }

  /// The drift of a variable at all points.
  func drift(of variable: Int) -> UnsafeMutablePointer<Double> {
    drift.pointer + variable * count
  }

  /// An element of the diffusion matrix at all points.
  func diffusion(_ row: Int, _ column: Int) -> UnsafeMutablePointer<Double> {
    diffusion.pointer + MatrixTriangle.index(row, column, dimension: dimension) * count
  }

  /// A point.
  func point(_ index: Int) -> [Double] {
    (0..<dimension).map { points.pointer[$0 * count + index] }
  }

  /// Evaluates the process at a time and believes it.
  func evaluate(at time: Double) {
    evaluateProcess(
      UnsafeBufferPointer(start: points.pointer, count: dimension * count), time,
      UnsafeMutableBufferPointer(start: drift.pointer, count: dimension * count),
      UnsafeMutableBufferPointer(
        start: diffusion.pointer, count: MatrixTriangle.count(dimension: dimension) * count))
  }

  /// Evaluates the process at a time and checks every value.
  ///
  /// - Parameters:
  ///   - time: The time.
  ///   - unused: Ranges of points whose coefficients may be anything and are taken for zero.
  /// - Throws: ``FokkerPlanckError/invalidCoefficient(name:value:point:time:)``.
  func sample(at time: Double, unused: [Range<Int>] = []) throws(FokkerPlanckError) {
    evaluate(at: time)
    for range in unused { clear(range) }
    guard isValid else { throw failure(time) }
  }

  private func clear(_ range: Range<Int>) {
    for row in 0..<dimension {
      (drift(of: row) + range.lowerBound).update(repeating: 0, count: range.count)
      for column in row..<dimension {
        (diffusion(row, column) + range.lowerBound).update(repeating: 0, count: range.count)
      }
    }
  }
}

// MARK: - Validity

extension BoxCoefficients {
  /// Whether all numbers are finite and every matrix is positive semidefinite to rounding.
  private var isValid: Bool {
    var sum = Lanes.zero
    var smallest = Lanes.zero
    let whole = count / 8 * 8
    for row in 0..<dimension {
      let (a, own) = (drift(of: row), diffusion(row, row))
      for index in stride(from: 0, to: whole, by: 8) {
        // A product with zero is zero for finite numbers only.
        let d = loadLanes(own + index)
        sum += loadLanes(a + index) * 0 + d * 0
        smallest = smaller(smallest, d)
      }
      for column in row + 1..<max(dimension, row + 1) {
        let (mixed, other) = (diffusion(row, column), diffusion(column, column))
        for index in stride(from: 0, to: whole, by: 8) {
          let m = loadLanes(mixed + index)
          let bound = loadLanes(own + index) * loadLanes(other + index) * (1 + 1e-12)
          sum += m * 0
          smallest = smaller(smallest, bound - m * m)
        }
      }
    }
    guard sum.sum() == 0, smallest.min() >= 0 else { return false }
    return (whole..<count).allSatisfy { problem(at: $0) == nil }
      && (dimension != 3 || (0..<whole).allSatisfy { determinantIsValid($0) })
  }

  private func determinantIsValid(_ index: Int) -> Bool {
    let product = diffusion(0, 0)[index] * diffusion(1, 1)[index] * diffusion(2, 2)[index]
    return determinant(index) >= -1e-11 * product
  }

  /// The determinant of a matrix of order three.
  private func determinant(_ index: Int) -> Double {
    func d(_ row: Int, _ column: Int) -> Double { diffusion(row, column)[index] }
    let minors = (
      d(1, 1) * d(2, 2) - d(1, 2) * d(1, 2), d(0, 1) * d(2, 2) - d(1, 2) * d(0, 2),
      d(0, 1) * d(1, 2) - d(1, 1) * d(0, 2)
    )
    return d(0, 0) * minors.0 - d(0, 1) * minors.1 + d(0, 2) * minors.2
  }

  /// What is wrong with the coefficients at a point, if anything.
  private func problem(at index: Int) -> (name: String, value: Double)? {
    for row in 0..<dimension {
      let a = drift(of: row)[index]
      guard a.isFinite else { return ("drift of variable \(row + 1)", a) }
      for column in row..<dimension {
        let value = diffusion(row, column)[index]
        let bound = diffusion(row, row)[index] * diffusion(column, column)[index]
        let isBad = row == column ? !(value >= 0) : !(value * value <= bound * (1 + 1e-12))
        if isBad || !value.isFinite {
          return ("element (\(row + 1), \(column + 1)) of the diffusion matrix", value)
        }
      }
    }
    if dimension == 3, !determinantIsValid(index) {
      return ("determinant of the diffusion matrix", determinant(index))
    }
    return nil
  }

  /// The first bad coefficient, with its place.
  private func failure(_ time: Double) -> FokkerPlanckError {
    for index in 0..<count {
      if let (name, value) = problem(at: index) {
        return .invalidCoefficient(name: name, value: value, point: point(index), time: time)
      }
    }
    return .diverged(time: time)
  }
}

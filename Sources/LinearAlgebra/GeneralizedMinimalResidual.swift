internal import RealModule

/// A linear operator that is known by its action, with an approximate inverse.
package protocol LinearAction {
  /// Sets y = A x.
  func apply(_ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>)

  /// Sets y = M⁻¹ x with M ≈ A.
  func applyPreconditioner(_ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>)
}

/// The generalised minimal residual method, preconditioned from the right and restarted.
///
/// The residual that it watches is that of the system itself.
///
/// ## Reference
///
/// Y. Saad and M. H. Schultz, *SIAM Journal on Scientific and Statistical Computing* 7 (1986)
/// 856-869, [doi:10.1137/0907058](https://doi.org/10.1137/0907058).
package struct GeneralizedMinimalResidual {
  private let order: Int
  private let restart: Int
  private var basis: [Double]
  private var work: [Double]

  /// Prepares the memory for systems of an order.
  package init(order: Int, restart: Int = 30) {
    self.order = order
    self.restart = max(1, min(restart, order))
    basis = [Double](repeating: 0, count: (self.restart + 1) * order)
    work = [Double](repeating: 0, count: 2 * order)
  }

  /// What an iteration reached.
  package struct Outcome {
    /// The residual norm at the start.
    package var initialResidual = 0.0
    /// The residual norm at the end, as the recurrence tells.
    package var residual = 0.0
    /// The number of products with A.
    package var products = 0
  }

  /// Improves x until the norm of b − A x is at most `bound`, or the cycles are used up.
  package mutating func solve<Action: LinearAction>(
    _ action: Action, rightHandSide b: UnsafePointer<Double>, x: UnsafeMutablePointer<Double>,
    residualBound bound: Double, cycles: Int = 3
  ) -> Outcome {
    var outcome = Outcome()
    let count = order
    basis.withUnsafeMutableBufferPointer { basis in
      work.withUnsafeMutableBufferPointer { work in
        guard let v = basis.baseAddress, let w = work.baseAddress else { return }
        for cycle in 0..<cycles {
          action.apply(x, into: v)
          outcome.products += 1
          for i in 0..<count { v[i] = b[i] - v[i] }
          let norm = DenseKernels.norm(v, count: count)
          if cycle == 0 { outcome.initialResidual = norm }
          outcome.residual = norm
          guard norm > bound, norm.isFinite else { return }
          for i in 0..<count { v[i] /= norm }
          var cycleRun = ArnoldiCycle(count: count, restart: restart, basis: v, work: w)
          outcome.residual = cycleRun.run(action, startNorm: norm, bound: bound)
          outcome.products += cycleRun.steps
          cycleRun.update(x, action)
          guard outcome.residual > bound else { return }
        }
      }
    }
    return outcome
  }
}

/// The steps between two restarts: an orthonormal basis of the Krylov space and the least-squares
/// problem in it, triangular by Givens rotations.
private struct ArnoldiCycle {
  let count: Int
  let restart: Int
  let basis: UnsafeMutablePointer<Double>
  let work: UnsafeMutablePointer<Double>
  var triangle: [[Double]] = []
  var rotations: [(cosine: Double, sine: Double)] = []
  var projection: [Double] = []
  var steps: Int { triangle.count }

  init(
    count: Int, restart: Int, basis: UnsafeMutablePointer<Double>,
    work: UnsafeMutablePointer<Double>
  ) {
    self.count = count
    self.restart = restart
    self.basis = basis
    self.work = work
  }

  /// Builds the basis until the residual is within the bound; returns the residual.
  mutating func run<Action: LinearAction>(
    _ action: Action, startNorm: Double, bound: Double
  ) -> Double {
    projection = [startNorm]
    for step in 0..<restart {
      let next = basis + (step + 1) * count
      action.applyPreconditioner(basis + step * count, into: work)
      action.apply(work, into: next)
      var column = orthogonalize(next, against: step + 1)
      let length = DenseKernels.norm(next, count: count)
      if length > 0 { for i in 0..<count { next[i] /= length } }
      rotate(&column, below: length)
      let residual = abs(projection[step + 1])
      if residual <= bound || length == 0 { return residual }
    }
    return abs(projection[restart])
  }

  /// Removes the components along the first vectors, twice, and returns them.
  private func orthogonalize(
    _ vector: UnsafeMutablePointer<Double>, against size: Int
  ) -> [Double] {
    var total = [Double](repeating: 0, count: size)
    var part = total
    for _ in 0..<2 {
      DenseKernels.multiply(
        rows: size, columns: count, basis, stride: count, vector: vector, into: &part)
      DenseKernels.multiply(
        rows: size, columns: count, basis, stride: count, transposed: true, vector: part,
        into: vector, scale: -1, keeping: 1)
      for i in 0..<size { total[i] += part[i] }
    }
    return total
  }

  private mutating func rotate(_ column: inout [Double], below: Double) {
    for (i, rotation) in rotations.enumerated() {
      let (upper, lower) = (column[i], column[i + 1])
      column[i] = rotation.cosine * upper + rotation.sine * lower
      column[i + 1] = rotation.cosine * lower - rotation.sine * upper
    }
    let last = column.count - 1
    let length = Double.hypot(column[last], below)
    let rotation =
      length > 0 ? (cosine: column[last] / length, sine: below / length) : (cosine: 1, sine: 0)
    column[last] = length
    rotations.append(rotation)
    projection.append(-rotation.sine * projection[last])
    projection[last] *= rotation.cosine
    triangle.append(column)
  }

  /// Adds the minimiser to x.
  func update<Action: LinearAction>(_ x: UnsafeMutablePointer<Double>, _ action: Action) {
    var weights = projection
    for row in stride(from: steps - 1, through: 0, by: -1) {
      for column in row + 1..<max(steps, row + 1) {
        weights[row] -= triangle[column][row] * weights[column]
      }
      weights[row] = triangle[row][row] != 0 ? weights[row] / triangle[row][row] : 0
    }
    DenseKernels.multiply(
      rows: steps, columns: count, basis, stride: count, transposed: true, vector: weights,
      into: work)
    action.applyPreconditioner(work, into: work + count)
    DenseKernels.add(work + count, times: 1, to: x, count: count)
  }
}

public import LinearAlgebra
public import RealModule

/// The Ornstein-Uhlenbeck process dX = −A (X − μ) dt + B dW of several variables, D = B Bᵀ/2.
///
/// A normal law stays normal; its mean and covariance obey
///
/// ```
/// mean′ = −A (mean − μ),   Σ′ = −A Σ − Σ Aᵀ + 2 D
/// ```
///
/// ## Reference
///
/// C. W. Gardiner, *Handbook of Stochastic Methods* (Springer, 2004), section 4.4.6.
public struct LinearDiffusion: MultivariateDiffusionProcess {
  /// The matrix A of relaxation rates, per unit of time.
  public let relaxation: Matrix
  /// The point μ at which the drift vanishes.
  public let center: [Double]
  /// The matrix D, in units of state² per unit of time.
  public let diffusionMatrix: Matrix

  /// Creates a process.
  ///
  /// - Parameters:
  ///   - relaxation: A, a square matrix.
  ///   - center: μ; empty means the origin.
  ///   - diffusion: D, symmetric, of the same order.
  public init(relaxation: Matrix, center: [Double] = [], diffusion: Matrix) {
    let order = relaxation.rowCount
    precondition(relaxation.columnCount == order, "the relaxation matrix must be square")
    precondition(
      diffusion.rowCount == order && diffusion.isSymmetric(),
      "the diffusion matrix must be symmetric and as large as the relaxation matrix")
    precondition(center.isEmpty || center.count == order, "one center per variable")
    self.relaxation = relaxation
    self.center = center.isEmpty ? [Double](repeating: 0, count: order) : center
    diffusionMatrix = diffusion
  }

  /// The number of variables.
  public var dimension: Int { relaxation.rowCount }
  /// True: nothing depends on time.
  public var isAutonomous: Bool { true }
  /// True: D is a constant.
  public var hasHomogeneousDiffusion: Bool { true }

  /// Evaluates −A (x − μ) and D.
  public func evaluate(
    at points: Span<Double>, time t: Double, drift: inout MutableSpan<Double>,
    diffusion: inout MutableSpan<Double>
  ) {
    let (order, count) = (dimension, points.count / dimension)
    precondition(
      drift.count == order * count
        && diffusion.count == MatrixTriangle.count(dimension: order) * count)
    points.withUnsafeBufferPointer { x in
      drift.withUnsafeMutableBufferPointer { drift in
        for row in 0..<order { setRow(row, count, x, drift) }
      }
    }
    diffusion.withUnsafeMutableBufferPointer { diffusion in
      for row in 0..<order {
        for column in row..<order {
          let place = MatrixTriangle.index(row, column, dimension: order) * count
          diffusion[place..<place + count].update(repeating: diffusionMatrix[row, column])
        }
      }
    }
  }

  /// Sets one row of the drift, two columns at a time.
  private func setRow(
    _ row: Int, _ count: Int, _ x: UnsafeBufferPointer<Double>,
    _ drift: UnsafeMutableBufferPointer<Double>
  ) {
    let order = dimension
    let result = UnsafeMutableBufferPointer(rebasing: drift[row * count..<(row + 1) * count])
    let base = (0..<order).reduce(0) { $0 + relaxation[row, $1] * center[$1] }
    for first in stride(from: 0, to: order, by: 2) {
      let second = min(first + 1, order - 1)
      let rates = (relaxation[row, first], second > first ? relaxation[row, second] : 0)
      let (one, other) = (x[(first * count)...], x[(second * count)...])
      let (a, b) = (UnsafeBufferPointer(rebasing: one), UnsafeBufferPointer(rebasing: other))
      if first == 0 {
        for index in 0..<count { result[index] = base - rates.0 * a[index] - rates.1 * b[index] }
      } else if rates != (0, 0) {
        for index in 0..<count { result[index] -= rates.0 * a[index] + rates.1 * b[index] }
      }
    }
  }
}

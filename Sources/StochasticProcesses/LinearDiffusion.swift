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
    for row in 0..<order {
      for index in 0..<count { drift[row * count + index] = 0 }
      for column in 0..<order {
        let (rate, middle) = (relaxation[row, column], center[column])
        for index in 0..<count {
          drift[row * count + index] -= rate * (points[column * count + index] - middle)
        }
        guard column >= row else { continue }
        let place = MatrixTriangle.index(row, column, dimension: order) * count
        for index in 0..<count { diffusion[place + index] = diffusionMatrix[row, column] }
      }
    }
  }
}

public import LinearAlgebra
public import RandomStreams
public import StochasticProcesses

/// The exponential scheme that is exact for the Ornstein-Uhlenbeck process of several variables
/// with given matrices A and D.
///
/// ```
/// X′ = X + ∫₀ʰ e^{−As} ds a(X, t) + L z,   L Lᵀ = ∫₀ʰ e^{−As} 2D e^{−Aᵀs} ds
/// ```
///
/// For a = −A (X − μ) every step has the exact law, whatever its size; for other drifts with the
/// stiff linear part −A X and the same D it is of weak and strong order 1, without a limit on the
/// step from that part. One evaluation per step; the process's own D is not read.
///
/// ## Reference
///
/// D. T. Gillespie, "Exact numerical simulation of the Ornstein-Uhlenbeck process and its integral",
/// *Physical Review E* 54 (1996) 2084-2091,
/// [doi:10.1103/PhysRevE.54.2084](https://doi.org/10.1103/PhysRevE.54.2084).
public struct ExactLinearPropagation: MultivariateLangevinScheme {
  /// The linear part, whose matrices A and D the steps are exact for.
  public let linearPart: LinearDiffusion
  @usableFromInline let transitions: [LinearTransition]

  /// Means converge with the first power of the step when the drift is not linear.
  public static var weakOrder: Double { 1 }
  /// Paths converge with the first power of the step.
  public static var strongOrder: Double { 1 }
  /// The orders hold when D is the one of the linear part.
  public static var needsAdditiveNoise: Bool { true }
  /// One normal number per variable and step.
  public static var multivariateNoise: StepNoise { .increment }

  /// Creates the scheme for the steps of a schedule.
  ///
  /// - Parameters:
  ///   - linearPart: The process with the matrices A and D.
  ///   - schedule: The steps that will be taken.
  /// - Throws: ``LangevinError/noTransition(step:_:)`` when an exponential overflows or D is
  ///   indefinite.
  public init(
    _ linearPart: LinearDiffusion, along schedule: TimeSchedule
  ) throws(LangevinError) {
    self.linearPart = linearPart
    var transitions: [LinearTransition] = []
    for size in Set(schedule.runs.joined().map(\.size)).sorted() {
      transitions.append(try LinearTransition(linearPart, over: size))
    }
    self.transitions = transitions
  }

  /// Advances the block by one step.
  @inlinable
  public func advance<Process: MultivariateDiffusionProcess>(
    _ block: inout MultivariateBlock<Process.Scalar>, _ process: Process, from t: Process.Scalar,
    by h: Process.Scalar
  ) where Process.Scalar: NormalScalar {
    guard let transition = transitions.first(where: { Process.Scalar($0.step) == h }) else {
      preconditionFailure("the scheme was made for other steps than \(h)")
    }
    block.evaluate(process, at: t)
    let order = block.dimension
    for row in 0..<order {
      let x = block.row(row, of: block.position)
      for column in 0..<order {
        let weight = Process.Scalar(transition.response[row, column])
        let a = block.row(column, of: block.drift)
        if weight != 0 { for path in 0..<block.count { x[path] += weight * a[path] } }
        let amplitude = Process.Scalar(transition.noise[row, column])
        let z = block.row(column, of: block.noise)
        if amplitude != 0 { for path in 0..<block.count { x[path] += amplitude * z[path] } }
      }
    }
  }
}

/// What a step of a linear process does.
@usableFromInline
struct LinearTransition: Hashable, Sendable {
  @usableFromInline let step: Double
  /// ∫₀ʰ e^{−As} ds.
  @usableFromInline let response: Matrix
  /// A root of the covariance that a point gains.
  @usableFromInline let noise: Matrix

  init(_ process: LinearDiffusion, over step: Double) throws(LangevinError) {
    self.step = step
    do throws(LinearAlgebraError) {
      let (_, covariance) = try process.transition(over: step)
      let order = process.dimension
      // The exponential of ((−A, 1), (0, 0)) h holds the integral in its upper right block.
      var block = Matrix(rowCount: 2 * order, columnCount: 2 * order)
      for row in 0..<order {
        block[row, order + row] = step
        for column in 0..<order { block[row, column] = -process.relaxation[row, column] * step }
      }
      let exponential = try block.exponential()
      var response = Matrix(rowCount: order, columnCount: order)
      for row in 0..<order {
        for column in 0..<order { response[row, column] = exponential[row, order + column] }
      }
      self.response = response
      noise = try Self.root(of: covariance)
    } catch {
      throw .noTransition(step: step, error.description)
    }
  }

  /// V √Λ for A = V Λ Vᵀ; eigenvalues that are negative by rounding count zero.
  private static func root(of covariance: Matrix) throws(LinearAlgebraError) -> Matrix {
    let spectrum = try SymmetricEigenDecomposition(covariance)
    let largest = spectrum.eigenvalues.last ?? 0
    guard (spectrum.eigenvalues.first ?? 0) >= -1e-10 * abs(largest) else {
      throw .notPositiveDefinite(order: 1)
    }
    return spectrum.eigenvectors
      * Matrix.diagonal(spectrum.eigenvalues.map { max(0, $0).squareRoot() })
  }
}

public import RealModule
public import StochasticProcesses

/// A diffusion of several variables whose drift vector and diffusion matrix were estimated from data.
///
/// It goes straight into the solvers and the ensembles. Outside the box of the data the functions are
/// continuations. Where the fitted matrix is not positive definite its off-diagonal elements are
/// reduced until it is, and diagonal elements are at least ``smallestDiffusion``.
public struct MultivariateFittedProcess: MultivariateDiffusionProcess, Hashable, Codable {
  /// The components of the drift.
  public let driftFields: [FittedField]
  /// The upper triangle of the diffusion matrix, row by row.
  public let diffusionFields: [FittedField]
  /// The value that replaces smaller diagonal elements.
  public let smallestDiffusion: Double
  /// The mean lag of the increments.
  public let lag: Double
  /// The number of increments behind the fit.
  public let sampleCount: Int
  /// Whether the functions are corrected for the finite lag.
  public let isLagCorrected: Bool

  /// Creates a process from fitted functions.
  public init(
    drift: [FittedField], diffusion: [FittedField], smallestDiffusion: Double, lag: Double,
    sampleCount: Int, isLagCorrected: Bool
  ) {
    precondition(
      diffusion.count == MatrixTriangle.count(dimension: drift.count),
      "a symmetric matrix has d (d + 1)/2 elements")
    driftFields = drift
    diffusionFields = diffusion
    self.smallestDiffusion = smallestDiffusion
    self.lag = lag
    self.sampleCount = sampleCount
    self.isLagCorrected = isLagCorrected
  }

  /// The number of variables.
  public var dimension: Int { driftFields.count }
  /// True: nothing depends on time.
  public var isAutonomous: Bool { true }
  /// Whether all elements of the diffusion matrix are constants.
  public var hasHomogeneousDiffusion: Bool { diffusionFields.allSatisfy(\.isConstant) }

  /// Whether the values at a point are continuations and not supported by data.
  public func isExtrapolated(at point: [Double]) -> Bool {
    zip(driftFields[0].box, point).contains { !$0.contains($1) }
  }

  /// The drift at a point.
  public func drift(at point: [Double]) -> [Double] { driftFields.map { $0(point) } }

  /// The upper triangle of the diffusion matrix at a point, made positive definite.
  public func diffusion(at point: [Double]) -> [Double] {
    var elements = diffusionFields.map { $0(point) }
    for variable in 0..<dimension {
      let place = MatrixTriangle.index(variable, variable, dimension: dimension)
      elements[place] = max(elements[place], smallestDiffusion)
    }
    return PositiveTriangle.reduced(elements, dimension: dimension)
  }

  /// Evaluates drift and diffusion at many points.
  public func evaluate(
    at points: Span<Double>, time t: Double, drift: inout MutableSpan<Double>,
    diffusion: inout MutableSpan<Double>
  ) {
    let count = points.count / dimension
    let constant =
      hasHomogeneousDiffusion
      ? self.diffusion(at: [Double](repeating: 0, count: dimension)) : nil
    var point = [Double](repeating: 0, count: dimension)
    for index in 0..<count {
      for variable in 0..<dimension { point[variable] = points[variable * count + index] }
      for (variable, field) in driftFields.enumerated() {
        drift[variable * count + index] = field(point)
      }
      for (place, value) in (constant ?? self.diffusion(at: point)).enumerated() {
        diffusion[place * count + index] = value
      }
    }
  }
}

/// Symmetric matrices by their upper triangles.
enum PositiveTriangle {
  /// The matrix with its off-diagonal elements multiplied by the largest factor, to a thousandth, that
  /// makes it positive definite; its diagonal must be positive.
  static func reduced(_ elements: [Double], dimension: Int) -> [Double] {
    guard !isPositive(elements, dimension, factor: 1) else { return elements }
    var (low, high) = (0.0, 1.0)
    while high - low > 1e-3 {
      let middle = (low + high) / 2
      if isPositive(elements, dimension, factor: middle) { low = middle } else { high = middle }
    }
    return elements.enumerated().map { place, value in
      isDiagonal(place, dimension) ? value : low * value
    }
  }

  private static func isDiagonal(_ place: Int, _ dimension: Int) -> Bool {
    (0..<dimension).contains { MatrixTriangle.index($0, $0, dimension: dimension) == place }
  }

  /// Whether elimination meets positive pivots only.
  private static func isPositive(
    _ elements: [Double], _ dimension: Int, factor: Double
  ) -> Bool {
    var rows = (0..<dimension).map { row in
      (0..<dimension).map { column in
        let value = elements[MatrixTriangle.index(row, column, dimension: dimension)]
        return row == column ? value : factor * value
      }
    }
    for pivot in 0..<dimension {
      let diagonal = rows[pivot][pivot]
      guard diagonal > 0 else { return false }
      for row in (pivot + 1)..<max(dimension, pivot + 1) {
        let multiple = rows[row][pivot] / diagonal
        for column in pivot..<dimension { rows[row][column] -= multiple * rows[pivot][column] }
      }
    }
    return true
  }
}

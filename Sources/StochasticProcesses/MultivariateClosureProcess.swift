public import RealModule

/// A diffusion of several variables whose coefficients are given as closures.
///
/// The closures are called once per point and step; a type of your own that conforms to
/// ``MultivariateDiffusionProcess`` is faster.
///
/// ```swift
/// let rotor = MultivariateClosureProcess(
///   dimension: 2,
///   drift: { x, _ in [-x[0] - x[1], x[0] - x[1]] },
///   diffusion: { _, _ in [[0.2, 0.05], [0.05, 0.1]] })
/// ```
public struct MultivariateClosureProcess: MultivariateDiffusionProcess {
  /// The number of variables.
  public let dimension: Int
  private let driftFunction: @Sendable ([Double], Double) -> [Double]
  private let diffusionFunction: @Sendable ([Double], Double) -> [[Double]]

  /// Creates a process from a(x, t) and D(x, t).
  ///
  /// - Parameters:
  ///   - dimension: The number of variables; positive.
  ///   - drift: The drift, `dimension` numbers.
  ///   - diffusion: The matrix D, `dimension` rows; only its upper triangle is read.
  public init(
    dimension: Int, drift: @escaping @Sendable ([Double], Double) -> [Double],
    diffusion: @escaping @Sendable ([Double], Double) -> [[Double]]
  ) {
    precondition(dimension > 0, "a process has at least one variable")
    self.dimension = dimension
    driftFunction = drift
    diffusionFunction = diffusion
  }

  /// Evaluates both closures point by point.
  public func evaluate(
    at points: Span<Double>, time t: Double, drift: inout MutableSpan<Double>,
    diffusion: inout MutableSpan<Double>
  ) {
    let count = points.count / dimension
    var point = [Double](repeating: 0, count: dimension)
    for index in 0..<count {
      for variable in 0..<dimension { point[variable] = points[variable * count + index] }
      let (a, matrix) = (driftFunction(point, t), diffusionFunction(point, t))
      precondition(a.count == dimension && matrix.count == dimension, "one row per variable")
      var place = index
      for row in 0..<dimension {
        drift[row * count + index] = a[row]
        for column in row..<dimension {
          diffusion[place] = matrix[row][column]
          place += count
        }
      }
    }
  }
}

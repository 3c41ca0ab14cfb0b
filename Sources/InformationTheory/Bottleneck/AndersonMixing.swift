internal import LinearAlgebra

/// Extrapolates the fixed point of an iteration from its last steps.
///
/// With images g_i = G(x_i) and residuals f_i = g_i − x_i of the last steps, the coefficients c
/// minimise |f_m + Σ c_i (f_i − f_m)|², and the fixed point is guessed at g_m + Σ c_i (g_i − g_m).
///
/// ## Reference
///
/// D. G. Anderson, "Iterative procedures for nonlinear integral equations", J. ACM 12 (1965)
/// 547-560, doi:10.1145/321296.321305.
struct AndersonMixing {
  private let depth: Int
  private var images: [[Double]] = []
  private var residuals: [[Double]] = []

  /// Creates a memory of at most `depth` steps.
  init(depth: Int) { self.depth = depth }

  /// Forgets all steps.
  mutating func clear() {
    images.removeAll()
    residuals.removeAll()
  }

  /// Remembers the step from a place to its image.
  mutating func append(_ place: [Double], image: [Double]) {
    if images.count == depth {
      images.removeFirst()
      residuals.removeFirst()
    }
    images.append(image)
    residuals.append(zip(image, place).map { $0 - $1 })
  }

  /// The way Σ c_i (g_i − g_m) from the last image to the guessed fixed point, or nil when there is
  /// one step only.
  func correction() -> [Double]? {
    guard images.count > 1, let residual = residuals.last, let image = images.last else {
      return nil
    }
    var matrix = Matrix(rowCount: residual.count, columnCount: images.count - 1)
    for column in 0..<matrix.columnCount {
      for row in residual.indices {
        matrix[row, column] = residuals[column][row] - residual[row]
      }
    }
    let coefficients = try? matrix.leastSquares(residual.map { -$0 }, relativeCutoff: 1e-12)
    guard let coefficients = coefficients?.coefficients else { return nil }
    var correction = [Double](repeating: 0, count: image.count)
    for (column, coefficient) in coefficients.enumerated() {
      for row in image.indices {
        correction[row] += coefficient * (images[column][row] - image[row])
      }
    }
    return correction
  }
}

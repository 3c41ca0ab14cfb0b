internal import RealModule

extension Matrix {
  /// The exponential of a square matrix, by scaling, a Padé approximation and squaring.
  ///
  /// The approximation of type (13, 13) is exact to rounding for a 1-norm up to 5.37; the matrix is
  /// halved until its norm is below that.
  ///
  /// - Throws: ``LinearAlgebraError/sizeMismatch(expected:found:)`` when the matrix is not square,
  ///   and ``LinearAlgebraError/notFinite(row:column:)`` when an element is too large.
  ///
  /// ## Reference
  ///
  /// N. J. Higham, "The scaling and squaring method for the matrix exponential revisited", *SIAM
  /// Journal on Matrix Analysis and Applications* 26 (2005) 1179-1193,
  /// [doi:10.1137/04061101X](https://doi.org/10.1137/04061101X).
  public func exponential() throws(LinearAlgebraError) -> Matrix {
    guard columnCount == rowCount else {
      throw .sizeMismatch(expected: rowCount * rowCount, found: elements.count)
    }
    let norm = columnSumNorm
    guard norm < 1e4 else {
      let index = elements.firstIndex { !(abs($0) < 1e4 / Double(rowCount)) } ?? 0
      throw .notFinite(row: index / columnCount, column: index % columnCount)
    }
    let halvings = norm > 5.37 ? Int(Double.log2(norm / 5.37).rounded(.up)) : 0
    var result = try (Double.pow(0.5, Double(halvings)) * self).padeExponential()
    for _ in 0..<halvings { result = result * result }
    return result
  }

  /// The largest sum of magnitudes in a column.
  public var columnSumNorm: Double {
    (0..<columnCount).reduce(0) { largest, column in
      max(largest, (0..<rowCount).reduce(0) { $0 + abs(self[$1, column]) })
    }
  }

  /// The quotient of the polynomials of degree 13 that approximates the exponential near zero.
  private func padeExponential() throws(LinearAlgebraError) -> Matrix {
    let b: [Double] = [
      64_764_752_532_480_000, 32_382_376_266_240_000, 7_771_770_303_897_600,
      1_187_353_796_428_800, 129_060_195_264_000, 10_559_470_521_600, 670_442_572_800,
      33_522_128_640, 1_323_241_920, 40_840_800, 960_960, 16_380, 182, 1,
    ]
    let square = self * self
    let fourth = square * square
    let sixth = fourth * square
    let one = Matrix.identity(rowCount)
    func polynomial(_ first: Int) -> Matrix {
      let high = b[first + 12] * sixth + b[first + 10] * fourth + b[first + 8] * square
      let low = b[first + 6] * sixth + b[first + 4] * fourth
      return sixth * high + low + b[first + 2] * square + b[first] * one
    }
    // The even part has b₁₂ as its highest coefficient, the odd part b₁₃.
    let odd = self * polynomial(1)
    let even = polynomial(0)
    return try (even - odd).solve(even + odd)
  }
}

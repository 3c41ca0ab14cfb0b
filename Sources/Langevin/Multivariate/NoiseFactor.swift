public import RandomStreams
public import StochasticProcesses

/// The lower triangular factors B of B Bᵀ = 2 D of a block of paths.
///
/// Element (v, w) with w ≤ v of path i is at `MatrixTriangle.index(v, w, dimension: d) * n + i`. A D
/// that is only semidefinite has columns of zeros; one that is indefinite beyond rounding gives
/// numbers that are not finite.
@usableFromInline
struct NoiseFactor<Scalar: NormalScalar>: ~Copyable {
  @usableFromInline let dimension: Int
  @usableFromInline let count: Int
  @usableFromInline let elements: UnsafeMutableBufferPointer<Scalar>

  @inlinable
  init(dimension: Int, count: Int) {
    self.dimension = dimension
    self.count = count
    elements = .allocate(capacity: MatrixTriangle.count(dimension: dimension) * count)
    elements.initialize(repeating: 0)
  }

  @inlinable
  deinit { elements.deallocate() }

  /// The element (row, column) of all paths.
  @inlinable
  subscript(row: Int, column: Int) -> UnsafeMutableBufferPointer<Scalar> {
    let start = MatrixTriangle.index(row, column, dimension: dimension) * count
    return UnsafeMutableBufferPointer(rebasing: elements[start..<start + count])
  }

  /// Factorises 2 D for the first paths.
  ///
  /// - Parameters:
  ///   - matrix: The upper triangle of D, element by element for `stride` points.
  ///   - stride: The number of points of `matrix`.
  ///   - paths: How many of the points to factorise.
  @inlinable
  func factorize(_ matrix: UnsafeMutableBufferPointer<Scalar>, stride: Int, paths: Int) {
    func source(_ row: Int, _ column: Int) -> UnsafeMutableBufferPointer<Scalar> {
      let start = MatrixTriangle.index(row, column, dimension: dimension) * stride
      return UnsafeMutableBufferPointer(rebasing: matrix[start..<start + paths])
    }
    for column in 0..<dimension {
      let diagonal = source(column, column)
      subtractProducts(from: diagonal, column, column)
      Self.takeRoots(of: self[column, column], from: diagonal, tolerance)
      for row in column + 1..<max(dimension, column + 1) {
        subtractProducts(from: source(row, column), row, column)
        Self.divide(
          self[row, column], by: self[column, column], source(row, row), diagonal, tolerance)
      }
    }
  }

  /// Sets an element to 2 D_rc − Σ B_rk B_ck.
  @inlinable
  func subtractProducts(
    from matrix: UnsafeMutableBufferPointer<Scalar>, _ row: Int, _ column: Int
  ) {
    let element = self[row, column]
    for path in matrix.indices { element[path] = 2 * matrix[path] }
    for inner in 0..<column {
      let (left, right) = (self[row, inner], self[column, inner])
      for path in matrix.indices { element[path] -= left[path] * right[path] }
    }
  }

  /// Takes the roots of pivots; what is 0 within rounding is 0.
  @inlinable
  static func takeRoots(
    of pivot: UnsafeMutableBufferPointer<Scalar>, from matrix: UnsafeMutableBufferPointer<Scalar>,
    _ tolerance: Scalar
  ) {
    for path in matrix.indices {
      let rest = pivot[path]
      let root = rest.squareRoot()
      pivot[path] = rest.magnitude <= 2 * tolerance * matrix[path] ? 0 : root
    }
  }

  /// Divides elements by their pivots.
  ///
  /// Beside a pivot of 0 a semidefinite matrix has 0, up to the root of the rounding.
  @inlinable
  static func divide(
    _ element: UnsafeMutableBufferPointer<Scalar>, by pivot: UnsafeMutableBufferPointer<Scalar>,
    _ rowDiagonal: UnsafeMutableBufferPointer<Scalar>,
    _ columnDiagonal: UnsafeMutableBufferPointer<Scalar>, _ tolerance: Scalar
  ) {
    for path in rowDiagonal.indices {
      let (rest, root) = (element[path], pivot[path])
      let rounding = 4 * tolerance * rowDiagonal[path] * columnDiagonal[path]
      let small: Scalar = rest * rest <= rounding ? 0 : .nan
      let quotient = rest / root
      element[path] = root == 0 ? small : quotient
    }
  }

  @inlinable
  var tolerance: Scalar { 8 * Scalar(dimension) * .ulpOfOne }
}

internal import COpenBLAS

/// Products of dense blocks in memory of the caller's, all stored row by row.
package enum DenseKernels {
  /// Sets C = A B, where A and B may be given transposed, or adds A B to C.
  ///
  /// C is `rows` × `columns`, A as it enters the product has `inner` columns; the rows of each block,
  /// as stored, are its stride apart.
  @inline(__always)
  package static func multiply(
    rows: Int, columns: Int, inner: Int, _ a: UnsafePointer<Double>, stride aStride: Int,
    _ b: UnsafePointer<Double>, stride bStride: Int, into c: UnsafeMutablePointer<Double>,
    stride cStride: Int, leftTransposed: Bool = false, rightTransposed: Bool = false,
    accumulating: Bool = false
  ) {
    guard rows > 0, columns > 0 else { return }
    useOneThread()
    cblas_dgemm(
      CblasRowMajor, leftTransposed ? CblasTrans : CblasNoTrans,
      rightTransposed ? CblasTrans : CblasNoTrans, Int32(rows), Int32(columns), Int32(inner), 1, a,
      Int32(aStride), b, Int32(bStride), accumulating ? 1 : 0, c, Int32(cStride))
  }

  /// Sets y = α A x + β y, where A is `rows` × `columns` as stored and may act transposed.
  @inline(__always)
  package static func multiply(
    rows: Int, columns: Int, _ a: UnsafePointer<Double>, stride: Int, transposed: Bool = false,
    vector x: UnsafePointer<Double>, increment xIncrement: Int = 1,
    into y: UnsafeMutablePointer<Double>, increment yIncrement: Int = 1, scale alpha: Double = 1,
    keeping beta: Double = 0
  ) {
    guard rows > 0, columns > 0 else { return }
    useOneThread()
    cblas_dgemv(
      CblasRowMajor, transposed ? CblasTrans : CblasNoTrans, Int32(rows), Int32(columns), alpha, a,
      Int32(stride), x, Int32(xIncrement), beta, y, Int32(yIncrement))
  }

  /// The Euclidean norm of a vector.
  @inline(__always)
  package static func norm(_ x: UnsafePointer<Double>, count: Int) -> Double {
    useOneThread()
    return cblas_dnrm2(Int32(count), x, 1)
  }

  /// Adds a multiple of x to y.
  @inline(__always)
  package static func add(
    _ x: UnsafePointer<Double>, times factor: Double, to y: UnsafeMutablePointer<Double>, count: Int
  ) {
    cblas_daxpy(Int32(count), factor, x, 1, y, 1)
  }
}
